import type { EmbeddedAws } from '#local/aws/index.ts';

interface Start {
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON. */
  readonly input?: string;
}

/** Those that signalbox.yml beside this names; they do nothing. */
export async function createNamedMachines(aws: EmbeddedAws): Promise<void> {
  const definition = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };
  for (const name of ['clean-up', 'smoke-test']) await aws.createStateMachine({ name, definition });
}

/** As somebody else does, so that no function is taken for who asks. */
export async function startExecution({ endpoint }: EmbeddedAws, start: Start): Promise<void> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    body: JSON.stringify(start),
  });
  if (!answer.ok) throw new Error(`${start.name} was not started: ${await answer.text()}`);
}
