import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ACCOUNT, REGION } from '#local/aws/identity.ts';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { openApprovals } from '#tests/support/approve-all.ts';
import type { Stack } from '#tests/support/embedded-stack.ts';
import { startExecution } from './state-machines.ts';

interface Scene {
  readonly stack: Stack;
  readonly codepipeline: LoopbackCodePipeline;
  /** Id of the channel in which people ask. */
  readonly channel: string;
}

interface OpenQuestion {
  readonly record: string;
  /** Key of the execution's record. */
  readonly execution: string;
  readonly action: string;
}

/** Its stage Build has failed. */
const FAILED_PIPELINE = 'payments-api';
/** It ran twice, and went well. */
const GOOD_PIPELINE = 'web-storefront';
/** Whose approval nobody answers in AWS. */
const WAITING_PIPELINE = 'orders-api';
/** Its stage Deploy fails, and is retried by the state machine that answers failures. */
const RETRIED_PIPELINE = 'web-checkout';
/** By pipeline, the choice among Retry, Roll back and Leave. */
const OPTIONS: ReadonlyMap<string, number> = new Map([
  [RETRIED_PIPELINE, 1],
  [GOOD_PIPELINE, 2],
  [FAILED_PIPELINE, 3],
]);
const PERSON = { team: 'T0SIGNALBX', user: 'U0ADA00001', name: 'ada' };
const ASKED = { secret: 'signalbox/slack', person: PERSON, reason: 'because' };

/** All that people may ask for, as queue messages. Of the approvals some were answered in AWS, and no event told of it. */
export async function commandsOf(scene: Scene): Promise<readonly string[]> {
  const { stack, codepipeline, channel } = scene;
  for (const approval of openApprovals(codepipeline))
    if (approval.pipeline !== WAITING_PIPELINE) await codepipeline.decide(approval);
  const questions = await openQuestions(stack);
  const commands = [
    // One is left, for whoever reminds of it.
    ...questions.slice(0, -1).map(({ record, execution, action }) => ({
      kind: 'decide',
      record,
      decision: execution.endsWith('/rejected') ? 'reject' : 'approve',
      ...(action === 'failure-response' && { option: OPTIONS.get(execution.split('/')[3] ?? '') }),
    })),
    ...['retry', 'stop'].map((action) => ({ kind: 'order', action, pipeline: FAILED_PIPELINE })),
    ...(await controlsOf(stack)),
    { kind: 'ask', question: 'status' },
    { kind: 'ask', question: 'status', pipeline: FAILED_PIPELINE },
    { kind: 'ask', question: 'approvals' },
  ];
  const at = Math.trunc(Date.now() / 1000);
  return commands.map((command, index) =>
    JSON.stringify({ ...ASKED, at, channel, request: `request-${index}`, ...command }),
  );
}

/** For when nothing can be answered any more. */
export function lateQuestion(): string {
  return JSON.stringify({
    ...ASKED,
    at: 1,
    channel: 'C1',
    request: 'late',
    kind: 'ask',
    question: 'approvals',
  });
}

/** Has the state machine that answers failures ask about a stage to which there is something to roll back. */
export async function startRollback({ aws, ref }: Stack, codepipeline: LoopbackCodePipeline): Promise<void> {
  const found = codepipeline.pipelines().find(({ name }) => name === GOOD_PIPELINE);
  const executionId = found?.executions[0]?.id ?? '';
  await startExecution(aws, {
    stateMachineArn: ref('FailureResponse'),
    name: 'rollback',
    input: JSON.stringify({
      announcement: { status: 'failed', stage: 'Deploy' },
      execution: { account: ACCOUNT, region: REGION, pipeline: GOOD_PIPELINE, executionId },
      summary: `${GOOD_PIPELINE} is no good`,
    }),
  });
}

/** Approvals' own records, those of state machines last. */
export async function openQuestions(stack: Stack): Promise<readonly OpenQuestion[]> {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: stack.ref('Table') }));
  return Items.flatMap(({ pk, place }) => {
    if (!pk?.S?.startsWith('approval/')) return [];
    const { execution, action } = JSON.parse(place?.S ?? '{}');
    return { record: pk.S, execution: String(execution), action: String(action) };
  }).toSorted(
    (left, right) => Number(left.execution.endsWith('/left')) - Number(right.execution.endsWith('/left')),
  );
}

async function controlsOf(stack: Stack) {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: stack.ref('Table') }));
  const records = Items.flatMap(({ pk }) => (pk?.S?.startsWith('execution/') ? pk.S : []));
  const failed = records.find((key) => key.includes(`/${FAILED_PIPELINE}/`)) ?? '';
  // One of them has the other before it.
  const good = records.filter((key) => key.includes(`/${GOOD_PIPELINE}/`));
  return [
    ...['retry', 'stop'].map((action) => ({ kind: 'control', action, record: failed, stage: 'Build' })),
    ...good.map((record) => ({ kind: 'control', action: 'rollback', record, stage: 'Deploy' })),
  ];
}
