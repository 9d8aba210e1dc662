import type { ControlAction } from '#shared/domain/control.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { PIPELINE } from '#tests/support/build-event.ts';
import { ADA, TEAM } from '#tests/support/fake-people.ts';
import type { FakeMessage } from '#tests/support/fake-slack.ts';
import { World } from './world.ts';

/** A channel and mail for everything, and this rule of who may control. */
export function createWorld(rule = `users: [${ADA}]`): World {
  return new World(`
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: [pipelines, mail] }
${rule === '' ? '' : `controls: [{ ${rule} }]`}
`);
}

interface Asking {
  readonly user?: string;
  readonly team?: string;
  readonly reason?: string;
  readonly seconds?: number;
}

let asked = 0;

function askerOf(world: World, { user = ADA, team = TEAM }: Asking) {
  asked += 1;
  return {
    request: `request-${asked}`,
    at: world.clock.time,
    secret: 'signalbox/slack',
    channel: 'C1',
    person: { team, user, name: user.toLowerCase() },
  };
}

/** What the dialog behind a button of a message asks for. */
export function press(world: World, action: ControlAction, asking: Asking = {}): Command {
  const { reason = '', seconds = 3600 } = asking;
  const value = buttonsOf(world).find((button) => button.action_id === `execution.${action}`)?.value ?? '';
  const [record = '', stage] = value.split(' ');
  const asker = askerOf(world, asking);
  if (action === 'silence') return { ...asker, kind: 'silence', record, seconds, reason };
  return { ...asker, kind: 'control', action, record, reason, ...(stage !== undefined && { stage }) };
}

export function order(world: World, action: 'retry' | 'stop', asking: Asking & Named = {}): Command {
  const { pipeline = PIPELINE, reason = '' } = asking;
  return { ...askerOf(world, asking), kind: 'order', action, pipeline, reason };
}

export function silence(world: World, asking: Asking & Named = {}): Command {
  const { pipeline = PIPELINE, seconds = 3600, reason = 'the network is being moved' } = asking;
  return { ...askerOf(world, asking), kind: 'silence', pipeline, seconds, reason };
}

interface Named {
  readonly pipeline?: string;
}

type Question = Extract<Command, { readonly kind: 'ask' }>['question'];

export function question(world: World, what: Question, asking: Asking & Named = {}): Command {
  const { pipeline } = asking;
  return { ...askerOf(world, asking), kind: 'ask', question: what, ...(pipeline && { pipeline }) };
}

export function buttonsOf(world: World, messages: readonly FakeMessage[] = world.slack.messages) {
  const blocks = messages.flatMap(
    ({ body }) => body['blocks'] as { type: string; elements: { action_id: string; value: string }[] }[],
  );
  return blocks.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements);
}

/** Names of the buttons on a message, without the part that all have. */
export function namesOn(world: World, messages: readonly FakeMessage[]): readonly string[] {
  return buttonsOf(world, messages).map(({ action_id }) => action_id.replace('execution.', ''));
}

export function lastWhisper(world: World): string {
  return world.people.whispers.at(-1)?.text ?? '';
}
