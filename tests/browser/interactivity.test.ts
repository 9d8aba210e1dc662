import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { startTestConsole } from '#tests/unit/local/console/fakes.ts';
import { callJson } from '#tests/unit/local/slack/client.ts';
import { type FakeApp, type Received, startFakeApp } from '#tests/unit/local/slack/request-url.ts';
import { launchChromium } from './chromium.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../.local/screenshots');

const BLOCKS = [
  { type: 'section', text: { type: 'mrkdwn', text: ':raised_hand: *web-storefront* waits for approval' } },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'approval.approve',
        style: 'primary',
        text: { type: 'plain_text', text: 'Approve' },
        value: 'approval/1 required',
      },
      {
        type: 'button',
        action_id: 'approval.reject',
        style: 'danger',
        text: { type: 'plain_text', text: 'Reject' },
        value: 'approval/1 required',
      },
    ],
  },
];

const VIEW = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Approve' },
  submit: { type: 'plain_text', text: 'Approve' },
  blocks: [
    { type: 'section', text: { type: 'plain_text', text: 'web-storefront waits for approval' } },
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 1000 },
    },
    {
      type: 'input',
      block_id: 'duration',
      optional: true,
      label: { type: 'plain_text', text: 'For how long' },
      element: {
        type: 'static_select',
        action_id: 'duration',
        options: [
          { text: { type: 'plain_text', text: '1 hour' }, value: '3600' },
          { text: { type: 'plain_text', text: '1 day' }, value: '86400' },
        ],
      },
    },
  ],
};

let browser: Browser;
let page: Page;
let slack: LoopbackSlack;
let app: FakeApp;
let address: string;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  const started = await startTestConsole();
  slack = started.slack;
  address = started.url;
  app = await startFakeApp();
  app.answer = takeVote;
  slack.setRequestUrl(app.url);
  slack.createChannel('releases', { shared: true });
  for (const channel of ['pipelines', 'releases'])
    await callJson(slack, 'chat.postMessage', { channel, text: 'Approve?', blocks: BLOCKS });
  complaints = [];
  page = await open();
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(complaints).toEqual([]);
});

async function open(): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await opened.goto(address);
  await opened.getByText('Live', { exact: true }).waitFor();
  return opened;
}

/** Asks why, and tells only the person that it counts. */
async function takeVote({ payload, form }: Received): Promise<{ body?: string }> {
  if (form['command'] !== undefined) return { body: JSON.stringify({ text: `You asked: ${form['text']}` }) };
  if (payload.type === 'block_actions')
    await callJson(slack, 'views.open', { trigger_id: payload.trigger_id, view: VIEW });
  else
    await callJson(slack, 'chat.postEphemeral', {
      channel: 'pipelines',
      user: payload.user.id,
      text: 'Your vote counts.',
    });
  return {};
}

function be(who: string): Promise<unknown> {
  return page.getByLabel('You are').selectOption(who);
}

function button(name: string) {
  return page.getByRole('log').getByRole('button', { name });
}

describe('the Slack of the console', () => {
  it('lets two people decide, each in a modal of their own', async () => {
    const modal = page.getByRole('dialog', { name: 'Approve' });

    for (const [who, reason] of [
      ['Ada', 'tested by hand'],
      ['Ben', 'reviewed'],
    ] as const) {
      await be(who);
      await button('Approve').click();
      await modal.getByLabel('Reason').fill(reason);
      await modal.getByLabel('For how long').selectOption('1 hour');
      await page.screenshot({ path: join(SCREENSHOTS, `modal-${who}.png`) });
      await modal.getByRole('button', { name: 'Approve' }).click();
      await modal.waitFor({ state: 'detached' });
      await page.getByText('Only visible to you').waitFor();
    }

    expect(await page.getByText('Your vote counts.').count()).toBe(1);
    expect(
      app.received
        .filter(({ payload }) => payload.type === 'view_submission')
        .map(({ payload }) => [payload.user.id, payload.view.state.values]),
    ).toMatchObject([
      ['U0ADA00001', { reason: { reason: { value: 'tested by hand' } } }],
      ['U0BEN00002', { reason: { reason: { value: 'reviewed' } } }],
    ]);
    await page.screenshot({ path: join(SCREENSHOTS, 'ephemeral.png') });
  });

  it('is used by keyboard alone, and says what is missing', async () => {
    const modal = page.getByRole('dialog', { name: 'Approve' });
    const reason = modal.getByLabel('Reason');

    await button('Approve').focus();
    await page.keyboard.press('Enter');
    await modal.waitFor();
    expect(await focused()).toBe('reason');
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await modal.getByText('Please complete this required field.').waitFor();
    expect(await focused()).toBe('reason');
    expect(await reason.getAttribute('aria-invalid')).toBe('true');
    await page.screenshot({ path: join(SCREENSHOTS, 'modal-error.png') });
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });

    expect(await page.evaluate('document.activeElement.textContent')).toBe('Approve');
    expect(app.received.map(({ payload }) => payload.type)).toEqual(['block_actions']);
  });

  it('opens a modal for nobody but the person who pressed', async () => {
    const other = await open();
    await other.getByLabel('You are').selectOption('Chiara');

    await button('Reject').click();
    await page.getByRole('dialog').waitFor();
    slack.say({ channel: 'pipelines', user: 'U0CHIARA03', text: 'I see no modal' });
    await other.getByText('I see no modal').waitFor();

    expect(await other.getByRole('dialog').count()).toBe(0);
    expect(await other.getByLabel('You are').inputValue()).toBe('U0CHIARA03');
  });

  it('shows the guest only what is shared, and words of Slack beside the button', async () => {
    const gate = Promise.withResolvers<{ status: number }>();
    app.answer = () => gate.promise;

    await be('Guest');
    await page.getByRole('heading', { name: '# releases' }).waitFor();
    await button('Approve').click();
    await page.locator('.button[aria-disabled="true"]').waitFor();
    gate.resolve({ status: 500 });
    await page.getByText('This app responded with Status Code 500.').waitFor();

    expect(await page.getByRole('link', { name: '# pipelines' }).count()).toBe(0);
    expect(await button('Approve').isEnabled()).toBe(true);
    expect(app.received[0]?.payload.user).toEqual(expect.objectContaining({ team_id: 'T0PARTNER1' }));
    await page.screenshot({ path: join(SCREENSHOTS, 'words.png') });
  });

  it('sends commands as the chosen person, who stays chosen', async () => {
    await be('Ben');
    await page.reload();
    const box = page.getByLabel('Message #pipelines as Ben Lindqvist');

    await box.fill('/signalbox status web');
    await box.press('Enter');
    await page.getByText('You asked: status web').waitFor();

    expect(await box.inputValue()).toBe('');
    expect(app.received[0]?.form).toMatchObject({ command: '/signalbox', user_name: 'ben' });
  });

  it('keeps what was typed while the page is drawn anew', async () => {
    await button('Approve').click();
    const reason = page.getByRole('dialog').getByLabel('Reason');
    await reason.fill('half a sent');

    slack.say({ channel: 'pipelines', user: 'U0BEN00002', text: 'meanwhile' });
    await page.getByText('meanwhile').waitFor();

    expect(await reason.inputValue()).toBe('half a sent');
    expect(await focused()).toBe('reason');
  });
});

function focused(): Promise<unknown> {
  return page.evaluate('document.activeElement.getAttribute("name")');
}
