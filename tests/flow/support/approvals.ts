import type { Command } from '#shared/runtime/command-entry.ts';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';
import { TOKEN } from '#tests/support/fake-approvals.ts';
import { ADA, RELEASERS, TEAM } from '#tests/support/fake-people.ts';
import { withDetail } from '#tests/support/samples.ts';
import { World } from './world.ts';

export const STAGE = 'Approve';
export const ACTION = 'ReleaseManager';
const TYPE = { owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' };

export function createWorld(rule = `users: [${ADA}], groups: [${RELEASERS}], ownChange: allowed`): World {
  return new World(`
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
routes:
  - { to: pipelines }
approvals:
  - { ${rule} }
`);
}

export function started(attempt = 1): readonly RawEvent[] {
  const more = { detail: { 'pipeline-execution-attempt': attempt } };
  const word = attempt === 1 ? 'STARTED' : 'RESUMED';
  return [
    buildPipelineEvent({ state: word, after: attempt, ...more }),
    buildStageEvent({ stage: STAGE, state: word, after: attempt, ...more }),
    buildActionEvent({
      stage: STAGE,
      action: ACTION,
      state: 'STARTED',
      after: attempt,
      detail: { ...more.detail, type: TYPE },
    }),
  ];
}

export function ended(
  state: 'SUCCEEDED' | 'FAILED',
  after = 60,
  result: Readonly<Record<string, string>> = {},
): readonly RawEvent[] {
  const detail = { type: TYPE, 'execution-result': result };
  return [buildActionEvent({ stage: STAGE, action: ACTION, state, after, detail })];
}

export function message(): { readonly time?: string } & Readonly<Record<string, unknown>> {
  return {
    region: 'eu-west-1',
    consoleLink: 'https://console.aws.amazon.com/codepipeline/home?region=eu-west-1#/view/web-shop',
    approval: {
      pipelineName: 'web-shop',
      stageName: STAGE,
      actionName: ACTION,
      token: TOKEN,
      expires: '2026-03-11T09:22Z',
      externalEntityLink: null,
      approvalReviewLink: `https://console.aws.amazon.com/x/${TOKEN}`,
      customData: null,
    },
  };
}

interface Press {
  readonly user?: string;
  readonly team?: string;
  readonly decision?: 'approve' | 'reject';
  readonly reason?: string;
}

let pressed = 0;

export function press(
  world: World,
  { user = ADA, team = TEAM, decision = 'approve', reason = '' }: Press = {},
): Extract<Command, { readonly kind: 'decide' }> {
  pressed += 1;
  const [record = ''] = buttonValues(world)[0]?.split(' ') ?? [];
  const person = { team, user, name: user.toLowerCase() };
  const request = `request-${pressed}`;
  return {
    kind: 'decide',
    request,
    at: world.clock.time,
    secret: 'signalbox/slack',
    channel: 'C1',
    person,
    record,
    decision,
    reason,
  };
}

export function answerInAws(world: World, status: 'Succeeded' | 'Failed'): void {
  const updatedBy = 'arn:aws:iam::111122223333:user/mary';
  world.approvals.run = world.approvals.run && { ...world.approvals.run, status, updatedBy, summary: 'ok' };
}

export function setAuthor(world: World, email: string): void {
  world.approvals.run = world.approvals.run && { ...world.approvals.run, authors: [{ name: 'Ada', email }] };
}

/** What a trail writes of somebody who approved, by the name of the session. */
export function trail(session: string): ReturnType<typeof withDetail> {
  const requestParameters = {
    pipelineName: 'web-shop',
    stageName: STAGE,
    actionName: ACTION,
    token: TOKEN,
    result: { status: 'Approved', summary: 'Looks good' },
  };
  const arn = `arn:aws:sts::111122223333:assumed-role/Any/${session}`;
  return withDetail('cloudtrail/approve', { requestParameters, userIdentity: { arn } });
}

function elementsOf(world: World): readonly { readonly action_id: string; readonly value: string }[] {
  const blocks = world.slack.replies.flatMap(
    ({ body }) => body['blocks'] as { type: string; elements: [] }[],
  );
  return blocks.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements);
}

export function buttonsOf(world: World): readonly string[] {
  return elementsOf(world).map(({ action_id }) => action_id);
}

function buttonValues(world: World): readonly string[] {
  return elementsOf(world).map(({ value }) => value);
}

export function replyAbout(world: World): string {
  return (
    world.slack.replies.map(({ body }) => String(body['text'])).find((text) => text.includes(ACTION)) ?? ''
  );
}

/** As the bucket holds it: what is there already stays. */
export function audit(world: World): readonly Record<string, unknown>[] {
  const written = world.objects.objects.filter(({ key }) => key.startsWith('audit/'));
  const kept = new Map(written.toReversed().map(({ key, body }) => [key, body]));
  return [...kept.values()].reverse().map((body) => JSON.parse(String(body)));
}
