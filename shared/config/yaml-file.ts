import {
  type Alias,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
import * as z from 'zod';
import type { Path } from './issue-wording.ts';

/** A file as far as it can be read, and what is wrong with it as YAML. */
export interface YamlFile {
  /** Undefined where too much is wrong to tell what is meant. */
  readonly data: { readonly value: unknown } | undefined;
  readonly flaws: readonly Flaw[];
  /** The line of the deepest part of the path that is there. */
  lineOf(path: Path): number;
}

export interface Flaw {
  /** From 1. */
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

type LineAt = (offset: number) => number;

const MAX_REFERENCES = 100;

export function readYamlFile(text: string): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const lineAt: LineAt = (offset) => counter.linePos(offset).line;
  const references = findReferences(document);
  // Each is looked for in the whole file.
  const isTooMuch = references.length > MAX_REFERENCES;
  const stars = isTooMuch ? [] : references.filter((alias) => alias.resolve(document) === undefined);
  const broken = findBroken(document, stars, lineAt);
  if (isTooMuch) broken.push(TOO_MANY_REFERENCES);
  const flaws = [
    ...broken,
    ...stars.map((alias) => toFlaw(alias, lineAt)),
    ...findRepeatedKeys(document, lineAt),
  ];
  putQuotes(document, stars);
  return {
    data: broken.length > 0 ? undefined : { value: document.toJS() },
    flaws,
    lineOf: (path) => lineAt(findOffset(document, path)),
  };
}

function findReferences(document: Document.Parsed): readonly Alias[] {
  const found: Alias[] = [];
  visit(document, { Alias: (_, alias) => void found.push(alias) });
  return found;
}

const TOO_MANY_REFERENCES: Flaw = {
  line: 1,
  what: `not YAML: more than ${MAX_REFERENCES} references`,
  remedy: 'write out what they stand for',
};

/** What the parser finds, less what it finds in stars without quotes: those have a remedy of their own. */
function findBroken(document: Document.Parsed, stars: readonly Alias[], lineAt: LineAt): Flaw[] {
  return document.errors
    .filter(({ code, pos: [at] }) => code !== 'BAD_ALIAS' || !stars.some((star) => holds(star, at)))
    .map(({ message, pos: [at] }) => ({
      line: lineAt(at),
      what: `not YAML: ${message}`,
      remedy: 'mend the indentation, quotes or brackets there',
    }));
}

function holds({ range }: Alias, offset: number): boolean {
  return range != null && range[0] <= offset && offset <= range[1];
}

/** A pattern that starts with * and has no quotes reads as a reference. */
function toFlaw({ source, range }: Alias, lineAt: LineAt): Flaw {
  return {
    line: lineAt(range?.[0] ?? 0),
    what: `*${source} refers to nothing: what starts with * is a reference unless it has quotes`,
    remedy: `put quotes round it: '*${source}'`,
  };
}

/** So that the rest of the file can be examined as it was meant. */
function putQuotes(document: Document.Parsed, stars: readonly Alias[]): void {
  visit(document, {
    Alias(_, alias) {
      if (!stars.includes(alias)) return undefined;
      const text = new Scalar(`*${alias.source}`);
      text.range = alias.range ?? null;
      return text;
    },
  });
}

/** The last one counts, and would hide the others. */
function findRepeatedKeys(document: Document.Parsed, lineAt: LineAt): readonly Flaw[] {
  const flaws: Flaw[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Map<string, number>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const line = lineAt(key.range?.[0] ?? 0);
        const first = seen.get(name);
        if (first === undefined) seen.set(name, line);
        else flaws.push(repeated(name, line, first));
      }
    },
  });
  return flaws;
}

function repeated(name: string, line: number, first: number): Flaw {
  const where = line === first ? 'twice in this line' : `here and in line ${first}`;
  return {
    line,
    what: `"${name}" is written ${where}`,
    remedy: 'give one another name, or make one of both',
  };
}

function findOffset({ contents }: Document.Parsed, path: Path): number {
  let node: unknown = contents;
  let offset = 0;
  for (const part of path) {
    const [next, place] = enter(node, part);
    if (next === undefined && place === undefined) break;
    node = next;
    offset = startOf(place) ?? offset;
  }
  return offset;
}

/** What the part of a path leads to, and the node by which people find it. */
function enter(node: unknown, part: PropertyKey): readonly [unknown, unknown] {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return [item, item];
  }
  const pair = isMap(node)
    ? node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part))
    : undefined;
  return [pair?.value, pair?.key];
}

function startOf(node: unknown): number | undefined {
  const range = z.object({ range: z.array(z.number()) }).safeParse(node);
  return range.data?.range[0];
}
