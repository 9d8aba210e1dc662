import { describe, expect, it } from '@jest/globals';
import { sns } from '#shared/channels/sns.ts';
import { DIAGNOSIS } from '#shared/domain/observation.ts';
import type { RecordView } from '#shared/domain/record.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import type { Card } from '#shared/presentation/card.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { buildCard, buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import { fakeClients } from '#tests/support/fakes.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:release-mail';
const FAILED = buildExecution([
  ...seen('STARTED@0', 'Build STARTED@2'),
  {
    ...seen('Build.UnitTests FAILED@9')[0],
    facts: { provider: 'Build/CodeBuild', summary: 'exit status 1' },
  },
]);

function payloadOf(record: RecordView, key?: string, card?: Partial<Card>) {
  const announcement = announcementsOf(record).find((one) => one.key === key);
  const shown = card === undefined ? recordCard(record, announcement) : buildCard(card);
  const message = sns
    .open('mail', { type: 'sns', topic: TOPIC })
    .render({ record, announcement, card: shown });
  return message?.payload as {
    readonly Subject: string;
    readonly Message: string;
    readonly MessageAttributes: object;
  };
}

describe('a message for a topic', () => {
  it('says what a service told of a failure, and to nobody what the log says', () => {
    const told = { why: 'exit status 1', failedAt: 'BUILD phase', tests: '3 of 120 failed' };
    const facts = { ...told, excerpt: '["canary"]' };
    const failed = seen('Build.UnitTests FAILED@9')[0];
    const record = buildExecution([
      ...seen('STARTED@0'),
      { ...failed },
      { ...failed, state: DIAGNOSIS, facts },
    ]);

    const { Message } = payloadOf(record, 'failed 1');

    expect(Message).not.toContain('canary');
    expect(JSON.parse(Message).email).toContain('exit status 1\n  In: BUILD phase\n  Tests: 3 of 120 failed');
    expect(JSON.parse(JSON.parse(Message).sqs).execution.failures[0].actions).toEqual([
      expect.objectContaining({ name: 'UnitTests', ...told }),
    ]);
    expect(sns.open('mail', { type: 'sns', topic: TOPIC }).wantsLog).toBe(false);
  });

  it('is text for people, JSON for programs, and attributes for filter policies', () => {
    const { Message, ...rest } = payloadOf(FAILED, 'failed 1');
    const {
      default: text,
      email,
      sms,
      https,
      sqs,
      lambda,
      http,
      'email-json': emailJson,
    } = JSON.parse(Message);

    expect(rest).toEqual({
      TopicArn: TOPIC,
      Subject: 'web-shop failed in Build',
      MessageStructure: 'json',
      MessageAttributes: {
        account: { DataType: 'String', StringValue: '111122223333' },
        region: { DataType: 'String', StringValue: 'eu-west-1' },
        pipeline: { DataType: 'String', StringValue: 'web-shop' },
        stage: { DataType: 'String', StringValue: 'Build' },
        status: { DataType: 'String', StringValue: 'failed' },
        kind: { DataType: 'String', StringValue: 'execution' },
      },
    });
    expect(text).toContain(
      'web-shop failed in Build\nBuild (FAILED)\n\nUnitTests (AWS CodeBuild): exit status 1\n',
    );
    expect(email).toBe(text);
    expect(sms).toBe('web-shop failed in Build');
    expect(new Set([https, sqs, lambda, http, emailJson]).size).toBe(1);
    expect(JSON.parse(https)).toEqual({
      version: 1,
      record: 'execution/111122223333/eu-west-1/web-shop/7a8e7924-7efa-442e-beaa-961a80e42bf2',
      announcement: { key: 'failed 1', status: 'failed', stage: 'Build' },
      summary: 'web-shop failed in Build',
      link: expect.stringContaining('https://eu-west-1.console.aws.amazon.com/codesuite/'),
      execution: {
        account: '111122223333',
        region: 'eu-west-1',
        pipeline: 'web-shop',
        executionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2',
        state: 'FAILED',
        attempt: 1,
        startedAt: '2026-03-04T09:15:00.000Z',
        endedAt: '2026-03-04T09:15:09.000Z',
        stages: [
          {
            name: 'Build',
            state: 'FAILED',
            actions: [{ name: 'UnitTests', state: 'FAILED', provider: 'Build/CodeBuild' }],
          },
        ],
        failures: [
          {
            attempt: 1,
            stage: 'Build',
            time: '2026-03-04T09:15:09.000Z',
            actions: [{ name: 'UnitTests', provider: 'Build/CodeBuild', summary: 'exit status 1' }],
          },
        ],
        revisions: [],
      },
    });
  });

  it('of a notice tells the notice, and has only the attributes that it knows', () => {
    const { Subject, Message, MessageAttributes } = payloadOf(buildNotice({ region: undefined }), 'notice');

    expect(Subject).toBe('ECR Image Action arrived from aws.ecr');
    expect(JSON.parse(JSON.parse(Message).sqs)).toMatchObject({
      version: 1,
      record: 'notice/notice-1',
      announcement: { key: 'notice', status: 'notice' },
      notice: { id: 'notice-1', source: 'aws.ecr' },
    });
    expect(Object.keys(MessageAttributes)).toEqual(['account', 'status', 'kind']);
  });

  it.each([
    ['accents', 'Élan Café Müller', 'Elan Cafe Muller'],
    ['letters that have no accent to lose', 'größer Łódź Ærø Đà', 'grosser Lodz AEro Da'],
    ['quotes and dashes of print', 'Ann’s “fix” – at last', 'Ann\'s "fix" - at last'],
    ['other scripts', '日本語 release', 'release'],
    ['line breaks and control characters', 'a\nb\r\u0007c', 'a b c'],
    ['emoji', '🚀 web', 'web'],
    ['a sign before the first letter', '(web)', 'web)'],
    ['nothing that is ASCII', '日本語', 'Signalbox notice'],
    ['98 characters', 'a'.repeat(98), 'a'.repeat(98)],
    ['120 characters', 'a'.repeat(120), `${'a'.repeat(97)}.`],
  ])('has a subject that SNS takes, of %s', (_, subject, expected) => {
    const { Subject } = payloadOf(FAILED, 'failed 1', { subject, headline: '' });

    expect(Subject.trimEnd()).toBe(expected);
    expect(Subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
  });

  it.each([93, 100])('says what became of a pipeline whose name has %d characters', (length) => {
    const card = { subject: 'n'.repeat(length), headline: 'failed in Build' };

    const { Subject, Message } = payloadOf(FAILED, 'failed 1', card);

    expect(Subject).toBe(`${'n'.repeat(82)}. failed in Build`);
    expect(JSON.parse(Message).sms).toBe(`${card.subject} ${card.headline}`);
  });

  it('leaves half of it to the subject, however long its headline is', () => {
    const card = { subject: 'n'.repeat(100), headline: `was stopped: ${'why '.repeat(50)}` };

    const { Subject, Message } = payloadOf(FAILED, 'failed 1', card);

    expect(Subject).toMatch(/^n{48}\. was stopped: [why ]+\.$/);
    expect(JSON.parse(Message).sms).toMatch(/^n{69}… was stopped: [why ]+…$/);
  });

  it('is abridged where the record is too large for SNS, and says so', () => {
    const observations = Array.from({ length: 300 }, (_, index) => ({
      ...seen(`Stage${index % 50}.Action${index} FAILED@9#${1 + (index % 9)}`)[0],
      facts: { summary: 'x'.repeat(500) },
    }));

    const { Message } = payloadOf(buildExecution(observations), 'failed 9');
    const json = JSON.parse(JSON.parse(Message).sqs);

    expect(Buffer.byteLength(Message)).toBeLessThan(255_000);
    expect(json.truncated).toBe(true);
    expect(json.execution.stages).toHaveLength(50);
    expect(json.execution.stages[0].actions).toEqual([]);
    expect(json.execution.failures).toMatchObject([{ attempt: 9 }]);
    expect(json.execution.failures[0].actions).toHaveLength(5);
  });

  it('leaves out the stages too, when even their names are too many', () => {
    const observations = Array.from(
      { length: 2000 },
      (_, index) => seen(`${'s'.repeat(150)}${index} STARTED@9`)[0] ?? {},
    );

    const { Message } = payloadOf(buildExecution(observations), 'started');
    const json = JSON.parse(JSON.parse(Message).sqs);

    expect(Buffer.byteLength(Message)).toBeLessThan(255_000);
    expect(json).toMatchObject({ truncated: true, execution: { stages: [], pipeline: 'web-shop' } });
  });

  it('is published as it was rendered', async () => {
    const clients = fakeClients();
    const record = FAILED;
    const message = sns
      .open('mail', { type: 'sns', topic: TOPIC })
      .render({ record, announcement: undefined, card: recordCard(record) });

    const sent = await message?.send({
      operation: 'post',
      ref: undefined,
      identity: { subject: 's', key: 'k' },
      clients,
    });

    expect(sent).toEqual({ ref: undefined });
    expect(clients.topics.published).toEqual([message?.payload]);
  });
});
