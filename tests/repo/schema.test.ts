import { describe, expect, it } from '@jest/globals';
import { formatSettingsSchema, SCHEMA_FILE } from '#cli/schema.ts';
import { readText } from './support/sources.ts';

describe('signalbox.schema.json', () => {
  it('is what "npx node cli/schema.ts" writes', () => {
    expect(readText(SCHEMA_FILE)).toBe(formatSettingsSchema());
  });

  it('is what editors check signalbox.yml by', () => {
    expect(readText('signalbox.yml').split('\n')[0]).toBe(`# yaml-language-server: $schema=${SCHEMA_FILE}`);
  });

  it('knows every kind of destination, every matcher and who may decide, by its description', () => {
    const schema = formatSettingsSchema();

    for (const told of [
      '"const": "slack-webhook"',
      'Pipeline names;',
      'Stage names,',
      'Services whose notices are meant',
      'What there is to say',
      'Names of approval actions',
      'User groups whose members may approve all the same',
    ])
      expect(schema).toContain(told);
  });
});
