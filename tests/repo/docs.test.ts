import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { DEPLOY_HELP } from '#cli/deploy-options.ts';
import { slackErrorKind } from '#shared/channels/slack/errors.ts';
import { COUNTS } from '#shared/clients/telemetry.ts';
import { environmentSchemas } from '#shared/config/environment.ts';
import { readSettings, USER_CHANNELS } from '#shared/config/settings.ts';
import { STATUSES } from '#shared/domain/announcement.ts';
import { SERVICES } from '#shared/domain/notice.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import { ApprovalRule } from '#shared/routing/approval-rule.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';
import { Rule } from '#shared/routing/rule.ts';
import { IMPORT_ORDER } from './support/import-order.ts';
import {
  anchorsIn,
  codeBlocksIn,
  linksIn,
  namesInColumn,
  namesInHeadings,
  sectionOf,
} from './support/markdown.ts';
import { ROOT, readFiles, readText } from './support/sources.ts';

const pages = readFiles('*.md', 'docs/**/*.md', 'events/*.md');
const configuration = readText('docs/configuration.md');
const errors = readText('docs/errors.md');
const decisions = pages.filter(({ path }) => /^docs\/decisions\/\d/.test(path));

describe('docs/errors.md', () => {
  it('has an entry for every code, and for no other', () => {
    expect(namesInHeadings(sectionOf(errors, '## Codes'), 3)).toEqual(ERROR_CODES);
  });

  it("sorts Slack's errors as the code does", () => {
    const rows = sectionOf(errors, "## Slack's errors")
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const sorted = rows.flatMap((row) =>
      namesInColumn(row, 2).map((error) => [error, namesInColumn(row, 0)[0]]),
    );

    expect(sorted.length).toBeGreaterThan(20);
    expect(sorted).toEqual(sorted.map(([error = '']) => [error, slackErrorKind(error)]));
    expect(sorted.map(([error]) => error).toSorted()).toEqual(slackErrorsInCode());
  });
});

describe('docs/configuration.md', () => {
  it('explains every environment variable of every function', () => {
    const documented = sectionOf(configuration, '## Environment variables');
    const functions = namesInHeadings(documented, 3);

    expect(functions).toEqual(Object.keys(environmentSchemas));
    for (const [name, { shape }] of Object.entries(environmentSchemas))
      expect(namesInColumn(sectionOf(documented, `### \`${name}\``), 0).toSorted()).toEqual(
        Object.keys(shape).toSorted(),
      );
  });

  it('explains every kind of destination with its settings, as does a page of its own', () => {
    const destinations = sectionOf(configuration, '### Destinations');

    expect(namesInHeadings(destinations, 4)).toEqual(USER_CHANNELS.map(({ type }) => type));
    for (const { type, settings } of USER_CHANNELS) {
      expect(namesInColumn(sectionOf(destinations, `#### \`${type}\``), 0)).toEqual(settingsOf(settings));
      expect(readText(`docs/channels/${type}.md`)).toContain(`configuration.md#${type}`);
    }
  });

  it('explains every setting of a route', () => {
    const { properties } = JsonSchema.parse(z.toJSONSchema(Rule, { io: 'input' }));
    const matchers = JsonSchema.parse(properties['match']).properties;
    const settings = Object.keys(properties).flatMap((name) =>
      name === 'match' ? [name, ...Object.keys(matchers).map((inner) => `match.${inner}`)] : name,
    );

    expect(namesInColumn(sectionOf(configuration, '### Routes'), 0)).toEqual(settings);
  });

  it.each([
    ['### Approvals', ApprovalRule],
    ['### Controls', ControlRule],
  ])('explains every setting of a rule under %s', (heading, schema) => {
    const { properties } = JsonSchema.parse(z.toJSONSchema(schema, { io: 'input' }));
    const settings = Object.entries(properties).flatMap(([name, property]) => [
      name,
      ...innerSettings(property).map((inner) => `${name}.${inner}`),
    ]);
    const [table = ''] = sectionOf(configuration, heading).split('\n| action |');
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));

    expect(rows.map((row) => namesInColumn(row, 0)[0])).toEqual(settings);
  });

  it('explains every status', () => {
    expect(namesInColumn(sectionOf(configuration, '### Statuses'), 0)).toEqual(STATUSES);
  });

  it('explains every metric', () => {
    expect(
      namesInColumn(sectionOf(configuration, '## Metrics and alarms').split('Ten alarms')[0] ?? '', 0),
    ).toEqual(COUNTS);
  });

  it('explains every option of a deployment and every parameter of serverless.yml', () => {
    const deployment = sectionOf(configuration, '## Deployment');
    const options = [...DEPLOY_HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
    const parameters = [...readText('serverless.yml').matchAll(/^ {4}(\w+): .*$/gm)].map(([, name]) => name);

    expect(namesInColumn(deployment, 0)).toEqual(options.filter((option) => !option?.startsWith('--no-')));
    expect(parameters).toEqual(expect.arrayContaining([...namesInColumn(deployment, 1)]));
    expect(namesInColumn(deployment, 1).length).toBe(10);
  });
});

describe('docs/events.md', () => {
  it('explains every service that a route can name', () => {
    const services = sectionOf(readText('docs/events.md'), '## Services').split('\n').slice(4);

    expect(services.flatMap((row) => namesInColumn(row, 0)).toSorted()).toEqual(SERVICES);
  });
});

describe('docs/architecture.md', () => {
  it('tells the order that imports are held to', () => {
    expect(readText('docs/architecture.md')).toContain(`\n${IMPORT_ORDER.join(' → ')}\n`);
  });
});

describe('decision records', () => {
  it.each(decisions)('$path has its sections and is listed', ({ path, text }) => {
    const number = path.slice('docs/decisions/'.length).slice(0, 4);
    const title = text.split('\n')[0]?.slice(2);

    expect(title).toMatch(new RegExp(`^${number} \\S`));
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Choice',
      'Consequences',
    ]);
    expect(readText('docs/decisions/README.md')).toContain(
      `[${title}](${path.slice('docs/decisions/'.length)})`,
    );
  });

  it('are numbered without a gap', () => {
    const numbers = decisions.map(({ path }) => Number(path.slice('docs/decisions/'.length).slice(0, 4)));

    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe.each(pages)('$path', ({ path, text }) => {
  it('links to what exists', () => {
    const broken = linksIn(text).filter(({ path: target, anchor }) => {
      const file = target === '' ? path : join(dirname(path), target);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== '' && !anchorsIn(readText(file)).includes(anchor);
    });

    expect(broken).toEqual([]);
  });

  it('runs only what package.json has', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readText('package.json')));
    const run = [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z]+(?::[a-z0-9]+)*)|(start|test)\b)/g)];
    const names = run.map(([, script, short]) => script ?? short ?? '');

    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('shows settings that are right', () => {
    const examples = codeBlocksIn(text).filter(({ info }) => info === 'yaml signalbox.yml');

    expect(examples.flatMap(({ code }) => readSettings(code, path).mistakes)).toEqual([]);
  });
});

const JsonSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

function settingsOf(schema: z.core.$ZodType): readonly string[] {
  return Object.keys(JsonSchema.parse(z.toJSONSchema(schema, { io: 'input' })).properties);
}

/** Of a mapping, or of the mappings in a list. */
function innerSettings(schema: unknown): readonly string[] {
  const items = z.object({ items: z.unknown() }).safeParse(schema).data?.items;
  return Object.keys(JsonSchema.safeParse(items ?? schema).data?.properties ?? {});
}

/** Those that the file names, whatever it makes of them. */
function slackErrorsInCode(): readonly string[] {
  const code = readText('shared/channels/slack/errors.ts');
  const table = code.slice(code.indexOf('const KINDS'), code.indexOf('};'));
  return [...table.matchAll(/'(\w+)'/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'content')
    .toSorted();
}
