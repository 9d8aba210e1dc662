import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { SERVICES } from '#shared/domain/notice.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { patternFile } from './support/patterns.ts';
import { findResourceMistakes } from './support/resource-mistakes.ts';

const MAX_TARGETS = 5;
const MAX_POLICY_BYTES = 8192;

const Rule = z.object({ Name: z.string(), EventPattern: z.unknown(), Targets: z.array(z.unknown()) });

let folder: string;
const packaged = new Map<string, Packaged>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-services-'));
  await Promise.all([
    pack('none', '{}'),
    pack('two', '{ service: [codebuild, ecr] }'),
    pack('all', "{ service: '*' }"),
  ]);
}, 90_000);

afterAll(async () => {
  await Promise.all([...packaged.values()].map(({ remove }) => remove()));
  await rm(folder, { recursive: true });
});

describe('the rules of a template', () => {
  it.each([
    ['none', ['cloudtrail', 'codepipeline']],
    ['two', ['cloudtrail', 'codebuild', 'codepipeline', 'ecr']],
    ['all', ['codepipeline', ...SERVICES].toSorted()],
  ])('ask for the events of services only where routes name %s of them', (name, expected) => {
    expect(
      rulesOf(name)
        .map(({ Name }) => Name.replace('signalbox-dev-', ''))
        .toSorted(),
    ).toEqual(expected);
  });

  it('ask for what events/patterns.yml says', () => {
    const asked = Object.fromEntries(rulesOf('all').map(({ Name, EventPattern }) => [Name, EventPattern]));

    expect(asked).toMatchObject(
      Object.fromEntries(
        Object.entries(patternFile.routed).map(([name, pattern]) => [`signalbox-dev-${name}`, pattern]),
      ),
    );
  });

  it('are rules that EventBridge takes, and that the queues let in', async () => {
    const policy = JSON.stringify(
      propertiesByType(get('all'), 'AWS::SQS::QueuePolicy').get('EventsQueuePolicy'),
    );

    expect(await findResourceMistakes(get('all').template.Resources)).toEqual([]);
    for (const { Name, Targets } of rulesOf('all')) {
      expect(Targets.length).toBeLessThanOrEqual(MAX_TARGETS);
      expect(policy).toContain(`:rule/${Name}"`);
    }
    expect(policy.length).toBeLessThan(MAX_POLICY_BYTES);
  });
});

async function pack(name: string, match: string): Promise<void> {
  const settingsFile = join(folder, `${name}.yml`);
  await writeFile(
    settingsFile,
    `destinations: { chat: { type: slack, channel: '#chat', secret: s } }\nroutes: [{ match: ${match}, to: chat }]\n`,
  );
  packaged.set(name, await packageOffline({ stage: 'dev', settingsFile }));
}

function rulesOf(name: string) {
  return [...propertiesByType(get(name), 'AWS::Events::Rule').values()]
    .filter(({ EventPattern }) => EventPattern !== undefined)
    .map((rule) => Rule.parse(rule));
}

function get(name: string): Packaged {
  const found = packaged.get(name);
  if (found === undefined) throw new Error(`${name} was not packaged`);
  return found;
}
