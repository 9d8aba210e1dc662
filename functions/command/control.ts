import { isAboutStage } from '#shared/domain/control.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { findExecution } from '#shared/store/executions.ts';
import { type PerformApp, perform } from './perform.ts';
import { tell } from './tell.ts';

type Control = Extract<Command, { readonly kind: 'control' }>;

/** A button of a message: about the execution that the message is about. */
export async function control(command: Control, app: PerformApp): Promise<void> {
  const execution = await findExecution(app.table, command.record);
  if (execution === undefined) return tell(command, 'That execution is not known any more.', app);
  const { identity, startedAt } = execution;
  const stage = isAboutStage(command.action) ? stageOf(command, execution) : undefined;
  if (stage === undefined && isAboutStage(command.action))
    return tell(
      command,
      'It is not known which stage failed. Look at the execution in the AWS console.',
      app,
    );
  await perform({ command, target: { identity, stage, startedAt: startedAt / 1000 }, app });
}

/** The one that the message told; CodePipeline knows whether it is still the one that failed. */
function stageOf({ stage }: Control, { failures }: Execution): string | undefined {
  return stage ?? failures.at(-1)?.stage;
}
