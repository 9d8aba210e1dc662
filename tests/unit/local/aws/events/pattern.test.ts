import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '#local/aws/events/pattern.ts';
import { fc } from '#tests/support/property.ts';

const EVENT = {
  version: '0',
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  region: 'us-east-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-1', 'arn:aws:other'],
  detail: {
    'instance-id': 'i-1234567890abcdef0',
    state: 'terminated',
    'c-count': 5,
    'd-count': 10,
    'x-limit': 301.8,
    empty: '',
    nothing: null,
    flag: true,
    address: '10.0.0.7',
    FileName: 'picture.PNG',
    EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/myFirstBus',
    none: [],
    phases: [
      { type: 'BUILD', status: 'FAILED' },
      { type: 'UPLOAD', status: 'SUCCEEDED' },
    ],
  },
};

// AWS's user guide, "Comparison operators for use in event patterns", on the event above.
describe('an event pattern', () => {
  it.each([
    ['exact', { source: ['aws.ec2'] }],
    ['one of several', { detail: { state: ['running', 'terminated'] } }],
    ['an element of a list', { resources: ['arn:aws:other'] }],
    ['and over fields', { source: ['aws.ec2'], region: ['us-east-1'], detail: { state: ['terminated'] } }],
    ['prefix', { region: [{ prefix: 'us-' }] }],
    ['prefix, ignoring case', { detail: { state: [{ prefix: { 'equals-ignore-case': 'TERM' } }] } }],
    ['suffix, ignoring case', { detail: { FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] } }],
    ['suffix', { detail: { FileName: [{ suffix: '.PNG' }] } }],
    ['equals-ignore-case', { detail: { state: [{ 'equals-ignore-case': 'TERMINATED' }] } }],
    ['anything-but a text', { detail: { state: [{ 'anything-but': 'initializing' }] } }],
    ['anything-but texts', { detail: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] } }],
    ['anything-but numbers', { detail: { 'x-limit': [{ 'anything-but': [100, 200, 300] }] } }],
    [
      'anything-but, ignoring case',
      { detail: { state: [{ 'anything-but': { 'equals-ignore-case': ['STOPPED'] } }] } },
    ],
    ['anything-but a prefix', { detail: { state: [{ 'anything-but': { prefix: 'init' } }] } }],
    ['anything-but prefixes', { detail: { state: [{ 'anything-but': { prefix: ['init', 'err'] } }] } }],
    ['anything-but suffixes', { detail: { FileName: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] } }],
    ['anything-but a wildcard', { detail: { FileName: [{ 'anything-but': { wildcard: '*/lib/*' } }] } }],
    ['numeric', { detail: { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] } }],
    ['numeric, one comparison', { detail: { 'd-count': [{ numeric: ['<', 11] }] } }],
    ['numeric equality', { detail: { 'x-limit': [{ numeric: ['=', 3.018e2] }] } }],
    ['exists', { detail: { state: [{ exists: true }] } }],
    ['not exists', { detail: { missing: [{ exists: false }] } }],
    ['not exists below what is missing', { detail: { missing: { deeper: [{ exists: false }] } } }],
    ['an empty list does not exist', { detail: { none: [{ exists: false }] } }],
    ['null exists', { detail: { nothing: [{ exists: true }] } }],
    ['wildcard', { detail: { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] } }],
    ['null', { detail: { nothing: [null] } }],
    ['the empty text', { detail: { empty: [''] } }],
    ['a truth value', { detail: { flag: [true] } }],
    ['cidr', { detail: { address: [{ cidr: '10.0.0.0/24' }] } }],
    [
      '$or',
      {
        detail: { $or: [{ 'c-count': [{ numeric: ['>', 10] }] }, { 'd-count': [{ numeric: ['<=', 10] }] }] },
      },
    ],
    [
      '$or beside a field',
      { source: ['aws.ec2'], $or: [{ region: ['x'] }, { detail: { state: ['terminated'] } }] },
    ],
    ['one object of a list', { detail: { phases: { type: ['BUILD'], status: ['FAILED'] } } }],
  ])('matches by %s', (_what, pattern) => {
    expect(compilePattern(pattern)(EVENT)).toBe(true);
  });

  it.each([
    ['another value', { source: ['aws.ecs'] }],
    ['another case', { detail: { state: ['Terminated'] } }],
    ['a number written as text', { detail: { 'c-count': ['5'] } }],
    ['one of two fields failing', { source: ['aws.ec2'], region: ['eu-west-1'] }],
    ['anything-but what is there', { detail: { state: [{ 'anything-but': ['terminated'] }] } }],
    ['anything-but what is missing', { detail: { missing: [{ 'anything-but': ['x'] }] } }],
    ['anything-but its suffix', { detail: { FileName: [{ 'anything-but': { suffix: ['.txt', '.PNG'] } }] } }],
    ['exists on an object', { detail: [{ exists: true }] }],
    ['exists: false on a value', { detail: { state: [{ exists: false }] } }],
    ['a number out of range', { detail: { 'c-count': [{ numeric: ['>', 5, '<', 10] }] } }],
    ['numeric on a text', { detail: { empty: [{ numeric: ['=', 0] }] } }],
    ['null where a field is missing', { detail: { missing: [null] } }],
    ['a wildcard that needs more', { detail: { state: [{ wildcard: 'term*inated*x' }] } }],
    ['cidr of another network', { detail: { address: [{ cidr: '10.0.1.0/24' }] } }],
    ['$or with no alternative', { $or: [{ source: ['a'] }, { region: ['b'] }] }],
    [
      'values of two different objects of a list',
      { detail: { phases: { type: ['UPLOAD'], status: ['FAILED'] } } },
    ],
  ])('does not match by %s', (_what, pattern) => {
    expect(compilePattern(pattern)(EVENT)).toBe(false);
  });

  it.each([
    [{}, 'event pattern: an empty pattern is not allowed'],
    [{ source: 'aws.ec2' }, 'event pattern, source: a pattern is an object'],
    [{ source: [] }, 'event pattern, source: an empty list matches nothing'],
    [{ detail: { state: [{ regex: '.*' }] } }, 'event pattern, detail.state: unknown operator regex'],
    [
      { source: [{ prefix: 'a', suffix: 'b' }] },
      'event pattern, source: an object with one operator is needed',
    ],
    [{ source: [{ wildcard: 'a**b' }] }, 'event pattern, source, wildcard: consecutive * are not allowed'],
    [{ source: [{ numeric: ['>'] }] }, 'event pattern, source, numeric: takes one or two comparisons'],
    [
      { source: [{ 'anything-but': { exists: true } }] },
      'event pattern, source, anything-but: unknown operator exists',
    ],
    [{ $or: [{ source: ['a'] }] }, 'event pattern: $or needs a list of at least two patterns'],
  ])('%j is refused with the reason', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});

const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '*', '\\'), maxLength: 6 });

describe('operators, against a naive model', () => {
  it('wildcard is a regular expression with .* for *', () => {
    const wildcards = fc.array(fc.constantFrom('a', 'b', '*', '\\*', '\\\\'), { maxLength: 6 });
    fc.assert(
      fc.property(wildcards, letters, (tokens, value) => {
        fc.pre(!tokens.join('').replaceAll('\\\\', '').replaceAll('\\*', '').includes('**'));
        const regex = tokens.map((token) => (token === '*' ? '.*' : token)).join('');

        const matches = compilePattern({ x: [{ wildcard: tokens.join('') }] })({ x: value });

        expect(matches).toBe(new RegExp(`^${regex}$`, 's').test(value));
      }),
    );
  });

  it('prefix, suffix and equals-ignore-case are what their names say', () => {
    fc.assert(
      fc.property(letters, letters, (value, wanted) => {
        const matches = (operator: string) => compilePattern({ x: [{ [operator]: wanted }] })({ x: value });

        expect(matches('prefix')).toBe(value.slice(0, wanted.length) === wanted);
        expect(matches('suffix')).toBe(wanted === '' || value.slice(-wanted.length) === wanted);
        expect(matches('equals-ignore-case')).toBe(value.toLowerCase() === wanted.toLowerCase());
      }),
    );
  });

  it('anything-but is the opposite for one value that is there', () => {
    const condition = fc.oneof(
      fc.record({ prefix: letters }),
      fc.record({ suffix: letters }),
      fc.record({ 'equals-ignore-case': letters }),
    );
    fc.assert(
      fc.property(condition, letters, (operation, value) => {
        const is = compilePattern({ x: [operation] })({ x: value });
        const isNot = compilePattern({ x: [{ 'anything-but': operation }] })({ x: value });

        expect(isNot).toBe(!is);
      }),
    );
  });

  it('a list is or, fields are and, $or is or', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const values = fc.array(value, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(values, values, fc.record({ x: value, y: value }), (xs, ys, event) => {
        const and = compilePattern({ x: xs, y: ys })(event);
        const or = compilePattern({ $or: [{ x: xs }, { y: ys }] })(event);

        expect(and).toBe(xs.includes(event.x) && ys.includes(event.y));
        expect(or).toBe(xs.includes(event.x) || ys.includes(event.y));
      }),
    );
  });
});
