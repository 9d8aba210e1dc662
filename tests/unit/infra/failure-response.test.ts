import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ServiceFault } from '#local/aws/service-fault.ts';
import { type Machines, startMachines } from '#tests/unit/local/aws/step-functions/support.ts';

/** Two days are three seconds here. */
const TIME_SCALE = 0.000_01;
const INPUT = {
  summary: 'web-shop failed in Deploy',
  announcement: { key: 'failed 1', status: 'failed', stage: 'Deploy' },
  execution: { pipeline: 'web-shop', executionId: 'e1', account: '111122223333', region: 'eu-west-1' },
};
const Definition = z.object({
  StartAt: z.string(),
  TimeoutSeconds: z.number(),
  States: z.record(z.string(), z.looseObject({})),
});
const Report = z.object({ detail: z.looseObject({}).optional() });

let machines: Machines;
let looks = 0;
/** What CodePipeline says when it is asked how the execution is. */
let look = (): unknown => status('Succeeded');

beforeAll(async () => {
  machines = await startMachines({ timeScale: TIME_SCALE });
  machines.stack.aws.mount('codepipeline', async (operation) => {
    if (operation === 'RetryStageExecution') return { pipelineExecutionId: 'e1' };
    looks += 1;
    return look();
  });
});

afterAll(() => machines.stop());

describe('failure-response', () => {
  it('tells what came of a retry', async () => {
    look = () => status(looks < 3 ? 'InProgress' : 'Failed');

    expect(await respond({ choice: 'Retry' })).toMatchObject({
      status: 'SUCCEEDED',
      report: { response: 'retry', status: 'Failed', reason: '', by: ['Ada Okafor'], ...PLACE },
    });
  });

  it('tells that it did something also when it cannot see what came of it', async () => {
    look = () => {
      throw new ServiceFault('PipelineNotFoundException', 'There is none of that name');
    };

    expect(await respond({ choice: 'Retry' })).toMatchObject({
      status: 'SUCCEEDED',
      report: { response: 'retry', status: 'Unknown', reason: 'CodePipeline.PipelineNotFoundException' },
    });
  });

  it('tells after two days that it still runs, within the time and the events that an execution has', async () => {
    look = () => status('InProgress');

    expect(await respond({ choice: 'Retry' })).toMatchObject({
      status: 'SUCCEEDED',
      report: { response: 'retry', status: 'InProgress' },
    });
    // Of a look: two of its wait, five of the call, two each of counting and deciding. 25,000 end the execution.
    expect(looks * 11).toBeLessThan(20_000);
    // Half a minute each, after the sixtieth five minutes, after four hours for people.
    expect(14_400 + 60 * 30 + (looks - 60) * 300).toBeLessThan(readDefinition().TimeoutSeconds - 8 * 3600);
  }, 60_000);

  it('tells that nobody could be asked, and fails', async () => {
    expect(await respond({ does: 'throw' })).toEqual({
      status: 'FAILED',
      error: 'InvalidInputError',
      cause: expect.stringContaining('Nobody could be asked'),
      report: { response: 'ask', status: 'InvalidInputError', reason: 'InvalidInputError', by: [], ...PLACE },
    });
  });
});

const PLACE = { pipeline: 'web-shop', 'execution-id': 'e1', stage: 'Deploy' };

/** Runs it with a function that answers at once, or throws; gives how it ended and what it reported. */
async function respond({ choice = '', does = '' }) {
  looks = 0;
  const { StartAt, States } = readDefinition();
  const Ask = {
    ...States['Ask'],
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'test-worker', Payload: { does } },
    ResultSelector: { choice, by: ['Ada Okafor'] },
    // On this clock no function is fast enough, as all looks together are not for the whole.
    TimeoutSeconds: undefined,
    HeartbeatSeconds: undefined,
  };
  // The first of them is where it starts.
  const arn = await machines.create({ [StartAt]: {}, ...States, Ask });
  const end = await machines.end(await machines.start(arn, INPUT));
  const [report] = await machines.received('Answers');
  return { ...end, report: Report.parse(JSON.parse(report ?? '{}')).detail };
}

function readDefinition() {
  const text = readFileSync('infra/failure-response.asl.json', 'utf8')
    .replaceAll('${Partition}', 'aws')
    .replace('${EventsQueueUrl}', machines.stack.ref('Answers'));
  return Definition.parse(JSON.parse(text));
}

function status(word: string) {
  return { pipelineExecution: { status: word } };
}
