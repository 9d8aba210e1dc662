import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type Started, start } from './started.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../.local/screenshots');
const PARENTS = '.flow > .message:not(.broadcast)';
const REPLIES = '.flow > .message.broadcast';
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
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(started.console)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(started.console);
  await page.getByText('Live', { exact: true }).waitFor();
});

afterEach(async () => {
  await page?.close();
  expect(complaints).toEqual([]);
});

interface Demo {
  readonly name: string;
  readonly button: string;
  readonly pipeline: string;
  /** The messages at the end, oldest first: what each says first, and its stages. */
  readonly messages: readonly (readonly [headline: string, stages: string])[];
  /** What the channel was told besides; a question of the failure response comes before or after its failure. */
  readonly replies?: readonly string[];
  /** Any more text that must be there. */
  readonly says?: readonly string[];
}

const DEMOS: readonly Demo[] = [
  {
    name: 'succeeds',
    button: 'Succeeds',
    pipeline: 'web-storefront',
    messages: [['✅ web-storefront succeeded', '✅ Source ✅ Build ✅ Staging ✅ Deploy']],
    says: ['Show delivery dates in the basket', 'Mary Major'],
  },
  {
    name: 'fails-in-build',
    button: 'Fails in build',
    pipeline: 'payments-api',
    messages: [['❌ payments-api failed in Build', '✅ Source ❌ Build ⚪ Deploy']],
    replies: ['❌ payments-api failed in Build'],
    says: [
      'Error while executing command: npm test',
      '3 of 120 failed: refund rounds half a yen down',
      'postgres://[redacted]@127.0.0.1:5432/payments',
      'Nikki Wolf',
    ],
  },
  {
    name: 'fails-in-deploy',
    button: 'Fails in deploy',
    pipeline: 'web-checkout',
    messages: [['❌ web-checkout failed in Deploy', '✅ Source ✅ Build ❌ Deploy']],
    replies: [
      '❌ web-checkout failed in Deploy',
      'web-checkout Deploy/failure-response waits for a decision',
    ],
    says: ['too few healthy instances', 'scripts/check-health.sh failed with exit code 7'],
  },
  {
    name: 'fails-in-stack',
    button: 'Fails in CloudFormation',
    pipeline: 'loyalty-points',
    messages: [['❌ loyalty-points failed in Deploy', '✅ Source ✅ Build ❌ Deploy']],
    replies: [
      '❌ loyalty-points failed in Deploy',
      'loyalty-points Deploy/failure-response waits for a decision',
    ],
    says: ['PointsTable (AWS::DynamoDB::Table)', 'custom-named resource requires replacing'],
  },
  {
    name: 'retried',
    button: 'Retried and recovered',
    pipeline: 'search-indexer',
    messages: [
      ['✅ search-indexer recovered: succeeded in attempt 2', '✅ Source ✅ Build ✅ Test ✅ Deploy'],
    ],
    replies: ['❌ search-indexer failed in Test', '✅ search-indexer recovered: succeeded in attempt 2'],
  },
  {
    name: 'stopped',
    button: 'Stopped',
    pipeline: 'data-platform',
    messages: [['⏹️ data-platform was stopped', '✅ Source ✅ Validate ⏹️ Deploy']],
    says: ['Wrong branch was released'],
  },
  {
    name: 'superseded',
    button: 'Superseded',
    pipeline: 'mobile-backend',
    messages: [
      ['✅ mobile-backend succeeded', '✅ Source ✅ Build ✅ Deploy'],
      ['⏹️ mobile-backend was superseded by a newer execution', '✅ Source ✅ Build ⚪ Deploy'],
      ['✅ mobile-backend succeeded', '✅ Source ✅ Build ✅ Deploy'],
    ],
  },
  {
    name: 'two-at-once',
    button: 'Two at once',
    pipeline: 'docs-preview',
    messages: [
      ['✅ docs-preview succeeded', '✅ Source ✅ Build ✅ Check ✅ Publish'],
      ['❌ docs-preview failed in Check', '✅ Source ✅ Build ❌ Check ⚪ Publish'],
    ],
    replies: ['❌ docs-preview failed in Check'],
    says: ['Repair 14 broken links', 'Detected 2 broken links'],
  },
  {
    name: 'smoke-tested',
    button: 'Runs a state machine',
    pipeline: 'catalog-api',
    messages: [['✅ catalog-api succeeded', '✅ Source ✅ Build ✅ Staging ✅ Verify ✅ Production']],
  },
];

describe('the console', () => {
  it.each(DEMOS)(
    'shows the demo "$button" to its end',
    async ({ name, button, pipeline, messages, ...more }) => {
      const parents = page.locator(PARENTS, { hasText: pipeline });
      const replies = page.locator(REPLIES, { hasText: pipeline });

      await page.getByRole('button', { name: button, exact: true }).click();
      for (const [index, [headline, stages]] of messages.entries())
        await parents.nth(index).filter({ hasText: headline }).filter({ hasText: stages }).waitFor(PATIENTLY);
      for (const [index, headline] of (more.replies ?? []).entries()) {
        await replies.nth(index).waitFor(PATIENTLY);
        await replies.filter({ hasText: headline }).first().waitFor(PATIENTLY);
      }

      expect(await parents.count()).toBe(messages.length);
      expect(await replies.count()).toBe(more.replies?.length ?? 0);
      for (const said of more.says ?? []) expect(await page.getByRole('log').innerText()).toContain(said);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
  );

  it('has shown nothing twice', async () => {
    const sum = (count: (demo: Demo) => number) => DEMOS.map(count).reduce((one, other) => one + other);

    expect(await page.locator(PARENTS).count()).toBe(sum(({ messages }) => messages.length));
    expect(await page.locator(REPLIES).count()).toBe(sum(({ replies = [] }) => replies.length));
  });

  it('shows the failures as mail, the decisions, the archive and the log', async () => {
    await page.getByRole('link', { name: /Topic mail/ }).click();
    await page.getByRole('heading', { name: 'docs-preview failed in Check' }).waitFor();
    expect(await page.locator('.letter-text').innerText()).toContain('Check (FAILED)');
    await page.screenshot({ path: join(SCREENSHOTS, 'mail.png') });

    await page.getByRole('link', { name: 'Decisions' }).click();
    await page.getByRole('row', { name: 'failed in Check 2, 3 pipelines sent mail sent' }).waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, 'decisions.png') });

    await page.getByRole('link', { name: /Archive/ }).click();
    await page
      .getByRole('button', { name: /^snapshots\// })
      .first()
      .click();
    await page.getByText('"pipeline":').first().waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, 'archive.png') });

    await page.getByRole('link', { name: 'Log' }).click();
    await page.locator('.log-source', { hasText: 'deliver' }).first().waitFor();
  });

  it('opens a thread on demand', async () => {
    const toggle = page.getByRole('button', { name: /^2 replies/ }).first();

    await toggle.click();

    await page.getByText('also sent to the channel').first().waitFor();
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
  });

  it('ends within two seconds when it is asked to', async () => {
    const second = await start();

    const { code, milliseconds } = await second.stop();

    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(2_000);
    await expect(fetch(second.console)).rejects.toThrow('fetch failed');
  });
});
