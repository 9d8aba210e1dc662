import { describe, expect, it } from '@jest/globals';
import { reasonBlocks, reasonLines } from '#shared/channels/slack/reasons.ts';
import type { Reason } from '#shared/presentation/card.ts';

const LINK = { label: 'Open action', url: 'https://console.aws.amazon.com/y' };
const LOG = ['npm test', '<!channel> & `code`', '*failed*'];
const WHOLE = { reasons: 'whole', excerpts: true } as const;

function buildReason(overrides: Partial<Reason> = {}): Reason {
  return {
    action: 'UnitTests',
    provider: 'CodeBuild',
    text: 'exit status 1',
    failedAt: 'BUILD phase of build 42',
    tests: '3 of 120 failed: checkout <adds> tax, …',
    excerpt: LOG,
    link: LINK,
    ...overrides,
  };
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function context(text: string) {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

function log(text: string) {
  const elements = [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
  return { type: 'rich_text', elements };
}

describe('reasonBlocks', () => {
  it('say why, where, which tests, and what the log says', () => {
    expect(reasonBlocks([buildReason()], WHOLE)).toEqual([
      section(
        '*UnitTests* · CodeBuild · <https://console.aws.amazon.com/y|Open action>\n```\nexit status 1\n```',
      ),
      context('In: BUILD phase of build 42\nTests: 3 of 120 failed: checkout &lt;adds&gt; tax, …'),
      log('npm test\n<!channel> & `code`\n*failed*'),
    ]);
  });

  it.each([{ reasons: 'whole' }, { reasons: 'whole', excerpts: false }] as const)(
    'say nothing of the log unless it is wanted: %j',
    (style) => {
      expect(reasonBlocks([buildReason()], style).map(({ type }) => type)).toEqual(['section', 'context']);
    },
  );

  it('say it all in a line where the thread says it in full, and never the log', () => {
    const reason = buildReason({ text: 'exit\nstatus 1', excerpt: ['canary'] });

    expect(reasonBlocks([reason], { reasons: 'line', excerpts: true })).toEqual([
      section(
        '*UnitTests* · CodeBuild · <https://console.aws.amazon.com/y|Open action>: exit status 1 · BUILD phase of build 42 · 3 of 120 failed: checkout &lt;adds&gt; tax, …',
      ),
    ]);
  });

  it.each([
    ['where alone', { text: undefined, tests: undefined }, '*A*: BUILD phase of build 42'],
    ['tests alone', { text: undefined, failedAt: undefined, tests: '1 of 2 failed' }, '*A*: 1 of 2 failed'],
    ['nothing', { text: undefined, failedAt: undefined, tests: undefined }, '*A*'],
  ])('say %s in the line', (_, told, line) => {
    const reason = buildReason({ action: 'A', provider: undefined, link: undefined, ...told });

    expect(reasonBlocks([reason], { reasons: 'line' })).toEqual([section(line)]);
  });

  it.each([
    ['an empty excerpt', { excerpt: [] }, ['section', 'context']],
    ['no excerpt', { excerpt: undefined }, ['section', 'context']],
    [
      'only a log',
      {
        action: '',
        provider: undefined,
        text: undefined,
        failedAt: undefined,
        tests: undefined,
        link: undefined,
      },
      ['rich_text'],
    ],
    [
      'only tests',
      { action: '', provider: undefined, text: undefined, failedAt: undefined, excerpt: [], link: undefined },
      ['context'],
    ],
  ])('have no block for what is not there: %s', (_, told, types) => {
    expect(reasonBlocks([buildReason(told)], WHOLE).map(({ type }) => type)).toEqual(types);
  });

  it('show as many whole lines from the end of a log as Slack takes', () => {
    const excerpt = Array.from({ length: 40 }, (_, index) => `${index}`.padEnd(100, 'x'));

    const [last] = reasonBlocks([buildReason({ excerpt })], WHOLE).slice(-1);

    expect(last).toEqual(log(excerpt.slice(-29).join('\n')));
  });

  it('show no logs that would be too much with everything else', () => {
    const excerpt = Array.from({ length: 20 }, () => 'x'.repeat(120));
    const reasons = Array.from({ length: 5 }, (_, index) =>
      buildReason({ action: `Build${index}`, text: 'w'.repeat(500), tests: 't'.repeat(500), excerpt }),
    );

    const blocks = reasonBlocks(reasons, WHOLE);

    expect(JSON.stringify(blocks).length).toBeLessThan(12_300);
    expect(blocks.filter(({ type }) => type === 'section')).toHaveLength(5);
    expect(blocks[2]).toEqual(log(excerpt.join('\n')));
    expect(blocks.filter(({ type }) => type === 'rich_text').length).toBeLessThan(5);
  });
});

describe('reasonLines', () => {
  it('say it for media without blocks, and never the log', () => {
    expect(reasonLines(buildReason())).toEqual([
      'UnitTests: exit status 1',
      'In: BUILD phase of build 42',
      'Tests: 3 of 120 failed: checkout <adds> tax, …',
    ]);
  });
});
