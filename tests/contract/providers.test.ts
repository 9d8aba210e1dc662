import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FACT_NAMES, type Facts, facts as toFacts } from '#shared/domain/facts.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { findProvider, providers } from '#shared/providers/index.ts';
import type { ActionPlace, Provider } from '#shared/providers/provider.ts';
import { reasonOf } from '#shared/providers/reason.ts';
import { readEvent } from '#shared/sources/index.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';
import { ACTION_TYPES, EXTERNAL_IDS } from './support/provider-cases.ts';

const HOSTS = [
  /^(?!cn-|us-gov-)[a-z0-9-]+\.console\.aws\.amazon\.com$/,
  /^cn-[a-z0-9-]+\.console\.amazonaws\.cn$/,
  /^us-gov-[a-z0-9-]+\.console\.amazonaws-us-gov\.com$/,
  /^(github\.com|bitbucket\.org|gitlab\.com)$/,
];
const REGIONS = ['eu-west-1', 'cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'unknown', 'evil.example/', ''];
const REPOSITORIES: readonly Facts[] = [
  {},
  { repository: 'shop', host: 'CodeCommit' },
  { repository: 'example-org/shop', host: 'GitHub' },
  { repository: 'team/shop', host: 'BitBucket' },
  { repository: 'a/b/c', host: 'GitLab' },
];

const sampled = globSync('events/providers/*.json').flatMap((file) => {
  const read = readEvent(JSON.parse(readFileSync(file, 'utf8')), { receivedAt: 0 });
  return 'event' in read ? [findProvider(read.event.facts.provider ?? '')?.id] : [];
});

// What is JSON of ours is never of an event.
const TOLD = FACT_NAMES.filter((name) => name !== 'excerpt' && name !== 'stages');

/** Any facts at all: ids that links are made of and words that reasons are made of, whole or bent. */
const anyFacts: fc.Arbitrary<Facts> = fc
  .dictionary(fc.constantFrom(...TOLD), hostileText({ maxRepeat: 3 }), { noNullPrototype: true })
  .chain((facts) =>
    fc
      .record(
        {
          externalId: bent(EXTERNAL_IDS),
          summary: bent(SUMMARIES),
          repository: bent(['example-org/shop']),
          host: bent(['GitHub', 'GitLab', 'CodeCommit']),
        },
        { requiredKeys: [] },
      )
      .map((told) => ({ ...facts, ...told })),
  );

const SUMMARIES = [
  'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: x',
  'Action failed with status: FAILED. COMMAND_EXECUTION_ERROR: x',
  '{"Error":"States.Timeout","Cause":"x"}',
  '{"critical":1,"high":2}',
  '{"errorType":"E","errorMessage":"x","stackTrace":["a',
  '{"Error":"a\\u202e","Cause":"b\\u0000\\ud800","c\\u0007":"d"}',
  '{"high\\u202e":1}',
  'UPDATE_ROLLBACK_COMPLETE',
];

/** As it is, or with any text in the middle of it. */
function bent(texts: readonly string[]): fc.Arbitrary<string> {
  const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(100), hostileText());
  return fc.oneof(
    fc.constantFrom(...texts),
    cut.map(([text, at, more]) => `${text.slice(0, at)}${more}${text.slice(at)}`),
  );
}

describe('providers', () => {
  it('are the action types that CodePipeline has, and no other', () => {
    const expected = Object.entries(ACTION_TYPES).flatMap(([category, names]) =>
      names.map((name) => `${category}/${name}`),
    );

    expect(providers.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
  });

  it('each have a sample event, and no sample is of none', () => {
    // A name that a user chose is known by its maker alone, whatever its category.
    const labelOf = (id = '') => findProvider(id)?.label;

    expect(new Set(sampled.map(labelOf))).toEqual(new Set(providers.map(({ label }) => label)));
    const confirmed = providers.filter(({ label }) => /^(AWS|Amazon)/.test(label));
    expect(confirmed.filter(({ id }) => !sampled.includes(id))).toEqual([]);
  });
});

describe.each(providers)('provider $id', (provider) => {
  it('has a name that fits into a line', () => {
    expect(provider.label).toMatch(/^[A-Z][\w ()-]{1,40}$/);
    expect(findProvider(provider.id)).toBe(provider);
  });

  it('leads to consoles and hosts that are known, in every partition, or nowhere', () => {
    for (const region of REGIONS)
      for (const externalId of EXTERNAL_IDS)
        for (const told of REPOSITORIES)
          assertSafe(provider.link?.({ ...IDENTITY, region, facts: { externalId, ...told } }));
  });

  it('knows no page where nothing is known', () => {
    expect(provider.link?.({ ...IDENTITY, facts: {} })).toBeUndefined();
    expect(provider.reason?.({})).toBeUndefined();
    expect(provider.called?.({})).toBeUndefined();
  });

  it('takes any facts from any place, changes none and says the same again', () => {
    const regions = fc.oneof(fc.constantFrom(...REGIONS), hostileText());
    fc.assert(
      fc.property(anyFacts, regions, (facts, region) => {
        const place = Object.freeze({ ...IDENTITY, region, facts: Object.freeze({ ...facts }) });
        const [link, reason] = told(provider, place);

        assertSafe(link);
        expect(reason ?? 'none').toMatch(/\S/);
        expect(told(provider, place)).toEqual([link, reason]);
        expect(place.facts).toEqual(facts);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an action of any provider', () => {
  it('gets a good card, whatever it is called', () => {
    const part = fc.oneof(hostileText(), fc.constantFrom('Build', 'Rule', '', 'Lambda', 'constructor'));
    fc.assert(
      fc.property(part, part, anyFacts, (category, name, facts) => {
        const provider = `${category}/${name}`;
        const failed = { ...seen('Deploy.Fleet FAILED@9')[0], facts: { ...facts, provider } };
        const [reason, ...others] = executionCard(buildExecution([failed])).reasons;

        expect(others).toEqual([]);
        expect(reason?.action).toBe('Fleet');
        expect(reason?.text).toBe(facts.why ?? reasonOf({ ...facts, provider }));
        const known = findProvider(provider);
        expect(reason?.provider).toBe(
          known?.called?.(facts) ?? known?.label ?? (provider.split('/')[1] || undefined),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('has a reason that hides nothing and breaks nothing, as safe as the facts it is made of', () => {
    fc.assert(
      fc.property(fc.constantFrom(...providers), anyFacts, ({ id: provider }, told) => {
        const reason = reasonOf(toFacts({ ...told, provider })) ?? '';

        expect(reason.isWellFormed()).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
        expect(reason).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 300 },
    );
  });

  it('is shown as it calls itself, with its own words, where nobody knows it', () => {
    const url = 'https://deploy.example.com/17';
    const facts = { provider: 'Deploy/Acme-Ship', summary: 'hold 3 is full', errorCode: 'JobFailed', url };

    expect(
      executionCard(buildExecution([{ ...seen('Deploy.Ship FAILED@9')[0], facts }])).reasons,
    ).toMatchObject([
      {
        action: 'Ship',
        provider: 'Acme-Ship',
        text: 'hold 3 is full',
        link: { label: 'Open action (deploy.example.com)', url },
      },
    ]);
  });
});

function told(provider: Provider, place: ActionPlace): readonly (string | undefined)[] {
  return [provider.link?.(place), provider.reason?.(place.facts)];
}

/** Of a link that is not in an event we are the author: it must not lead anywhere else, whatever the event holds. */
function assertSafe(link: string | undefined): void {
  if (link === undefined) return;
  const { protocol, hostname, username, port, href } = new URL(link);
  expect([protocol, username, port]).toEqual(['https:', '', '']);
  expect(HOSTS.some((host) => host.test(hostname))).toBe(true);
  // What it is made of cannot have moved it to another page.
  expect(href).toBe(link);
}
