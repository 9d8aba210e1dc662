import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageView } from '#local/slack/views.ts';
import { parentsIn, until } from './support/look.ts';
import { startTestStack, type TestStack } from './support/test-stack.ts';

const CHANNEL = '#pipelines';
const ADA = 'U0ADA00001';
const SMOKE_TEST = {
  StartAt: 'Work',
  States: {
    Work: { Type: 'Wait', Seconds: 2, Next: 'Report' },
    Report: { Type: 'Pass', Result: { checks: '12 of 12' }, End: true },
  },
};

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    settingsFile: join(import.meta.dirname, 'support/machines.yml'),
    channels: [CHANNEL],
    // A wait between two looks at a job takes a third of a second.
    pace: 0.01,
  });
  stack.slack.setRequestUrl(`${stack.apiUrl}/slack`);
  await stack.createStateMachine('smoke-test', SMOKE_TEST);
}, 120_000);

afterAll(async () => {
  await stack?.stop();
});

describe('a pipeline with an action of ours', () => {
  it('waits for a state machine and goes on with what it gave', async () => {
    await stack.codepipeline.runDemo('smoke-tested');

    await until(() => parents().some(({ text }) => text.startsWith('catalog-api succeeded')));

    expect(parents().map(({ text }) => text.split('\n')[0])).toContain('catalog-api succeeded');
  }, 60_000);

  it('stands before a gate until somebody lets it through, and then tells of it', async () => {
    await stack.codepipeline.runDemo('gated');
    await until(() => asking('LetIn') !== undefined);

    await press('LetIn', 'approval.approve');
    await until(() => texts().some((text) => text.startsWith('orders-release orders-api is live with')));

    expect(replies().map(({ text }) => text.split('\n')[0])).toContain(
      'orders-release Gate/LetIn was approved by Ada Okafor',
    );
  }, 60_000);
});

describe('a stage that failed', () => {
  it('is left alone when people say so, by the state machine that asked them', async () => {
    await stack.codepipeline.runDemo('fails-in-deploy');
    await until(() => asking('failure-response') !== undefined);

    await press('failure-response', 'approval.choose-3');
    await until(() =>
      replies().some(({ text }) => text.includes('failure-response was decided as “Leave” by Ada Okafor')),
    );

    expect(texts().some((text) => /was retried|was rolled back/.test(text))).toBe(false);
  }, 60_000);

  it('is retried when people say so, and the result is told', async () => {
    if (stack.name === 'emulator') return;
    await stack.codepipeline.runDemo('fails-in-deploy');
    await until(() => asking('failure-response') !== undefined);

    await press('failure-response', 'approval.choose-1');
    await until(() =>
      replies().some(({ text }) => text.includes('failure-response was decided as “Retry” by Ada Okafor')),
    );
    await until(() => texts().some((text) => text.includes('Deploy was retried and succeeded')));

    expect(texts().some((text) => /was rolled back/.test(text))).toBe(false);
  }, 60_000);

  it('is rolled back when people say so, to what has succeeded there', async () => {
    if (stack.name === 'emulator') return;
    await stack.codepipeline.runDemo('fails-in-deploy');
    await until(() => asking('failure-response') !== undefined);

    await press('failure-response', 'approval.choose-2');
    await until(() =>
      replies().some(({ text }) =>
        text.includes('failure-response was decided as “Roll back” by Ada Okafor'),
      ),
    );
    const isReport = (text: string) => / was rolled back | could not be rolled back/.test(text);
    await until(() => texts().some(isReport));

    expect(texts().filter(isReport)).toEqual([
      expect.stringContaining('web-checkout Deploy was rolled back and succeeded'),
    ]);
  }, 60_000);
});

function parents(): readonly MessageView[] {
  return parentsIn(stack, CHANNEL);
}

function all(): readonly MessageView[] {
  return stack.slack.channels().find(({ name }) => `#${name}` === CHANNEL)?.messages ?? [];
}

function replies(): readonly MessageView[] {
  return all().filter(({ threadTs }) => threadTs !== undefined);
}

function texts(): readonly string[] {
  return all().map(({ text }) => text);
}

/** The question about an action that still waits. */
function asking(action: string): MessageView | undefined {
  return replies().find(({ text }) => text.includes(`/${action} waits for`));
}

/** As Ada, through the dialog that the button opens. */
async function press(action: string, actionId: string): Promise<void> {
  const { slack } = stack;
  const channel = slack.channels().find(({ name }) => `#${name}` === CHANNEL)?.id ?? '';
  await slack.press({ channel, ts: asking(action)?.ts ?? '', actionId, user: ADA });
  await until(() => slack.modals(ADA).length > 0);
  const viewId = slack.modals(ADA)[0]?.id ?? '';
  await slack.submit({ viewId, user: ADA, values: {} });
}
