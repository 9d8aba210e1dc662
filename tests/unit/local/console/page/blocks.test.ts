import { describe, expect, it } from '@jest/globals';
import { renderAttachment } from '#local/console/page/attachments.ts';
import { renderBlocks } from '#local/console/page/blocks.ts';
import { type Element, type Node, toText } from '#local/console/page/tree.ts';
import { CONTEXT } from './context.ts';
import { toHtml } from './html.ts';

function find(nodes: readonly Node[], tag: string): Element | undefined {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    const found = node.tag === tag ? node : find(node.children, tag);
    if (found) return found;
  }
  return undefined;
}

describe('renderBlocks', () => {
  it('shows a header as plain text', () => {
    const nodes = renderBlocks(
      [{ type: 'header', text: { type: 'plain_text', text: '*Failed* :x:' } }],
      CONTEXT,
    );

    expect(toHtml(nodes)).toBe('<h3>*Failed* <span class="emoji">❌</span></h3>');
  });

  it('shows a section with text, fields and what stands beside it', () => {
    const nodes = renderBlocks(
      [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*Stage*' },
          fields: [
            { type: 'mrkdwn', text: '_one_' },
            { type: 'plain_text', text: '_two_' },
          ],
          accessory: { type: 'button', text: { type: 'plain_text', text: 'Logs' }, url: 'https://x.io/logs' },
        },
      ],
      CONTEXT,
    );

    expect(toHtml(nodes)).toContain('<strong>Stage</strong>');
    expect(toHtml(nodes)).toContain('<em>one</em>');
    expect(toHtml(nodes)).toContain('_two_');
    expect(find(nodes, 'a')?.attributes).toMatchObject({
      href: 'https://x.io/logs',
      rel: 'noreferrer noopener',
    });
  });

  it('shows context, a line and an image by its description', () => {
    const nodes = renderBlocks(
      [
        {
          type: 'context',
          elements: [
            { type: 'mrkdwn', text: 'by *Ada*' },
            { type: 'image', alt_text: 'a face', image_url: 'https://x.io/a.png' },
          ],
        },
        { type: 'divider' },
        {
          type: 'image',
          alt_text: 'a chart',
          image_url: 'https://x.io/c.png',
          title: { type: 'plain_text', text: 'Title' },
        },
      ],
      CONTEXT,
    );

    expect(nodes.map(toText)).toEqual(['by Adaa face', '', 'Titlea chart']);
    expect(find(nodes, 'hr')).toBeDefined();
    expect(find(nodes, 'img')).toBeUndefined();
  });

  it('shows buttons of which only links do something where nothing can be pressed', () => {
    const nodes = renderBlocks(
      [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'execution.retry',
              text: { type: 'plain_text', text: 'Retry' },
              style: 'primary',
            },
            { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'https://x.io' },
            { type: 'button', text: { type: 'plain_text', text: 'Bad' }, url: 'javascript:alert(1)' },
            { type: 'overflow', options: [] },
          ],
        },
      ],
      CONTEXT,
    );

    const [actions] = nodes;
    expect(typeof actions === 'object' && actions.children).toMatchObject([
      { tag: 'button', attributes: { disabled: true, class: 'button primary' } },
      { tag: 'a', attributes: { href: 'https://x.io' } },
      { tag: 'button', attributes: { disabled: true } },
      { tag: 'span' },
    ]);
  });

  describe('a button that can be pressed', () => {
    const BUTTON = {
      type: 'button',
      action_id: 'approval.approve',
      text: { type: 'plain_text', text: 'Go' },
    };
    const PRESS = '{"channel":"C1","ts":"1.1","actionId":"approval.approve","blockId":"decision"}';
    const PRESSES = { channel: 'C1', ts: '1.1', underWay: new Set<string>(), problems: {} };

    function show(presses: Partial<typeof PRESSES>) {
      const blocks = [{ type: 'actions', block_id: 'decision', elements: [BUTTON] }];
      return renderBlocks(blocks, { ...CONTEXT, presses: { ...PRESSES, ...presses } });
    }

    it('names what is pressed', () => {
      expect(find(show({}), 'button')?.attributes).toMatchObject({
        'data-action': 'press',
        'data-value': PRESS,
        disabled: false,
        'aria-disabled': undefined,
      });
    });

    it('cannot be pressed again while the press is under way', () => {
      const nodes = show({ underWay: new Set([PRESS]) });

      expect(find(nodes, 'button')?.attributes).toMatchObject({ 'aria-disabled': 'true' });
    });

    it('has beside it what Slack says about the last press', () => {
      const nodes = show({ problems: { [PRESS]: 'Operation timed out.' } });

      expect(nodes.map(toText)).toEqual(['GoOperation timed out.']);
    });
  });

  it('shows rich text, in which nothing is markup', () => {
    const nodes = renderBlocks(
      [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: '*a* &lt;', style: { bold: true, code: true } },
                { type: 'user', user_id: 'U0ADA00001' },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [
                { type: 'rich_text_section', elements: [{ type: 'link', url: 'https://x.io', text: 'x' }] },
              ],
            },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'log' }] },
          ],
        },
      ],
      CONTEXT,
    );

    expect(toHtml(nodes)).toBe(
      '<div><p><code><strong>*a* &amp;lt;</strong></code><span class="mention person">@Ada Okafor</span></p>' +
        '<ol><li><a href="https://x.io">x</a></li></ol><pre>log</pre></div>',
    );
  });

  it('names a block that it cannot show', () => {
    expect(renderBlocks([{ type: 'video' }], CONTEXT).map(toText)).toEqual([
      'This page cannot show "video" blocks.',
    ]);
  });

  it('survives blocks of any shape', () => {
    const nodes = renderBlocks(
      [{}, { type: 'section' }, { type: 'header', text: 'x' }, { type: 'actions', elements: [1] }],
      CONTEXT,
    );

    expect(nodes).toHaveLength(4);
  });
});

describe('renderAttachment', () => {
  it.each([
    ['danger', '#a30200'],
    ['#439FE0', '#439FE0'],
    ['439FE0', '#439FE0'],
    ['red; background: url(x)', undefined],
    ['', undefined],
  ])('gives %s the bar %s', (color, bar) => {
    const node = renderAttachment({ color, blocks: [{ type: 'divider' }] }, CONTEXT);

    expect(typeof node === 'object' && node.attributes['--bar']).toBe(bar);
  });

  it('shows the fields of older messages', () => {
    const node = renderAttachment(
      {
        title: 'Build',
        title_link: 'https://x.io',
        text: '*failed*',
        fields: [{ title: 'Stage', value: 'Test' }],
        footer: 'CI',
      },
      CONTEXT,
    );

    expect(toText(node)).toBe('BuildfailedStage\nTestCI');
  });
});
