import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { openApprovals } from '#tests/support/approve-all.ts';
import type { Stack } from '#tests/support/embedded-stack.ts';

interface Scene {
  readonly stack: Stack;
  readonly codepipeline: LoopbackCodePipeline;
  /** Id of the channel in which people ask. */
  readonly channel: string;
}

/** Its stage Build has failed. */
const FAILED_PIPELINE = 'payments-api';
/** It ran twice, and went well. */
const GOOD_PIPELINE = 'web-storefront';
/** Whose approval nobody answers in AWS. */
const WAITING_PIPELINE = 'orders-api';
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
    ...questions.slice(0, -1).map(({ record, execution }) => ({
      kind: 'decide',
      record,
      decision: execution.endsWith('/rejected') ? 'reject' : 'approve',
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

/** Approvals' own records, those of state machines last. */
export async function openQuestions(
  stack: Stack,
): Promise<readonly { readonly record: string; readonly execution: string }[]> {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: stack.ref('Table') }));
  return Items.flatMap(({ pk, place }) =>
    pk?.S?.startsWith('approval/')
      ? { record: pk.S, execution: String(JSON.parse(place?.S ?? '{}').execution) }
      : [],
  ).toSorted(
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
