import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type Started, start } from './started.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../.local/screenshots');
const PATIENTLY = { timeout: 60_000 };

let started: Started;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchChromium();
  started = await start();
});

afterAll(async () => {
  await browser?.close();
  await started?.stop();
});

beforeEach(async () => {
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(started.console);
  await page.getByText('Live', { exact: true }).waitFor();
});

afterEach(async () => {
  await page?.close();
  expect(complaints).toEqual([]);
});

describe('an approval in the console', () => {
  it('is refused to a stranger, approved by one person and shown to all', async () => {
    await page.getByRole('button', { name: 'Needs approval' }).click();
    await question().waitFor(PATIENTLY);
    await page.screenshot({ path: join(SCREENSHOTS, 'approval-waits.png') });

    await decide({ who: 'Guest', button: 'Approve', reason: 'let me' });
    await page.getByText('Only full members of the workspace', { exact: false }).waitFor(PATIENTLY);
    await decide({ who: 'Ada', button: 'Approve', reason: 'Checked on staging' });

    await page.getByText('was approved by Ada Okafor', { exact: false }).first().waitFor(PATIENTLY);
    await page.getByText('Checked on staging', { exact: false }).first().waitFor(PATIENTLY);
    expect(await flow().getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.getByText('orders-api succeeded', { exact: false }).first().waitFor(PATIENTLY);
    await page.screenshot({ path: join(SCREENSHOTS, 'approval-approved.png') });
  }, 180_000);

  it('is rejected by another, with the reason that the rule wants', async () => {
    await page.getByRole('button', { name: 'Needs approval' }).click();
    await question().waitFor(PATIENTLY);

    await decide({ who: 'Ben', button: 'Reject', reason: 'The smoke tests are red' });

    await page.getByText('was rejected by Ben Lindqvist', { exact: false }).first().waitFor(PATIENTLY);
    await page.getByText('The smoke tests are red', { exact: false }).first().waitFor(PATIENTLY);
    await page.screenshot({ path: join(SCREENSHOTS, 'approval-rejected.png') });
  }, 180_000);
});

describe('a failure in the console', () => {
  it('is retried by a person who may, and recovers', async () => {
    await page.getByRole('button', { name: 'Fails in build' }).click();
    await flow().getByRole('button', { name: 'Retry failed stage' }).waitFor(PATIENTLY);
    await page.screenshot({ path: join(SCREENSHOTS, 'controls.png') });

    await press({ who: 'Chiara', button: 'Retry failed stage', submit: 'Retry' });
    await page.getByText('You are not among those who may', { exact: false }).waitFor(PATIENTLY);
    await press({ who: 'Ada', button: 'Retry failed stage', submit: 'Retry' });

    await page.getByText('attempt 2', { exact: false }).first().waitFor(PATIENTLY);
    await page.screenshot({ path: join(SCREENSHOTS, 'controls-retried.png') });
  }, 180_000);
});

interface Press {
  readonly who: string;
  readonly button: string;
  readonly submit: string;
}

async function press({ who, button, submit }: Press): Promise<void> {
  await page.getByLabel('You are').selectOption(who);
  await flow().getByRole('button', { name: button }).first().click();
  const modal = page.getByRole('dialog');
  await modal.getByRole('button', { name: submit }).click();
  await modal.waitFor({ state: 'detached' });
}

interface Decision {
  readonly who: string;
  readonly button: 'Approve' | 'Reject';
  readonly reason: string;
}

function flow() {
  return page.getByRole('log');
}

/** The message that has the buttons. */
function question() {
  return flow().getByRole('button', { name: 'Approve' }).first();
}

async function decide({ who, button, reason }: Decision): Promise<void> {
  await page.getByLabel('You are').selectOption(who);
  await flow().getByRole('button', { name: button }).first().click();
  const modal = page.getByRole('dialog');
  await modal.getByLabel('Reason', { exact: false }).fill(reason);
  await modal.getByRole('button', { name: button }).click();
  await modal.waitFor({ state: 'detached' });
}
