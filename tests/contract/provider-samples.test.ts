import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { rehearse } from '#cli/rehearsal.ts';
import { readSettings } from '#shared/config/settings.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { toObservation } from '#shared/domain/observation.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { readEvent } from '#shared/sources/index.ts';
import { CHANGES, FAILURES } from './support/provider-cases.ts';

const FOLDER = 'events/providers';
const CONFIG = `
destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { match: { status: [failed] }, to: mail }
`;

const Sample = z.object({
  detail: z.object({
    action: z.string(),
    type: z.object({ category: z.string(), provider: z.string() }),
    'execution-result': z.nullish(z.object({ 'external-execution-url': z.optional(z.string()) })),
  }),
});
const Mail = z.object({ Message: z.string() });

const samples = readdirSync(FOLDER).map((file) => ({
  name: file.replace(/\.json$/, ''),
  ...readSample(file),
}));

describe('events/providers/', () => {
  it('holds what these tables expect, and no more', () => {
    const expected = [...Object.keys(FAILURES), ...Object.keys(CHANGES)];

    expect(samples.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  });

  it.each(samples)('$name is named after its action', ({ name, detail: { type } }) => {
    const action = `${type.category}-${type.provider}`.toLowerCase().replaceAll('_', '-');

    expect(`${name}-`).toContain(`${action}-`);
  });
});

describe('a preview', () => {
  it.each(Object.entries(FAILURES))('tells why %s failed, and where to look', async (name, expected) => {
    const { detail, url } = sampleOf(name);
    const { who, text, link = '' } = expected;
    const reason = [`${detail.action} (${who})`, ...(text === undefined ? [] : [text])].join(': ');

    const [, told = ''] = (await previewOf(name)).split('\n\n');

    const [line, shown = ''] = told.split(/\n {2}Open action[^:]*: /);
    expect(line).toBe(reason);
    expect(shown).toBe(link === 'event' ? url : link);
  });
});

describe('a change', () => {
  it.each(Object.entries(CHANGES))('of %s leads to its page', (name, expected) => {
    const { raw, url } = sampleOf(name);

    const [change] = executionCard(executionOf(raw)).facts;

    expect(change?.label).toBe('Change');
    expect(change?.link?.url).toBe(expected === 'event' ? url : expected);
  });
});

function readSample(file: string) {
  const raw: unknown = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
  const { detail } = Sample.parse(raw);
  return { raw, detail, url: detail['execution-result']?.['external-execution-url'] };
}

function sampleOf(name: string) {
  return readSample(`${name}.json`);
}

/** The mail about its failure. */
async function previewOf(name: string): Promise<string> {
  const { settings } = readSettings(CONFIG, 'signalbox.yml');
  if (settings === undefined) throw new Error('the settings of this test are wrong');
  const { destinations, rejected } = await rehearse(settings, [
    { file: name, index: 0, raw: sampleOf(name).raw },
  ]);
  expect(rejected).toEqual([]);
  const { Message } = Mail.parse(destinations['mail']?.[0]?.payload);
  return z.object({ email: z.string() }).parse(JSON.parse(Message)).email;
}

function executionOf(raw: unknown) {
  const read = readEvent(raw, { receivedAt: 0 });
  if (!('event' in read)) throw new Error('no event, where one was expected');
  return deriveExecution(read.event.execution, [toObservation(read.event)]);
}
