import { describe, expect, it } from '@jest/globals';
import { openDestinations } from '#shared/config/destinations.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { toObservation } from '#shared/domain/observation.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { readEvent } from '#shared/sources/index.ts';
import { buildActionEvent, buildPipelineEvent } from '#tests/support/build-event.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';
import { isFull, measured } from './support/figures.ts';

const FIELDS = 10;
const RUNS = isFull ? 1000 : 50;
/** Where our own links lead. Links out of events may lead elsewhere, and then say where. */
const OWN_HOST = 'eu-west-1.console.aws.amazon.com';

const slack = openDestinations({
  destinations: { it: { type: 'slack', channel: '#p', secret: 's' } },
  routes: [],
}).get('it');

describe('S1 control sequences in texts from outside', () => {
  it('come out as text: all links and mentions in a payload are our own', () => {
    const texts = fc.array(hostileText({ maxRepeat: 5 }), { minLength: FIELDS, maxLength: FIELDS });
    let sequences = 0;

    fc.assert(
      fc.property(texts, (given) => {
        const found = payloadsOf(given).flatMap(controlSequences);
        sequences += found.length;
        expect(found.filter((sequence) => !isOurs(sequence))).toEqual([]);
      }),
      { numRuns: RUNS },
    );

    expect(sequences).toBeGreaterThan(RUNS);
    measured(
      'S1',
      `${RUNS * FIELDS} hostile strings: ${sequences} links and dates in the payloads, all of them ours`,
    );
  });
});

function payloadsOf(texts: readonly string[]): readonly unknown[] {
  const [subject, author, branch, repository, summary, code, url, stop, provider, commit] = texts;
  const events = [
    buildPipelineEvent({
      state: 'STOPPED',
      detail: {
        'stop-execution-comments': stop,
        'execution-trigger': {
          'commit-message': subject,
          'author-display-name': author,
          'branch-name': branch,
          'full-repository-name': repository,
          'commit-id': commit,
        },
      },
    }),
    buildActionEvent({
      state: 'FAILED',
      detail: {
        type: { category: 'Build', provider },
        'execution-result': {
          'external-execution-summary': summary,
          'error-code': code,
          'external-execution-url': `https://evil.example/${url}`,
        },
      },
    }),
  ];
  const observations = events.flatMap((event) => {
    const read = readEvent(event, { receivedAt: 0 });
    return 'event' in read ? [read.event] : [];
  });
  const [first] = observations;
  if (first === undefined || slack === undefined) throw new Error('the events cannot be read');
  const record = deriveExecution(first.execution, observations.map(toObservation));
  return [undefined, ...announcementsOf(record)].flatMap((announcement) => {
    const message = slack.render({ record, card: recordCard(record, announcement), announcement });
    return message === undefined ? [] : [message.payload];
  });
}

/** Everything between < and > in a text that Slack would parse. */
function controlSequences(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.match(/<[^>]*>?/g) ?? [];
  if (Array.isArray(value)) return value.flatMap(controlSequences);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(controlSequences) : [];
}

function isOurs(sequence: string): boolean {
  if (/^<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\w :-]+>$/.test(sequence)) return true;
  const [, url = '', label = ''] = /^<(https:[^|>]+)\|([^>]*)>$/.exec(sequence) ?? [];
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  return protocol === 'https:' && (hostname === OWN_HOST || label.includes(hostname));
}
