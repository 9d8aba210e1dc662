import { describe, expect, it } from '@jest/globals';
import { findBlockMistakes } from '#local/slack/block-rules.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const markdown = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (more: object = {}) => ({ type: 'button', text: plain(5), ...more });

const ACCEPTED: readonly [string, object][] = [
  ['a header of 150 characters', { type: 'header', text: plain(150) }],
  [
    'a header of 150 characters beyond the basic plane',
    { type: 'header', text: { type: 'plain_text', text: '🚦'.repeat(150) } },
  ],
  ['a section of 3,000 characters', { type: 'section', text: markdown(3_000) }],
  ['a section with ten fields of 2,000', { type: 'section', fields: Array(10).fill(markdown(2_000)) }],
  ['a context of ten elements', { type: 'context', elements: Array(10).fill(markdown(1)) }],
  ['actions with 25 buttons', { type: 'actions', elements: Array(25).fill(button()) }],
  [
    'a button with an address',
    { type: 'actions', elements: [button({ url: 'https://example.com/', style: 'primary' })] },
  ],
  ['a divider', { type: 'divider', block_id: 'x'.repeat(255) }],
  [
    'rich text',
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] },
      ],
    },
  ],
];

const REFUSED: readonly [string, object, string][] = [
  [
    'a header of 151 characters',
    { type: 'header', text: plain(151) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['a header in mrkdwn', { type: 'header', text: markdown(1) }, '[json-pointer:/blocks/0/text/type]'],
  [
    'an empty section',
    { type: 'section', text: markdown(0) },
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section of 3,001 characters',
    { type: 'section', text: markdown(3_001) },
    'must be less than 3001 characters',
  ],
  [
    'a section with nothing in it',
    { type: 'section' },
    'must define either text or fields [json-pointer:/blocks/0]',
  ],
  [
    'eleven fields',
    { type: 'section', fields: Array(11).fill(plain(1)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of 2,001 characters',
    { type: 'section', fields: [plain(2_001)] },
    'must be less than 2001 characters',
  ],
  [
    'eleven context elements',
    { type: 'context', elements: Array(11).fill(markdown(1)) },
    'no more than 10 items allowed',
  ],
  [
    'a button in a context',
    { type: 'context', elements: [button()] },
    'unsupported type [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    '26 actions',
    { type: 'actions', elements: Array(26).fill(button()) },
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button text of 76 characters',
    { type: 'actions', elements: [button({ text: plain(76) })] },
    'must be less than 76 characters',
  ],
  [
    'a button that leads nowhere',
    { type: 'actions', elements: [button({ url: 'javascript:alert(1)' })] },
    'Invalid URL',
  ],
  [
    'a button of another style',
    { type: 'actions', elements: [button({ style: 'warning' })] },
    '[json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'two buttons with one action_id',
    { type: 'actions', elements: [button({ action_id: 'a' }), button({ action_id: 'a' })] },
    '`action_id` already exists: a',
  ],
  [
    'a field that Slack does not know',
    { type: 'divider', color: 'red' },
    'invalid additional property: color [json-pointer:/blocks/0]',
  ],
  [
    'a text of a type that Slack does not know',
    { type: 'section', text: { type: 'markdown', text: 'x' } },
    'unsupported type [json-pointer:/blocks/0/text/type]',
  ],
  [
    'emoji on mrkdwn',
    { type: 'section', text: { ...markdown(1), emoji: true } },
    'invalid additional property: emoji',
  ],
  [
    'a block of a type that Slack does not know',
    { type: 'paragraph' },
    'unsupported type [json-pointer:/blocks/0/type]',
  ],
];

describe('findBlockMistakes', () => {
  it.each(ACCEPTED)('takes %s', (_case, block) => {
    expect(findBlockMistakes([block], '/blocks')).toEqual([]);
  });

  it.each(REFUSED)('refuses %s', (_case, block, mistake) => {
    expect(findBlockMistakes([block], '/blocks').join('\n')).toContain(mistake);
  });

  it('takes fifty blocks and refuses one more', () => {
    expect(findBlockMistakes(Array(50).fill({ type: 'divider' }), '/blocks')).toEqual([]);
    expect(findBlockMistakes(Array(51).fill({ type: 'divider' }), '/blocks')).toEqual([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
  });

  it('refuses two blocks with one block_id', () => {
    const block = { type: 'divider', block_id: 'same' };

    expect(findBlockMistakes([block, block], '/blocks')).toEqual([
      '`block_id` already exists: same [json-pointer:/blocks]',
    ]);
  });
});
