import { basename, dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toBareCode } from './support/bare-code.ts';
import { readFiles, readText, type SourceFile } from './support/sources.ts';

const MAX_LINES = 300;
const HOMELESS = ['utils', 'util', 'helpers', 'types', 'common', 'misc'];

const everything = readFiles('{functions,shared,infra,cli,local,tests}/**/*.{ts,js}');
const product = everything.filter(({ path }) => !path.startsWith('tests/'));

describe('code', () => {
  it('asserts no type but const', () => {
    expect(product.flatMap((file) => linesWith(file, /\bas (?!const\b)/))).toEqual([]);
  });

  it('knows no any', () => {
    expect(product.flatMap((file) => linesWith(file, /[:<|&,(]\s*any\b|\bany\[\]/))).toEqual([]);
  });

  it('swears by no value that may be missing', () => {
    expect(product.flatMap((file) => linesWith(file, /[\w)\]]!(?!=)/))).toEqual([]);
  });

  it('ends a file before it is too long to read', () => {
    const long = everything.filter(({ text }) => text.split('\n').length > MAX_LINES + 1);

    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('has a home for everything', () => {
    const homeless = everything.filter(({ path }) =>
      [...dirname(path).split('/'), basename(path, '.ts')].some((part) => HOMELESS.includes(part)),
    );

    expect(homeless.map(({ path }) => path)).toEqual([]);
  });

  it('logs through the one place that leaves events out', () => {
    const logging = product.filter(({ text }) => text.includes("'@aws-lambda-powertools/logger/middleware'"));

    expect(logging.map(({ path }) => path)).toEqual(['shared/runtime/observability.ts']);
  });

  it('says nothing of the machine it was written on', () => {
    const texts = readFiles(
      '*.{md,json,yml,js}',
      '{docs,events,functions,shared,infra,cli,local,tests}/**/*.*',
    ).filter(isText);
    const place = /(?<![\w.])\/(?:work|home|root|Users)\//;

    expect(texts.length).toBeGreaterThan(everything.length / 2);
    expect(texts.filter(({ text }) => place.test(text)).map(({ path }) => path)).toEqual([]);
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
  });
});

function linesWith({ path, text }: SourceFile, unwanted: RegExp): readonly string[] {
  const lines = toBareCode(text).split('\n');
  return lines.flatMap((line, index) =>
    unwanted.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
  );
}

function isText({ path }: SourceFile): boolean {
  return /\.(md|json|ndjson|yml|js|ts)$/.test(path) && path !== 'package-lock.json';
}
