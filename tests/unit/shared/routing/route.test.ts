import { describe, expect, it } from '@jest/globals';
import type { Observation } from '#shared/domain/observation.ts';
import type { RoutedRecord } from '#shared/domain/record.ts';
import { covers, destinationsOf, owedTo, route } from '#shared/routing/route.ts';
import { Rule } from '#shared/routing/rule.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, buildNotice } from '#tests/support/build-record.ts';
import { fc } from '#tests/support/property.ts';

/** As a route of signalbox.yml is written. */
function rules(...written: readonly object[]): readonly Rule[] {
  return written.map((one) => Rule.parse(one));
}

const FAILED_IN_BUILD: readonly Partial<Observation>[] = [
  {},
  { state: 'FAILED', stage: 'Build', action: 'UnitTests', time: START + 9 },
];
const RECOVERED: readonly Partial<Observation>[] = [
  ...FAILED_IN_BUILD,
  { state: 'RESUMED', attempt: 2, time: START + 20 },
  { state: 'SUCCEEDED', attempt: 2, time: START + 60 },
];

/** `announcement key → destinations`, for those that have any. */
function told(record: RoutedRecord, ...written: readonly object[]) {
  const verdicts = route(record, rules(...written)).filter(({ destinations }) => destinations.length > 0);
  return Object.fromEntries(
    verdicts.map(({ announcement, destinations }) => [announcement.key, destinations]),
  );
}

describe('route', () => {
  it('gives a verdict for everything there is to say, in order, also when no route matches', () => {
    const verdicts = route(buildExecution(RECOVERED), rules({ match: { status: 'failed' }, to: 'mail' }));

    expect(
      verdicts.map(({ announcement, routes, destinations }) => [announcement.key, routes, destinations]),
    ).toEqual([
      ['started', [], []],
      ['failed 1', [0], ['mail']],
      ['retried 2', [], []],
      ['recovered', [], []],
      ['succeeded', [], []],
    ]);
  });

  it('lets the first route that matches decide', () => {
    expect(
      told(buildExecution(), { match: { status: 'failed' }, to: 'a' }, { to: 'b' }, { to: 'c' }),
    ).toEqual({
      started: ['b'],
    });
  });

  it('looks further only as long as routes say continue', () => {
    expect(
      told(
        buildExecution(),
        { to: 'a', continue: true },
        { to: ['b', 'a'], continue: true },
        { to: 'c' },
        { to: 'd' },
      ),
    ).toEqual({ started: ['a', 'b', 'c'] });
  });

  it('passes over a route that does not match, also where it would not continue', () => {
    expect(
      told(
        buildExecution(),
        { match: { pipeline: 'other' }, to: 'a' },
        { match: { pipeline: ['x', 'web-*'] }, to: 'b' },
      ),
    ).toEqual({ started: ['b'] });
  });

  it('names a destination once that two routes name', () => {
    const [verdict] = route(buildExecution(), rules({ to: 'a', continue: true }, { to: ['a'] }));

    expect(verdict).toMatchObject({ routes: [0, 1], destinations: ['a'] });
  });

  it.each([
    ['the pipeline', { pipeline: 'web-shop' }, { started: ['a'], 'failed 1': ['a'] }],
    ['another pipeline', { pipeline: 'api-*' }, {}],
    ['one of several statuses', { status: ['failed', 'recovered'] }, { 'failed 1': ['a'] }],
    ['the stage that failed', { stage: 'Build' }, { 'failed 1': ['a'] }],
    ['another stage', { stage: 'Deploy' }, {}],
    ['stage and status', { stage: 'B*', status: 'failed' }, { 'failed 1': ['a'] }],
    ['a status without a stage', { stage: '*', status: 'started' }, {}],
    ['nothing in particular', {}, { started: ['a'], 'failed 1': ['a'] }],
  ])('matches by %s', (_, match, expected) => {
    expect(told(buildExecution(FAILED_IN_BUILD), { match, to: 'a' })).toEqual(expected);
  });

  it('does not match a stage before it is known, and does as soon as it is', () => {
    const unknown = buildExecution([{}, { state: 'FAILED' }]);
    const match = { stage: 'Build', status: 'failed' };

    expect(told(unknown, { match, to: 'a' })).toEqual({});
    expect(told(buildExecution([...FAILED_IN_BUILD, { state: 'FAILED' }]), { match, to: 'a' })).toEqual({
      'failed 1': ['a'],
    });
  });

  it('tells a notice to routes that ask for no pipeline and no stage', () => {
    const written = [
      { match: { pipeline: '*' }, to: 'a', continue: true },
      { match: { stage: '*' }, to: 'b', continue: true },
      { match: { status: 'notice' }, to: 'c', continue: true },
      { match: { status: 'failed' }, to: 'd', continue: true },
      { to: 'e' },
    ];

    expect(told(buildNotice(), ...written)).toEqual({ notice: ['c', 'e'] });
  });

  it.each([
    ['the service', { service: 'ecr' }, { notice: ['a'] }],
    ['one of several services', { service: ['s3', 'ecr'] }, { notice: ['a'] }],
    ['any service', { service: '*' }, { notice: ['a'] }],
    ['another service', { service: 's3' }, {}],
    ['a service and the pipeline that it is about', { service: 'ecr', pipeline: 'web-*' }, { notice: ['a'] }],
    ['a service and another pipeline', { service: 'ecr', pipeline: 'api' }, {}],
  ])('tells a notice to a route for %s', (_, match, expected) => {
    const notice = buildNotice({ service: 'ecr', pipeline: 'web-shop' });

    expect(told(notice, { match, to: 'a' })).toEqual(expected);
  });

  it.each([
    ['an execution', buildExecution()],
    ['a notice of a kind that no source knows', buildNotice()],
  ])('tells %s to no route for services', (_, record) => {
    expect(told(record, { match: { service: '*' }, to: 'a' })).toEqual({});
  });

  it('gives the same verdicts for the same record: a repeated event changes nothing', () => {
    const written = rules(
      { match: { status: ['failed', 'recovered'] }, to: 'a', continue: true },
      { to: 'b' },
    );

    expect(route(buildExecution(RECOVERED.toReversed()), written)).toEqual(
      route(buildExecution([...RECOVERED, ...RECOVERED]), written),
    );
  });

  it('owes a destination its announcements in order, and lists each destination once', () => {
    const verdicts = route(
      buildExecution(RECOVERED),
      rules(
        { match: { status: ['recovered', 'failed'] }, to: ['mail', 'chat'], continue: true },
        { to: 'chat' },
      ),
    );

    expect(owedTo('mail', verdicts).map(({ key }) => key)).toEqual(['failed 1', 'recovered']);
    expect(owedTo('nobody', verdicts)).toEqual([]);
    expect(destinationsOf(verdicts)).toEqual(['chat', 'mail']);
  });
});

describe('covers', () => {
  it('says yes only where each announcement of any record that the second matches is matched by the first', () => {
    const globs = fc.option(fc.subarray(['*', 'web-shop', 'api'], { minLength: 1 }), { nil: undefined });
    const stages = fc.option(fc.subarray(['*', 'Build', 'Deploy'], { minLength: 1 }), { nil: undefined });
    const statuses = fc.option(fc.subarray(['started', 'failed', 'notice'], { minLength: 1 }), {
      nil: undefined,
    });
    const services = fc.option(fc.subarray(['*', 'ecr', 's3'], { minLength: 1 }), { nil: undefined });
    const match = fc.record({ pipeline: globs, stage: stages, service: services, status: statuses });
    const records = [
      buildExecution(RECOVERED),
      buildExecution([{ state: 'FAILED' }], { pipeline: 'api' }),
      buildNotice(),
      buildNotice({ service: 'ecr' }),
      buildNotice({ service: 's3', pipeline: 'api' }),
    ];
    fc.assert(
      fc.property(match, match, (first, second) => {
        const [rule, other] = rules({ match: first, to: 'a' }, { match: second, to: 'b' });
        fc.pre(rule !== undefined && other !== undefined && covers(rule, other));

        const verdicts = records.flatMap((record) => route(record, [{ ...rule, continue: true }, other]));

        expect(verdicts.filter(({ destinations }) => destinations.join() === 'b')).toEqual([]);
      }),
    );
  });
});
