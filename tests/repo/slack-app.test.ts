import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { namesInColumn, sectionOf } from './support/markdown.ts';
import { readText } from './support/sources.ts';

const Manifest = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), url: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    interactivity: z.object({ is_enabled: z.boolean(), request_url: z.string() }),
    token_rotation_enabled: z.boolean(),
  }),
});
const manifest = Manifest.parse(parse(readText('docs/slack-app.yml')));
const scopes = manifest.oauth_config.scopes.bot;

describe('docs/slack-app.yml', () => {
  it('asks for the scopes that docs/channels/slack.md gives reasons for, and for no other', () => {
    const explained = namesInColumn(sectionOf(readText('docs/channels/slack.md'), '## Scopes'), 0);

    expect(explained).toEqual(scopes);
  });

  it('asks for the scopes that docs/approvals.md says approvals need', () => {
    const [table = ''] = sectionOf(readText('docs/approvals.md'), '## Set up').split('**2.');
    const needed = namesInColumn(table, 0);

    expect(needed.length).toBeGreaterThan(3);
    expect(scopes).toEqual(expect.arrayContaining([...needed]));
  });

  it('has one address for buttons and the command, and a token that does not expire', () => {
    const { features, settings } = manifest;

    expect(features.slash_commands).toEqual([
      { command: '/signalbox', url: settings.interactivity.request_url },
    ]);
    expect(settings).toMatchObject({ interactivity: { is_enabled: true }, token_rotation_enabled: false });
  });
});
