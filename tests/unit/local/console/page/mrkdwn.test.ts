import { describe, expect, it } from '@jest/globals';
import { decode, renderMrkdwn, renderPlain } from '#local/console/page/mrkdwn.ts';
import { toText } from '#local/console/page/tree.ts';
import { CONTEXT } from './context.ts';
import { toHtml } from './html.ts';

function html(text: string, verbatim = false): string {
  return toHtml(renderMrkdwn(text, CONTEXT, verbatim));
}

describe('renderMrkdwn', () => {
  it.each([
    ['bold, italic and struck text', '*b* _i_ ~s~', '<strong>b</strong> <em>i</em> <s>s</s>'],
    ['marks inside marks', '*b _i_*', '<strong>b <em>i</em></strong>'],
    ['marks beside punctuation', '(*b*), "_i_"!', '(<strong>b</strong>), "<em>i</em>"!'],
    ['marks inside a word as text', 'snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['marks that touch no word as text', '* b * and ** and __', '* b * and ** and __'],
    ['marks over two lines as text', '*a\nb*', '*a\nb*'],
    [
      'a link inside bold',
      '*<https://x.io/a*b|pipe>* ran',
      '<strong><a href="https://x.io/a*b">pipe</a></strong> ran',
    ],
    ['code, with nothing formatted in it', '`a *b* :x: &lt;c&gt;`', '<code>a *b* :x: &lt;c></code>'],
    ['a block of code', 'before\n```\na *b*\n  c\n```\nafter', 'before<pre>a *b*\n  c</pre>after'],
    ['two blocks of code', '```a``` and ```b```', '<pre>a</pre> and <pre>b</pre>'],
    ['a quotation over two lines', '> a\n&gt; *b*\nc', '<blockquote>a\n<strong>b</strong></blockquote>c'],
    ['a quotation to the end', 'a\n>>> b\nc', 'a<blockquote>b\nc</blockquote>'],
    [
      'a link with a label',
      '<https://x.io/?a=1&amp;b=2|a &amp; b>',
      '<a href="https://x.io/?a=1&b=2">a &amp; b</a>',
    ],
    ['a link without a label', '<https://x.io>', '<a href="https://x.io">https://x.io</a>'],
    ['a mailbox', '<mailto:a@x.io|a@x.io>', '<a href="mailto:a@x.io">a@x.io</a>'],
    ['a person', '<@U0ADA00001>', '<span class="mention person">@Ada Okafor</span>'],
    ['a person that nobody knows', '<@U404>', '<span class="mention person">@U404</span>'],
    ['a channel', '<#C0LOCAL0001>', '<span class="mention channel">#pipelines</span>'],
    ['a group', '<!subteam^S0RELEASERS>', '<span class="mention person">@releasers</span>'],
    [
      'everybody',
      '<!here> <!channel|x>',
      '<span class="mention everybody">@here</span> <span class="mention everybody">@channel</span>',
    ],
    ['a date', '<!date^1790855940^at {date_short_pretty} {time}|then>', '<time>At today 11:59</time>'],
    [
      'a date with a link',
      '<!date^1790855940^{time}^https://x.io/|then>',
      '<a href="https://x.io/">11:59</a>',
    ],
    ['the fallback of a date that Slack cannot fill', '<!date^1790855940^{moon}|then>', '<time>then</time>'],
    ['an emoji', 'ok :white_check_mark:!', 'ok <span class="emoji">✅</span>!'],
    ['an emoji that nobody knows as text', ':partyparrot: 12:30:45', ':partyparrot: 12:30:45'],
    [
      'a bare address',
      'see https://x.io/a?b=1, please',
      'see <a href="https://x.io/a?b=1">https://x.io/a?b=1</a>, please',
    ],
  ])('shows %s', (_case, text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it('leaves bare addresses alone in verbatim text', () => {
    expect(html('see https://x.io', true)).toBe('see https://x.io');
  });

  it('decodes entities exactly once', () => {
    const nodes = renderMrkdwn('&amp;lt;b&amp;gt; &lt;i&gt; &amp;amp; &quot;', CONTEXT);

    expect(nodes).toEqual(['&lt;b&gt; <i> &amp; &quot;']);
  });

  it('mentions nobody for text that was escaped', () => {
    const nodes = renderMrkdwn('&lt;!channel&gt; &lt;@U0ADA00001&gt;', CONTEXT);

    expect(nodes).toEqual(['<!channel> <@U0ADA00001>']);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' https://x.io'])(
    'makes no link to %s',
    (url) => {
      expect(html(`<${url}|click>`)).not.toContain('<a');
    },
  );

  it('takes no longer for hostile text than for any other', () => {
    const hostile = `*${'<a>'.repeat(1_000)}${'_x'.repeat(1_000)}${'`'.repeat(999)}`;
    const start = performance.now();

    const text = renderMrkdwn(hostile, CONTEXT).map(toText).join('');

    expect(text.length).toBeGreaterThan(1_000);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('renderPlain', () => {
  it('formats nothing but emoji', () => {
    expect(toHtml(renderPlain('*a* &lt;b&gt; :x:'))).toBe('*a* &lt;b> <span class="emoji">❌</span>');
  });

  it('leaves emoji alone where they are off', () => {
    expect(renderPlain(':x: &amp;', false)).toEqual([':x: &']);
  });
});

describe('decode', () => {
  it("knows Slack's three entities and no others", () => {
    expect(decode('&lt;&gt;&amp;&quot;&#39;&amp;lt;')).toBe('<>&&quot;&#39;&lt;');
  });
});
