import { describe, expect, it } from '@jest/globals';
import { RateLimitedError, UnavailableError } from '#shared/errors.ts';
import { TOKEN } from '#tests/support/fake-approvals.ts';
import { ADA, BEN, RELEASERS } from '#tests/support/fake-people.ts';
import {
  ACTION,
  answerInAws,
  audit,
  buttonsOf,
  createWorld,
  ended,
  message,
  press,
  replyAbout,
  STAGE,
  started,
  trail,
} from './support/approvals.ts';

describe('an approval in Slack', () => {
  it('is a reply with buttons, once, whichever of event and topic comes first', async () => {
    const [byEvent, byTopic, twice] = [createWorld(), createWorld(), createWorld()];

    await byEvent.play(...started(), message());
    await byTopic.play(message(), ...started());
    await byTopic.wait(60);
    await twice.play(...started(), ...started(), message(), message());

    for (const world of [byEvent, byTopic, twice]) {
      await world.wait(2);
      expect(world.slack.replies).toHaveLength(1);
      expect(world.slack.replies[0]?.body['text']).toContain(`${STAGE}/${ACTION} waits for approval`);
      expect(buttonsOf(world)).toEqual(['approval.approve', 'approval.reject']);
      expect(world.left).toBe(0);
    }
  });

  it('shows no buttons and is reported when its token is not the current one', async () => {
    const world = createWorld();
    world.approvals.token = '00000000-0000-4000-8000-000000000000';

    await world.play(message());
    for (let time = 0; time < 10; time += 1) await world.wait(10);

    expect(world.slack.messages.map(({ body }) => body['text'])).toEqual([
      expect.stringContaining('that CodePipeline does not confirm'),
    ]);
    expect(world.telemetry.counts.get('ApprovalsUnconfirmed')).toBe(1);
    expect(JSON.stringify(world.slack.messages)).not.toContain(TOKEN);
  });

  it('tells what people need to know', async () => {
    const world = createWorld();
    world.approvals.isNewerWaiting = true;
    world.approvals.changes = [
      {
        commit: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
        subject: '{"ProviderType":"GitHub","CommitMessage":"Raise it"}',
      },
    ];
    world.approvals.run = world.approvals.run && {
      ...world.approvals.run,
      customData: '{"ticket":"OPS-1","risk":"low"}',
      authors: [{ name: 'Mary Major', email: 'mary@example.com' }],
      reviewLink: 'https://staging.example.com/',
    };

    await world.play(...started());

    const text = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    for (const part of [
      '4f2c9d1 Raise it',
      'Author: Mary Major',
      'ticket: OPS-1, risk: low',
      'https://staging.example.com/',
      'a newer execution is waiting',
      `<@${ADA}>`,
      `<!subteam^${RELEASERS}>`,
    ])
      expect(text).toContain(part);
  });

  it('can be decided in the console only when CodePipeline cannot be asked', async () => {
    const world = createWorld();
    world.approvals.run = undefined;

    await world.play(...started());
    for (let time = 0; time < 10; time += 1) await world.wait(10);

    expect(world.slack.replies).toHaveLength(1);
    expect(buttonsOf(world)).toEqual([]);
    expect(world.telemetry.counts.get('FactsMissed')).toBeGreaterThan(0);
  });

  it.each(['approve', 'reject'] as const)('is decided by who may: %s', async (decision) => {
    const world = createWorld();
    await world.play(...started());

    await world.ask(press(world, { decision, reason: 'Looked at it' }));

    const word = decision === 'approve' ? 'approved' : 'rejected';
    expect(world.approvals.answers).toEqual([
      expect.objectContaining({
        token: TOKEN,
        choice: decision,
        summary: `${word.replace(/^./, (first) => first.toUpperCase())} by Ada Okafor (${ADA}) via Slack: Looked at it`,
      }),
    ]);
    expect(world.slack.replies[0]?.body['text']).toContain(`was ${word} by Ada Okafor`);
    expect(buttonsOf(world)).toEqual([]);
    expect(audit(world)).toMatchObject([{ kind: 'decision', wanted: decision, person: { user: ADA } }]);
    expect(JSON.stringify(world.objects.objects)).not.toContain(TOKEN);
  });

  it('A1: is answered once when two decide at once, and the other is told', async () => {
    const world = createWorld();
    await world.play(...started());
    const clicks = [press(world, { user: ADA }), press(world, { user: BEN, decision: 'reject' })];

    await world.ask(...clicks, ...clicks);

    expect(world.approvals.answers).toHaveLength(1);
    expect(world.slack.replies[0]?.body['text']).toContain('was approved by Ada Okafor');
    expect(world.people.whispers.map(({ user, text }) => [user, text])).toContainEqual([
      BEN,
      expect.stringMatching(/Too late: .* was approved by Ada Okafor at/),
    ]);
  });

  it('A2: says who answered in AWS when that was faster', async () => {
    const world = createWorld();
    await world.play(...started());
    answerInAws(world, 'Succeeded');

    await world.ask(press(world, { user: BEN, decision: 'reject' }));
    await world.play(...ended('SUCCEEDED'));

    expect(world.approvals.answers).toEqual([]);
    expect(world.people.whispers.at(-1)?.text).toContain('Too late: approved in AWS by mary');
    expect(world.slack.replies[0]?.body['text']).toContain('was approved in AWS by mary');
  });

  it('A2: follows what is decided in the console, without a click', async () => {
    const world = createWorld();
    await world.play(...started());
    answerInAws(world, 'Failed');

    await world.play(...ended('FAILED'));
    await world.wait(30);

    expect(replyAbout(world)).toContain('was rejected in AWS by mary');
    expect(buttonsOf(world)).toEqual([]);
  });

  it('A2: says who answered in AWS by the trail alone, when CodePipeline does not tell', async () => {
    const world = createWorld();
    await world.play(...started());

    await world.play(...ended('SUCCEEDED'), trail('mary.major'));
    await world.wait(30);

    expect(replyAbout(world)).toContain('was approved in AWS by mary.major');
    expect(world.slack.parents).toHaveLength(1);
    expect(world.left).toBe(0);
  });

  it('A2: shows the comment of its event, as text, when CodePipeline does not tell', async () => {
    const world = createWorld();
    await world.play(...started());

    const comment = 'Approved by Jo Doe: ship <it> & go';
    await world.play(...ended('SUCCEEDED', 60, { 'external-execution-summary': comment }));
    await world.wait(30);

    expect(replyAbout(world)).toContain('was approved in AWS');
    const blocks = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    expect(blocks).toContain('Reason: Approved by Jo Doe: ship &lt;it&gt; &amp; go');
  });

  it('A2: says that nobody was asked where the pipeline may not', async () => {
    const world = createWorld();
    await world.play(...started());

    const summary = 'arn:aws:iam::111122223333:role/p is not authorized to perform: SNS:Publish';
    const result = { 'external-execution-summary': summary, 'error-code': 'PermissionError' };
    await world.play(...ended('FAILED', 60, result));
    await world.wait(30);

    expect(replyAbout(world)).toContain('failed: it lacks a permission');
    const bodies = JSON.stringify(world.slack.messages.map(({ body }) => body));
    expect(bodies).toContain('is not authorized to perform: SNS:Publish');
    expect(bodies).not.toContain('rejected');
  });

  it('A2: takes the trail of its own answer for no news', async () => {
    const world = createWorld();
    await world.play(...started());
    await world.ask(press(world));

    await world.play(...ended('SUCCEEDED'), trail('signalbox-prod-command'));

    expect(replyAbout(world)).toContain('was approved by Ada Okafor');
    expect(world.slack.parents).toHaveLength(1);
  });

  it('A3: closes the old one and asks anew when the stage is retried', async () => {
    const world = createWorld();
    await world.play(...started());
    const old = press(world);
    world.approvals.token = '11111111-1111-4111-8111-111111111111';

    await world.play(...started(2));
    await world.ask(old);

    const texts = world.slack.replies.map(({ body }) => String(body['text']));
    expect(texts.filter((text) => text.includes('is void: the stage was retried'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('waits for approval'))).toHaveLength(1);
    expect(world.approvals.answers).toEqual([]);
    expect(world.people.whispers.at(-1)?.text).toContain('Too late');
  });

  it('A3: says that it timed out', async () => {
    const world = createWorld();
    world.approvals.timeoutMinutes = 5;
    await world.play(...started());
    world.approvals.run = world.approvals.run && { ...world.approvals.run, status: 'Failed' };

    await world.play(...ended('FAILED', 5 * 60 + 60));
    await world.wait(30);

    expect(replyAbout(world)).toContain('timed out');
  });

  it('A5: goes on where a killed worker was, and takes an answer that was lost on its way', async () => {
    const world = createWorld();
    await world.play(...started());
    world.approvals.failures.push(new UnavailableError('no answer', { ambiguous: true }));
    const answer = world.approvals.answer.bind(world.approvals);
    world.approvals.answer = async (given) => {
      world.approvals.answer = answer;
      await answer({ ...given, token: 'x' }).catch(() => undefined);
      await answer(given);
      throw new UnavailableError('the answer was lost', { ambiguous: true });
    };

    await world.ask(press(world));
    await world.wait(10);

    expect(world.approvals.answers).toHaveLength(1);
    expect(world.slack.replies[0]?.body['text']).toContain('was approved by Ada Okafor');
    expect(world.left).toBe(0);
  });

  it('A9: shows that it is being decided while CodePipeline is throttled, and opens again after a minute', async () => {
    const world = createWorld();
    await world.play(...started());
    const throttled = () => new RateLimitedError('throttled', { retryAfterSeconds: 20 });
    world.approvals.failures.push(throttled(), throttled(), throttled(), throttled());

    await world.ask(press(world));
    expect(world.slack.replies[0]?.body['text']).toContain('is being approved by Ada Okafor');
    for (let time = 0; time < 6; time += 1) await world.wait(20);

    expect(world.slack.replies[0]?.body['text']).toContain('waits for approval');
    expect(buttonsOf(world)).toEqual(['approval.approve', 'approval.reject']);
    expect(world.people.whispers.at(-1)?.text).toMatch(/^Not decided: /);
    expect(world.left).toBe(0);
  });

  it('A10: cuts a long reason to what CodePipeline takes, and lets nothing in it be a mention', async () => {
    const world = createWorld();
    await world.play(...started());

    await world.ask(press(world, { reason: `<!channel> ${'x'.repeat(4000)}` }));

    expect(world.approvals.answers[0]?.summary.length).toBeLessThanOrEqual(512);
    expect(JSON.stringify(world.slack.replies[0]?.body)).not.toContain('<!channel>');
  });

  it('A8: knows nothing of an approval that never was', async () => {
    const world = createWorld();
    await world.play(...started());
    const record = `approval/${'0'.repeat(64)}`;

    await world.ask({ ...press(world), record });

    expect(world.people.whispers.at(-1)?.text).toBe('This approval is not known any more.');
    expect(world.approvals.answers).toEqual([]);
  });
});
