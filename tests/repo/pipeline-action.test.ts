import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { jobs } from '#shared/jobs/index.ts';
import { createJobWorld } from '#tests/flow/support/jobs.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { cdkModule, jsonOfHcl } from './support/infrastructure-code.ts';
import { codeBlocksIn, sectionOf } from './support/markdown.ts';
import { ROOT, readText } from './support/sources.ts';

const FUNCTION = 'signalbox-prod-pipeline-job';
const MAX_USER_PARAMETERS = 1000;

const page = readText('docs/pipeline-action.md');
const JOBS = jobs.map(({ name }) => name);
/** Of CDK, the name of the function is taken out of its ARN. */
const Configuration = z.object({
  FunctionName: z.unknown(),
  UserParameters: z.string().max(MAX_USER_PARAMETERS),
});
const LambdaAction = z.object({
  Name: z.string(),
  ActionTypeId: z.object({
    Category: z.literal('Invoke'),
    Owner: z.literal('AWS'),
    Provider: z.literal('Lambda'),
    Version: z.literal('1'),
  }),
  Configuration,
});
const Synthesized = z.object({
  pipeline: z.object({ Stages: z.array(z.object({ Actions: z.array(z.unknown()) })) }),
  /** Those of roles, as text. */
  policies: z.array(z.string()),
});

let synthesized: readonly z.infer<typeof Synthesized>[];

beforeAll(() => {
  const code = cdkModule(JOBS.map((job) => blockOf(job, 'ts')));
  const options = { cwd: ROOT, maxBuffer: 2 ** 26, encoding: 'utf8' } as const;
  const written = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', code], options);
  synthesized = z.array(Synthesized).parse(JSON.parse(written));
}, 120_000);

describe.each(JOBS)('docs/pipeline-action.md has the job %s', (job) => {
  it('as parameters that it takes', async () => {
    await expectTaken(job, blockOf(job, 'json'));
  });

  it('for CloudFormation', async () => {
    const [action] = z.tuple([LambdaAction]).parse(parse(blockOf(job, 'yaml')));

    expect(action.Configuration.FunctionName).toBe(FUNCTION);
    await expectTaken(job, action.Configuration.UserParameters);
  });

  it('for Terraform', async () => {
    const block = blockOf(job, 'hcl');
    const [, parameters = ''] = /UserParameters = jsonencode\((.*)\)$/m.exec(block) ?? [];

    expect(block).toMatch(new RegExp(`FunctionName += "${FUNCTION}"`));
    await expectTaken(job, jsonOfHcl(parameters));
  });

  it('for CDK, which lets the action call the function', async () => {
    const { pipeline, policies } = synthesized[JOBS.indexOf(job)] ?? {
      pipeline: { Stages: [] },
      policies: [],
    };
    const action = LambdaAction.parse(pipeline.Stages.at(-1)?.Actions[0]);

    expect(JSON.stringify(action.Configuration.FunctionName)).toContain(`:function:${FUNCTION}"`);
    await expectTaken(job, action.Configuration.UserParameters);
    expect(
      policies.filter((policy) => policy.includes('lambda:InvokeFunction') && policy.includes(FUNCTION)),
    ).toHaveLength(1);
  });
});

describe('docs/pipeline-action.md, to set up', () => {
  const section = sectionOf(page, '## Set up');

  it('lets the role call this function and no other', () => {
    const [yaml = '', hcl = ''] = ['yaml', 'hcl'].map((info) => blockIn(section, info));
    const { Properties } = Object(parse(yaml, { logLevel: 'silent' })).PipelineMayCallSignalbox;

    expect(Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: expect.stringMatching(new RegExp(`:function:${FUNCTION}$`)),
      },
    ]);
    expect(hcl).toContain(`function_name = "${FUNCTION}"`);
    expect(hcl.match(/Action = "[^"]+"/g)).toEqual(['Action = "lambda:InvokeFunction"']);
  });

  it('finds the name of the function in an output that there is', () => {
    const [, output = '-'] = /OutputKey=='(\w+)'/.exec(section) ?? [];

    expect(readText('infra/outputs.yml')).toContain(`\n  ${output}:\n`);
  });
});

/** By the job itself, with settings that know what the page names. */
async function expectTaken(job: string, parameters: string): Promise<void> {
  const world = createJobWorld();
  world.alarms.states = [{ name: 'api-errors', state: 'OK' }];

  await world.job(jobEvent(parameters));

  expect(Object(JSON.parse(parameters)).job).toBe(job);
  expect(world.jobs.answers).toEqual([
    expect.objectContaining({ kind: expect.stringMatching(/succeeded|paused/) }),
  ]);
}

function blockOf(job: string, info: string): string {
  return blockIn(sectionOf(page, `## \`${job}\``), info);
}

/** The only one of its kind. */
function blockIn(section: string, info: string): string {
  const [block, ...others] = codeBlocksIn(section).filter((one) => one.info === info);
  if (block === undefined || others.length > 0) throw new Error(`there is not one block of ${info}`);
  return block.code;
}
