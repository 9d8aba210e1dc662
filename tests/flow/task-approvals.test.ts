import { describe, expect, it } from '@jest/globals';
import { RateLimitedError, UnavailableError } from '#shared/errors.ts';
import { EXECUTION_ID } from '#tests/support/build-event.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import {
  ACTION,
  audit,
  buttonsOf,
  createWorld,
  press,
  replyAbout,
  STAGE,
  started,
} from './support/approvals.ts';
import type { World } from './support/world.ts';

const MINUTE = 60;
const TOKEN = 'AQCEAAAAKgAAAAMAAAAAAAAAAcTask';
const QUESTION = {
  taskToken: TOKEN,
  pipeline: 'release-orders',
  executionId: 'run-7',
  stage: STAGE,
  action: ACTION,
};

async function ask(more: Readonly<Record<string, unknown>> = {}, rule?: string): Promise<World> {
  const world = createWorld(rule);
  await world.request({ ...QUESTION, ...more });
  await world.wait(2);
  return world;
}

async function sweepAfter(world: World, seconds: number): Promise<void> {
  await world.wait(seconds);
  await world.sweep();
  await world.wait(2);
}

describe('a state machine that waits for an approval', () => {
  it('has people asked once, however often its task is repeated', async () => {
    const world = await ask({
      question: 'Ship order 7?',
      reviewLink: 'https://orders.example.com/7',
      timeoutSeconds: 3600,
    });

    await world.wait(30);
    await world.request({ ...QUESTION, question: 'Ship order 7?', timeoutSeconds: 3600 });
    await world.wait(2);

    expect(world.slack.replies).toHaveLength(1);
    expect(replyAbout(world)).toContain(`${STAGE}/${ACTION} waits for approval`);
    expect(buttonsOf(world)).toEqual(['approval.approve', 'approval.reject']);
    const shown = JSON.stringify(world.slack.messages.map(({ body }) => body['blocks']));
    for (const part of ['release-orders', 'Ship order 7?', 'https://orders.example.com/7'])
      expect(shown).toContain(part);
    expect(shown).toContain('states/home?region=eu-west-1#/v2/executions/details/');
    expect(shown).not.toContain(TOKEN);
    expect(world.left).toBe(0);
  });

  it('asks in the thread of the pipeline execution that it names, and leaves its stages alone', async () => {
    const world = createWorld();
    await world.request({ ...QUESTION, pipeline: 'web-shop', executionId: EXECUTION_ID, stage: 'Gate' });

    await world.play(...started().slice(0, 2));
    await world.wait(30);

    const [parent, reply] = world.slack.messages;
    expect(parent?.body['text']).toContain('web-shop');
    expect(JSON.stringify(parent?.body['blocks'])).not.toContain('Gate');
    expect(reply?.body['text']).toContain(`Gate/${ACTION} waits for approval`);
  });

  it('goes on with the decision, who made it, why and when', async () => {
    const world = await ask();

    await world.ask(press(world, { reason: 'Looked at it' }));

    expect(world.tasks.answers).toEqual([
      { token: TOKEN, choice: 'approve', by: ['Ada Okafor'], reason: 'Looked at it', at: world.clock.time },
    ]);
    expect(replyAbout(world)).toContain('was approved by Ada Okafor');
    expect(buttonsOf(world)).toEqual([]);
    expect(audit(world)).toMatchObject([
      { kind: 'decision', pipeline: 'release-orders', outcome: 'Approved' },
    ]);
    expect(JSON.stringify(world.objects.objects)).not.toContain(TOKEN);
    expect(world.approvals.asked).toEqual([]);
  });

  it('fails its task when somebody rejects', async () => {
    const world = await ask();

    await world.ask(press(world, { user: BEN, decision: 'reject', reason: 'Too early' }));

    expect(world.tasks.answers).toMatchObject([{ choice: 'reject', reason: 'Too early' }]);
    expect(replyAbout(world)).toContain('was rejected by');
  });

  it('is decided by the rules of all approvals', async () => {
    const world = await ask({}, `users: [${ADA}, ${BEN}], votes: 2, ownChange: allowed`);

    await world.ask(press(world, { user: ADA }));
    expect(world.tasks.answers).toEqual([]);
    await world.ask(press(world, { user: 'U0STRANGER' }), press(world, { user: BEN }));

    expect(world.tasks.answers).toHaveLength(1);
    expect(audit(world).map(({ kind }) => kind)).toEqual(['vote', 'refusal', 'decision']);
  });

  it('hears at every sweep that people are still being asked', async () => {
    const world = await ask();

    for (let time = 0; time < 3; time += 1) await sweepAfter(world, 5 * MINUTE);

    expect(world.tasks.beats).toEqual([TOKEN, TOKEN, TOKEN]);
    expect(buttonsOf(world)).toHaveLength(2);
    expect(world.history.asked).toEqual([]);
  });

  it('is not asked after any more once it is answered', async () => {
    const world = await ask();
    await world.ask(press(world));

    await sweepAfter(world, 5 * MINUTE);

    expect(world.tasks.beats).toEqual([]);
    expect(replyAbout(world)).toContain('was approved by Ada Okafor');
  });

  it('voids its question when it does not wait any more', async () => {
    const world = await ask();
    const late = press(world);
    world.tasks.isOpen = false;

    await sweepAfter(world, 5 * MINUTE);
    await world.ask(late);
    await sweepAfter(world, 5 * MINUTE);

    expect(replyAbout(world)).toContain('is void: the state machine does not wait any more');
    expect(buttonsOf(world)).toEqual([]);
    expect(world.tasks.beats).toHaveLength(1);
    expect(world.people.whispers.at(-1)?.text).toContain('Too late');
    expect(world.tasks.answers).toEqual([]);
  });

  it('times out', async () => {
    const world = await ask({ timeoutSeconds: 10 * MINUTE });

    await sweepAfter(world, 11 * MINUTE);

    expect(replyAbout(world)).toContain('is void: timed out');
    expect(world.tasks.beats).toEqual([]);
  });

  it('is closed by a press that comes too late', async () => {
    const world = await ask();
    world.tasks.isOpen = false;

    await world.ask(press(world));

    expect(replyAbout(world)).toContain('is void: the state machine does not wait any more');
    expect(world.people.whispers.at(-1)?.text).toBe(
      'Too late: the state machine does not wait for this approval any more.',
    );
    expect(audit(world)).toMatchObject([{ outcome: expect.stringContaining('Too late') }]);
  });

  it('is answered once although the answer was lost on its way', async () => {
    const world = await ask();
    world.tasks.losses.push(new UnavailableError('no answer', { ambiguous: true }));

    await world.ask(press(world));
    await world.wait(10);

    expect(world.tasks.answers).toHaveLength(1);
    expect(replyAbout(world)).toContain('was approved by Ada Okafor');
    expect(world.left).toBe(0);
  });

  it('opens its question again when it could not be answered for a minute', async () => {
    const world = await ask();
    const throttled = () => new RateLimitedError('throttled', { retryAfterSeconds: 20 });
    world.tasks.failures.push(throttled(), throttled(), throttled(), throttled());

    await world.ask(press(world));
    for (let time = 0; time < 6; time += 1) await world.wait(20);

    expect(replyAbout(world)).toContain('waits for approval');
    expect(world.people.whispers.at(-1)?.text).toBe(
      'Not decided: the answer could not be given to the state machine (rate_limited). Press the button again in a while.',
    );
  });

  it.each([
    ['nothing', undefined, /its payload/],
    ['a name that is missing', { ...QUESTION, stage: undefined }, /: stage;/],
    ['a link that is none', { ...QUESTION, reviewLink: 'javascript:alert(1)' }, /: reviewLink;/],
    ['a time that is over', { ...QUESTION, timeoutSeconds: 0 }, /: timeoutSeconds;/],
    ['a word that it does not know', { ...QUESTION, timeout: 5 }, /: timeout \(not known\);/],
    ['half a character', { ...QUESTION, pipeline: '\ud800' }, /: pipeline;/],
  ])('fails its task at %s, and says what is wrong without the token', async (_, payload, message) => {
    const world = createWorld();

    const asked = world.request(payload);

    await expect(asked).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringMatching(message),
    });
    await expect(asked).rejects.toMatchObject({ message: expect.not.stringContaining(TOKEN) });
    expect(world.slack.messages).toEqual([]);
  });

  it('fails its task at once when nobody could answer', async () => {
    const world = createWorld(`match: { pipeline: web-shop }, users: [${ADA}]`);

    const asked = world.request(QUESTION);

    await expect(asked).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(`release-orders/${STAGE}/${ACTION}`),
    });
  });
});

describe('a state machine that lets people choose', () => {
  const CHOICES = { choices: ['Retry', 'Roll back', 'Leave'] };

  it('shows a button each, and goes on with the one that was chosen', async () => {
    const world = await ask(CHOICES);
    const buttons = buttonsOf(world);

    await world.ask({ ...press(world, { reason: 'Flaky' }), option: 2 });

    expect(buttons).toEqual(['approval.choose-1', 'approval.choose-2', 'approval.choose-3']);
    expect(world.tasks.answers).toMatchObject([{ choice: 'approve', option: 'Roll back', reason: 'Flaky' }]);
    expect(replyAbout(world)).toContain('was decided as “Roll back” by Ada Okafor');
    expect(buttonsOf(world)).toEqual([]);
    expect(audit(world)).toMatchObject([{ kind: 'decision', outcome: 'Roll back' }]);
  });

  it('asks for as many of one mind as the rule says', async () => {
    const world = await ask(CHOICES, `users: [${ADA}, ${BEN}], votes: 2, ownChange: allowed`);

    await world.ask({ ...press(world, { user: ADA }), option: 1 });
    await world.ask({ ...press(world, { user: BEN }), option: 3 });

    expect(world.tasks.answers).toEqual([]);
    expect(replyAbout(world)).toContain('waits for a decision');
  });

  it.each([0, 4, undefined])('takes no option %s that it did not give', async (option) => {
    const world = await ask(CHOICES);

    await world.ask({ ...press(world), ...(option !== undefined && { option }) });

    expect(world.tasks.answers).toEqual([]);
    expect(world.people.whispers.at(-1)?.text).toBe('This is no choice any more.');
  });

  it('takes no rejection, which nobody was offered', async () => {
    const world = await ask(CHOICES);

    await world.ask(press(world, { decision: 'reject' }));

    expect(world.tasks.answers).toEqual([]);
  });

  it('is not waited for any more once the stage runs again', async () => {
    const world = createWorld();
    await world.play(...started().slice(0, 2));
    await world.request({ ...QUESTION, ...CHOICES, pipeline: 'web-shop', executionId: EXECUTION_ID });
    await world.wait(5);

    await world.play(...started(2).slice(0, 2));
    await world.wait(30);

    expect(replyAbout(world)).toContain('is void: the stage was retried');
    expect(buttonsOf(world)).toEqual([]);
  });
});
