import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { QUERIES } from '#infra/queries.ts';
import { COUNTS } from '#shared/clients/telemetry.ts';
import { codeBlocksIn, namesInHeadings, sectionOf } from './support/markdown.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { referencesIn } from './support/references.ts';
import { readText } from './support/sources.ts';

/** What a dashboard may show before it costs more. */
const MAX_METRICS = 50;

const Body = z.object({
  widgets: z.array(
    z.object({
      type: z.string(),
      x: z.number(),
      y: z.number(),
      properties: z.object({ metrics: z.array(z.array(z.string())).default([]) }),
    }),
  ),
});

const page = readText('docs/operations.md');
let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageOffline({ stage: 'prod' });
}, 60_000);

afterAll(() => packaged?.remove());

describe('docs/operations.md', () => {
  it('says what to do at every alarm, and at no other', () => {
    const names = propertiesOf('AWS::CloudWatch::Alarm').map(({ AlarmName }) => String(AlarmName));

    expect(namesInHeadings(sectionOf(page, '## Alarms'), 3).map((name) => `signalbox-prod-${name}`)).toEqual(
      expect.arrayContaining(names),
    );
    expect(namesInHeadings(sectionOf(page, '## Alarms'), 3)).toHaveLength(names.length);
  });

  it('holds the saved queries, word for word', () => {
    const shown = codeBlocksIn(page).filter(({ info }) => info === 'logs');
    const saved = propertiesOf('AWS::Logs::QueryDefinition').map(({ QueryString }) => QueryString);

    expect(shown.map(({ code }) => code.trimEnd())).toEqual(saved);
    expect(saved).toEqual(QUERIES.map(({ text }) => text.join('\n')));
  });
});

describe('the saved queries', () => {
  it('look into the logs of every function', () => {
    const functions = propertiesOf('AWS::Lambda::Function');

    for (const { LogGroupNames } of propertiesOf('AWS::Logs::QueryDefinition'))
      expect(referencesIn(LogGroupNames)).toHaveLength(functions.length);
  });
});

describe('the alarm about errors', () => {
  it('watches every function', () => {
    const alarm = propertiesByType(packaged, 'AWS::CloudWatch::Alarm').get('FunctionErrorsAlarm');

    expect(referencesIn(alarm).toSorted()).toEqual(idsOf('AWS::Lambda::Function'));
  });
});

describe('the dashboards', () => {
  it('show every alarm, queue, function and count, each within its limit', () => {
    const shown = referencesIn(propertiesOf('AWS::CloudWatch::Dashboard'));
    const metrics = boards().map((widgets) => widgets.flatMap(({ properties }) => properties.metrics));

    for (const type of ['AWS::CloudWatch::Alarm', 'AWS::SQS::Queue', 'AWS::Lambda::Function'])
      expect(shown).toEqual(expect.arrayContaining([...idsOf(type)]));
    expect(metrics.flat().filter(([namespace]) => namespace === 'Signalbox')).toEqual(
      COUNTS.map((name) => ['Signalbox', name, 'service', 'signalbox-prod']),
    );
    for (const ofOne of metrics) expect(ofOne.length).toBeLessThanOrEqual(MAX_METRICS);
  });

  it('have a place for each of their parts', () => {
    for (const widgets of boards()) {
      const places = widgets.map(({ x, y }) => `${x} ${y}`);

      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('are left out where nobody asked for it', async () => {
    const dev = await packageOffline({ stage: 'dev' });

    const found = propertiesByType(dev, 'AWS::CloudWatch::Dashboard').size;
    await dev.remove();

    expect(found).toBe(0);
  });
});

function propertiesOf(type: string) {
  return [...propertiesByType(packaged, type).values()];
}

function idsOf(type: string): readonly string[] {
  return [...propertiesByType(packaged, type).keys()].toSorted();
}

function boards() {
  return propertiesOf('AWS::CloudWatch::Dashboard').map(
    ({ DashboardBody }) => Body.parse(JSON.parse(Object(DashboardBody)['Fn::Sub'])).widgets,
  );
}
