import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { abridgements, type JsonMessage } from '#shared/channels/json-message.ts';
import { STATUSES } from '#shared/domain/announcement.ts';
import { NOTICE_TONES, SERVICES } from '#shared/domain/notice.ts';
import { World } from '#tests/flow/support/world.ts';
import { buildPipelineEvent } from '#tests/support/build-event.ts';
import { BUILD_ID, buildsAnswer, REPORT_ARN, report, testCases } from '#tests/support/failed-build.ts';
import { FakeAwsJson } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { failedAction } from '#tests/support/scenes.ts';
import { declaredPaths, pathsIn, type Schema } from './support/json-schema.ts';
import { namesInColumn, sectionOf } from './support/markdown.ts';
import { readFiles, readText } from './support/sources.ts';

const CONFIG = `
destinations:
  platform: { type: event-bus, bus: 'arn:aws:events:eu-west-1:111122223333:event-bus/platform' }
routes:
  - to: platform
`;

const page = readText('docs/channels/message.md');
const json = readText('docs/channels/message.schema.json');
const schema: Schema = JSON.parse(json);
let messages: readonly JsonMessage[];

beforeAll(async () => {
  const told = [...(await messagesOfSamples()), ...(await messagesOfBuild()), ...(await messagesOfJob())];
  messages = told.flatMap((message) => [message, ...abridgements(message)]);
}, 60_000);

describe('docs/channels/message.schema.json', () => {
  it('describes every message about every sample', () => {
    const parser = z.fromJSONSchema(JSON.parse(json));

    const wrong = messages.flatMap((message) => {
      const { error } = parser.safeParse(JSON.parse(JSON.stringify(message)));
      return error === undefined ? [] : `${message.record}: ${z.prettifyError(error)}`;
    });

    expect(messages.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('declares no member that none of them has', () => {
    const found = new Set(messages.flatMap((message) => pathsIn(message)));

    expect(declaredPaths(schema).filter((path) => !found.has(path))).toEqual([]);
  });

  it('takes nothing that it does not declare, at any depth', () => {
    const objects = [schema, ...Object.values(schema.$defs ?? {})].filter(({ properties }) => properties);

    expect(objects.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([]);
  });

  it('has the words that the code has', () => {
    const { announcement, notice } = schema.$defs ?? {};

    expect(announcement?.properties?.['status']?.enum).toEqual(STATUSES);
    expect(notice?.properties?.['service']?.enum).toEqual(SERVICES);
    expect(notice?.properties?.['tone']?.enum).toEqual(NOTICE_TONES);
  });
});

describe('docs/channels/message.md', () => {
  it.each([
    ['## The message', [schema]],
    ['## `execution`', [schema.$defs?.['execution']]],
    ['### `stages`', [schema.$defs?.['stage'], schema.$defs?.['action']]],
    ['### `failures`', [schema.$defs?.['failure'], schema.$defs?.['failedAction']]],
    ['### `revisions`', [schema.$defs?.['revision']]],
    ['### `history`', [schema.$defs?.['history']]],
    ['## `notice`', [schema.$defs?.['notice']]],
  ])('explains under %s every member, in bold those that are always there', (heading, objects) => {
    const [section = ''] = sectionOf(page, heading).split('\n### ');
    const rows = section.split('\n').filter((line) => /^\| (\*\*)?`/.test(line));
    const told = rows.map((row) => ({
      name: namesInColumn(row, 0)[0]?.replace('actions[].', ''),
      isRequired: row.startsWith('| **'),
    }));

    expect(told).toEqual(
      objects.flatMap((object) =>
        Object.keys(object?.properties ?? {}).map((name) => ({
          name,
          isRequired: object?.required?.includes(name) ?? false,
        })),
      ),
    );
  });
});

/** Samples and histories, each as it arrives. */
async function messagesOfSamples(): Promise<readonly JsonMessage[]> {
  const world = new World(CONFIG);
  for (const { text } of readFiles('events/*/*.json')) await world.receive(text);
  for (const { text } of readFiles('events/scenes/*.ndjson'))
    await world.play(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  // Three of them make a duration usual.
  for (const executionId of ['1', '2', '3', '4'])
    await world.play(
      buildPipelineEvent({ executionId, after: Number(executionId) * 1000 }),
      buildPipelineEvent({ executionId, after: Number(executionId) * 1000 + 60, state: 'SUCCEEDED' }),
    );
  return messagesOf(world);
}

/** CodeBuild tells which phase and which tests failed. */
async function messagesOfBuild(): Promise<readonly JsonMessage[]> {
  const world = new World(CONFIG);
  const CODEBUILD = new FakeAwsJson(
    buildsAnswer({ reportArns: [REPORT_ARN] }),
    { reports: [report(12, { SUCCEEDED: 11, FAILED: 1 })] },
    testCases('adds up'),
  );
  world.services = new FakeAwsServices({ CODEPIPELINE: new FakeAwsJson({}), CODEBUILD });
  const detail = {
    'execution-result': {
      'external-execution-id': BUILD_ID,
      'external-execution-summary': 'Build terminated with state: FAILED',
      'error-code': 'JobFailed',
    },
  };
  await world.play(buildPipelineEvent(), failedAction(70, { detail }));
  return messagesOf(world);
}

/** A pipeline names whom to tell. */
async function messagesOfJob(): Promise<readonly JsonMessage[]> {
  const world = new World(CONFIG);
  await world.job(
    jobEvent({ job: 'notify', to: 'platform', message: 'is live', fields: { Commit: '4f2c9d1' } }),
  );
  return messagesOf(world);
}

async function messagesOf(world: World): Promise<readonly JsonMessage[]> {
  for (let waited = 0; waited < 3; waited += 1) await world.wait(60);
  return world.buses.entries.map(({ Detail }) => JSON.parse(Detail));
}
