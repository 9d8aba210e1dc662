import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findEmoji } from '#local/console/page/emoji.ts';

const SLACK = join(import.meta.dirname, '../../../../../shared/channels/slack');

describe('findEmoji', () => {
  it('knows every emoji that our Slack messages use', () => {
    const sources = readdirSync(SLACK).map((name) => readFileSync(join(SLACK, name), 'utf8'));
    const names = sources.flatMap((source) =>
      [...source.matchAll(/':([a-z0-9_+-]+):/g)].map(([, name = '']) => name),
    );

    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => findEmoji(name) === undefined)).toEqual([]);
  });

  it('knows no names that every object has', () => {
    expect(findEmoji('constructor')).toBeUndefined();
  });
});
