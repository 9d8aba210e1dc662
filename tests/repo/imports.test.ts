import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IMPORT_ORDER } from './support/import-order.ts';
import { readFiles } from './support/sources.ts';

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  functions: ['shared'],
  infra: ['shared'],
  cli: ['shared', 'functions', 'infra'],
  local: ['shared', 'infra'],
  tests: ['shared', 'functions', 'infra', 'cli', 'local'],
};

// A tool's configuration may build on the one in the project's own folder.
const files = readFiles(...Object.keys(MAY_IMPORT).map((folder) => `${folder}/**/*.{ts,js}`)).filter(
  ({ path }) => !path.endsWith('.config.js'),
);
const imports = new Map(files.map(({ path, text }) => [path, specifiersIn(text)]));
const own = [...imports].flatMap(([from, all]) => all.flatMap((one) => toEdge(from, one) ?? []));
const edges = own.filter(({ from }) => !from.startsWith('tests/'));
const bundled = reachable(
  files.map(({ path }) => path).filter((path) => /^functions\/\w+\/handler\.ts$/.test(path)),
);

describe('imports', () => {
  it('stay inside the folders that a folder may know', () => {
    const wrong = own.filter(
      ({ from, to }) => top(from) !== top(to) && !MAY_IMPORT[top(from)]?.includes(top(to)),
    );

    expect(wrong.map(show)).toEqual([]);
  });

  it('go up in shared/, never down, types too', () => {
    const inShared = edges.filter(({ from, to }) => top(from) === 'shared' && top(to) === 'shared');

    expect(inShared.filter(({ from, to }) => rank(from) < rank(to)).map(show)).toEqual([]);
    expect(inShared.filter(({ from, to }) => rank(from) < 0 || rank(to) < 0).map(show)).toEqual([]);
  });

  it('never lead from one function to another', () => {
    const functions = edges.filter(({ from, to }) => top(from) === 'functions' && top(to) === 'functions');

    expect(functions.filter(({ from, to }) => dirname(from) !== dirname(to)).map(show)).toEqual([]);
  });

  it('climb one folder at most', () => {
    const ladders = [...imports].filter(([, all]) => all.some((one) => one.includes('../../')));

    expect(ladders.map(([path]) => path)).toEqual([]);
  });

  it('bring nothing but zod into the domain', () => {
    const domain = [...imports].filter(([path]) => path.startsWith('shared/domain/'));
    const packages = domain.flatMap(([, all]) => all.filter((one) => /^[^.#]/.test(one)));

    expect([...new Set(packages)]).toEqual(['zod/mini']);
  });

  it('take zod by namespace, and only its small form into the bundles', () => {
    const byName = files.filter(({ text }) => /^import (type )?\{[^}]*\} from 'zod/m.test(text));
    const large = [...bundled].filter((path) => imports.get(path)?.includes('zod'));

    expect(bundled.size).toBeGreaterThan(30);
    expect(byName.map(({ path }) => path)).toEqual([]);
    expect(large).toEqual([]);
  });
});

interface Edge {
  readonly from: string;
  readonly to: string;
}

function specifiersIn(text: string): readonly string[] {
  const found = text.matchAll(/^(?:import|export|\}).*? from '(.+)';|^import '(.+)';|\bimport\('(.+)'\)/gm);
  return [...found].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

function toEdge(from: string, specifier: string): Edge | undefined {
  if (specifier.startsWith('#')) return { from, to: specifier.slice(1) };
  return specifier.startsWith('.') ? { from, to: join(dirname(from), specifier) } : undefined;
}

function reachable(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries);
  for (const path of found) for (const { from, to } of own) if (from === path) found.add(to);
  return found;
}

function top(path: string): string {
  return path.split('/')[0] ?? '';
}

function rank(path: string): number {
  return IMPORT_ORDER.indexOf(path.split('/')[1]?.replace(/\.ts$/, '') ?? '');
}

function show({ from, to }: Edge): string {
  return `${from} imports ${to}`;
}
