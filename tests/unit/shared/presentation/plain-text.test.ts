import { describe, expect, it } from '@jest/globals';
import { toPlainText, toSentence } from '#shared/presentation/plain-text.ts';
import { buildCard } from '#tests/support/build-record.ts';

describe('toPlainText', () => {
  it('has a paragraph each for the news, why, what is known and where to look', () => {
    const card = buildCard({
      headline: 'failed in Build',
      progress: [
        { name: 'Source', state: 'done' },
        { name: 'Build', state: 'failed' },
        { name: 'Scan', state: 'running' },
        { name: 'Deploy', state: 'waiting' },
        { name: 'Verify', state: 'stopped' },
      ],
      reasons: [
        {
          action: 'UnitTests',
          provider: 'CodeBuild',
          text: 'exit status 1',
          link: { label: 'Open action', url: 'https://example.com/a' },
        },
        { action: 'Lint', provider: undefined, text: undefined, link: undefined },
        { action: '', provider: undefined, text: 'Build: exit status 1', link: undefined },
      ],
      facts: [{ label: 'Author', text: 'Mary Major' }],
      links: [{ label: 'Open execution', url: 'https://example.com/e' }],
    });

    expect(toPlainText(card)).toBe(`web-shop failed in Build
Source (done) > Build (FAILED) > Scan (running) > Deploy (waiting) > Verify (stopped)

UnitTests (CodeBuild): exit status 1
  Open action: https://example.com/a
Lint
Build: exit status 1

Author: Mary Major

Open execution: https://example.com/e`);
  });

  it('lists what the card is made of, a line each', () => {
    const items = ['Raise it', ''].map((text) => ({
      subject: '4f2c9d1',
      text,
      tone: 'neutral' as const,
      link: undefined,
    }));

    expect(toPlainText(buildCard({ items, facts: [{ label: 'Note', text: 'Look' }] }))).toBe(
      'web-shop is running\n\n4f2c9d1 Raise it\n4f2c9d1\n\nNote: Look',
    );
  });

  it('is one sentence when there is no more', () => {
    expect(toPlainText(buildCard())).toBe('web-shop is running');
    expect(toSentence(buildCard())).toBe('web-shop is running');
  });
});
