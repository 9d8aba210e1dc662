import { describe, expect, it } from '@jest/globals';
import { channels } from '#shared/channels/index.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { facts } from '#shared/domain/facts.ts';
import { DIAGNOSIS, STRUCTURE, toObservation } from '#shared/domain/observation.ts';
import { announcementsOf, type RecordView } from '#shared/domain/record.ts';
import { toExcerptFact } from '#shared/enrichment/excerpt.ts';
import type { Card } from '#shared/presentation/card.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { readEvent } from '#shared/sources/index.ts';
import { buildActionEvent, buildPipelineEvent, buildStageEvent, START } from '#tests/support/build-event.ts';
import { buildCard, buildExecution, buildObservation } from '#tests/support/build-record.ts';
import { HOSTILE_FRAGMENTS, hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';
import { CHANNEL_CASES } from './support/channel-cases.ts';
import { slackTexts, slackTokens } from './support/slack-limits.ts';

const CONSOLE_HOST = /^([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/;

interface Shown {
  readonly type: string;
  readonly payload: unknown;
}

/** What every channel shows of a record: its present and each piece of news. */
function payloadsOf(record: RecordView, change: (card: Card) => Card = (card) => card): readonly Shown[] {
  return channels.flatMap(({ type, open }) => {
    const { settings, options } = CHANNEL_CASES[type] ?? {};
    const destination = open('d', { ...settings, ...options });
    return [undefined, ...announcementsOf(record)].flatMap((announcement) => {
      const card = change(recordCard(record, announcement));
      const message = destination.render({ record, announcement, card });
      return message === undefined ? [] : [{ type, payload: message.payload }];
    });
  });
}

function violationsOf(shown: readonly Shown[]): readonly string[] {
  return shown.flatMap(({ type, payload }) =>
    (CHANNEL_CASES[type]?.violations(payload) ?? []).map((violation) => `${type}: ${violation}`),
  );
}

/** Links of Slack payloads that lead neither to the console nor say where they lead. */
function hiddenLinks(shown: readonly Shown[]): readonly string[] {
  const texts = shown
    .filter(({ type }) => type.startsWith('slack'))
    .flatMap(({ payload }) => slackTexts(payload));
  return texts
    .flatMap(slackTokens)
    .filter(({ kind }) => kind === 'link')
    .filter(({ target, label }) => {
      const { hostname } = new URL(target.replaceAll('&amp;', '&'));
      return !CONSOLE_HOST.test(hostname) && !label.includes(hostname);
    })
    .map(({ target }) => target);
}

/** A failed execution whose events have this text in every member that is text. */
function recordOf(texts: Readonly<Record<string, string>>): RecordView | undefined {
  const { pipeline, stage, action, subject, author, branch, summary, url, provider, state, commit } = texts;
  const place = { pipeline, 'execution-id': 'e-1' };
  const trigger = {
    'trigger-type': 'StartPipelineExecution',
    'trigger-detail': author,
    'commit-message': subject,
    'commit-id': commit,
    'author-display-name': author,
    'branch-name': branch,
    'full-repository-name': branch,
  };
  const events = [
    buildPipelineEvent({ detail: { ...place, 'execution-trigger': trigger } }),
    buildStageEvent({ detail: { ...place, stage }, after: 5 }),
    buildActionEvent({
      state: 'FAILED',
      after: 9,
      detail: {
        ...place,
        stage,
        action,
        type: { category: 'Build', provider },
        'execution-result': {
          'external-execution-summary': summary,
          'external-execution-url': url,
          'error-code': summary,
        },
      },
    }),
    buildActionEvent({
      state: 'SUCCEEDED',
      after: 2,
      detail: {
        ...place,
        stage: 'Source',
        action,
        type: { category: 'Source', provider },
        'execution-result': {
          'external-execution-id': commit,
          'external-execution-summary': subject,
          'external-execution-url': url,
        },
      },
    }),
    buildPipelineEvent({
      state: state ?? 'FAILED',
      after: 10,
      detail: { ...place, 'stop-execution-comments': summary },
    }),
  ];
  const reads = events.map((event) => tryRead(event));
  const read = reads.flatMap((one) => (one !== undefined && 'event' in one ? [one.event] : []));
  return read[0] && deriveExecution(read[0].execution, read.map(toObservation));
}

function tryRead(event: unknown) {
  try {
    return readEvent(event, { receivedAt: START });
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_input' });
    return undefined;
  }
}

const texts = fc.record({
  pipeline: hostileText(),
  stage: hostileText({ maxRepeat: 3 }),
  action: hostileText({ maxRepeat: 3 }),
  subject: hostileText({ maxRepeat: 60 }),
  author: hostileText({ maxRepeat: 10 }),
  branch: hostileText({ maxRepeat: 10 }),
  summary: hostileText({ maxRepeat: 300 }),
  provider: hostileText({ maxRepeat: 3 }),
  commit: hostileText({ maxRepeat: 3 }),
  state: fc.oneof(fc.constantFrom('FAILED', 'STOPPED', 'STOPPING'), hostileText()),
  url: fc.oneof(
    hostileText(),
    hostileText({ maxRepeat: 10 }).map((text) => `https://evil.example/${text}`),
    fc.constantFrom(
      `https://evil.example/?${'&'.repeat(470)}`,
      `https://${'a.'.repeat(100)}example/`,
      `https://evil.example/${'é'.repeat(230)}`,
      'https://console.aws.amazon.com@evil.example/',
      'https://console.aws.amazon.com/codebuild|x>y<z',
    ),
  ),
});

describe('payloads of every channel', () => {
  it('hold no mention, no hidden link, no broken character, and stay within limits for any text in events', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const record = recordOf(given);
        if (record === undefined) return;
        const shown = payloadsOf(record);

        expect(violationsOf(shown)).toEqual([]);
        expect(hiddenLinks(shown)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(HOSTILE_FRAGMENTS)('are safe with %j everywhere', (fragment) => {
    const names = [
      'pipeline',
      'stage',
      'action',
      'subject',
      'author',
      'branch',
      'summary',
      'provider',
      'commit',
    ];
    const given = Object.fromEntries(names.map((name) => [name, `${fragment}a${fragment}`]));
    const record = recordOf({ ...given, url: 'https://console.aws.amazon.com/x' });

    expect(record).toBeDefined();
    const shown = record === undefined ? [] : payloadsOf(record);
    expect(shown.length).toBeGreaterThan(5);
    expect([...violationsOf(shown), ...hiddenLinks(shown)]).toEqual([]);
  });

  it('hold no mention or link for any notice', () => {
    const envelope = fc.record({
      'detail-type': hostileText({ maxRepeat: 50 }),
      source: hostileText({ maxRepeat: 20 }),
    });
    fc.assert(
      fc.property(envelope, hostileText({ maxRepeat: 20 }), (given, resource) => {
        const read = tryRead({ ...given, resources: [resource], account: resource, region: resource });
        if (read === undefined || !('notice' in read)) throw new Error('a notice was expected');

        expect(violationsOf(payloadsOf(read.notice))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('hold no mention or link for anything that a service tells of a failure', () => {
    const action = { stage: 'Build', action: 'UnitTests', attempt: 1 };
    const log = fc.array(hostileText({ maxRepeat: 10 }), { maxLength: 30 });
    fc.assert(
      fc.property(hostileText({ maxRepeat: 60 }), log, (text, lines) => {
        const told = facts({ why: text, failedAt: text, tests: text, excerpt: toExcerptFact(lines) });
        const diagnosis = buildObservation({ ...action, state: DIAGNOSIS, facts: told });
        const shown = payloadsOf(buildExecution([{}, { ...action, state: 'FAILED' }, diagnosis]));

        expect([...violationsOf(shown), ...hiddenLinks(shown)]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('stay within limits for 50 stages of 5 actions with names of 100 characters', () => {
    const name = (kind: string, index: number) => `${kind}-${index}-`.padEnd(100, '<&>');
    const stages = Array.from({ length: 50 }, (_, index) => name('stage', index));
    const observations = stages.flatMap((stage, index) =>
      Array.from({ length: 5 }, (_, place) =>
        buildObservation({
          stage,
          action: name('action', place),
          state: index === 49 ? 'FAILED' : 'SUCCEEDED',
          time: START + index,
          facts: { provider: 'Deploy/CloudFormation', summary: '<&>'.repeat(166), errorCode: 'JobFailed' },
        }),
      ),
    );
    const structure = { state: STRUCTURE, time: 1, facts: { stages: JSON.stringify(stages) } };
    const record = buildExecution([structure, {}, ...observations], { pipeline: name('pipeline', 0) });

    const shown = payloadsOf(record);

    expect(shown.length).toBeGreaterThan(5);
    expect(violationsOf(shown)).toEqual([]);
  });

  it('stay within limits for 20 attempts that all failed with reasons of 500 bytes', () => {
    const attempts = Array.from({ length: 20 }, (_, index) => index + 1);
    const observations = attempts.flatMap((attempt) =>
      ['a', 'b', 'c', 'd', 'e', 'f'].map((action) =>
        buildObservation({
          stage: 'Build',
          action,
          attempt,
          state: 'FAILED',
          facts: { summary: '"'.repeat(500) },
        }),
      ),
    );

    expect(violationsOf(payloadsOf(buildExecution(observations)))).toEqual([]);
  });

  it('stay within limits for any card, however long its texts are', () => {
    const text = hostileText({ maxRepeat: 250 }).map((given) =>
      `x${given}`.toWellFormed().replace(/\p{Cc}|\p{Cf}/gu, ' '),
    );
    const link = fc.record({
      label: text,
      url: text.map((path) => new URL(path, 'https://example.com').href),
    });
    const card = fc.record({
      subject: text,
      headline: text,
      progress: fc.array(fc.record({ name: text, state: fc.constantFrom('done', 'failed') }), {
        maxLength: 60,
      }),
      facts: fc.array(
        fc.record({ label: fc.constant('Change'), text, link: fc.option(link, { nil: undefined }) }),
        { maxLength: 8 },
      ),
      reasons: fc.array(
        fc.record({
          action: text,
          provider: text,
          text,
          failedAt: fc.option(text, { nil: undefined }),
          tests: fc.option(text, { nil: undefined }),
          excerpt: fc.option(fc.array(text, { maxLength: 20 }), { nil: undefined }),
          link: fc.option(link, { nil: undefined }),
        }),
        { maxLength: 5 },
      ),
      links: fc.array(link, { maxLength: 3 }),
      link: fc.option(link, { nil: undefined }),
    });
    const isSlack = ({ type }: Shown) => type.startsWith('slack');
    fc.assert(
      fc.property(card, (given) => {
        const shown = payloadsOf(buildExecution(), () => buildCard(given as Partial<Card>)).filter(isSlack);

        expect(violationsOf(shown).filter((violation) => !violation.includes('an address'))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
