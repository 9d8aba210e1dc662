/** What a backtracking engine does for a pattern, step by step, so that its cost can be counted instead of timed. */
export interface Counted {
  readonly steps: number;
  /** Where the matches are, as `matchAll` finds them. */
  readonly spans: readonly (readonly [start: number, end: number])[];
}

type Next = (at: number) => number;
/** The end of the match, or NONE. */
type Matcher = (at: number, next: Next) => number;
type Test = (character: string) => boolean;

interface Run {
  readonly text: string;
  steps: number;
}

const NONE = -1;

/** Finds all matches of a global pattern. @throws on syntax that it does not know: then teach it. */
export function countSteps(pattern: RegExp, text: string): Counted {
  const run: Run = { text, steps: 0 };
  const match = new Compiler(pattern, run).compile();
  const spans: [number, number][] = [];
  for (let at = 0; at <= text.length; ) {
    const end = match(at, (last) => last);
    if (end === NONE) at += 1;
    else {
      spans.push([at, end]);
      at = Math.max(end, at + 1);
    }
  }
  return { steps: run.steps, spans };
}

/** How much longer the same pattern works for the same text twice. */
export function growthOf(pattern: RegExp, text: string): number {
  return countSteps(pattern, `${text}${text}`).steps / countSteps(pattern, text).steps;
}

/** More than 2, for a limit of a few hundred characters in a pattern may be reached only in the longer text. */
export const MAX_GROWTH = 2.5;
/** For each character of any text. */
export const MAX_STEPS = 250;

const CLASSES: Readonly<Record<string, Test>> = {
  d: (c) => /\d/.test(c),
  D: (c) => /\D/.test(c),
  w: (c) => /\w/.test(c),
  W: (c) => /\W/.test(c),
  s: (c) => /\s/.test(c),
  S: (c) => /\S/.test(c),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

class Compiler {
  private at = 0;
  private readonly source: string;
  private readonly ignoresCase: boolean;
  private readonly run: Run;

  constructor({ source, ignoreCase }: RegExp, run: Run) {
    this.source = source;
    this.ignoresCase = ignoreCase;
    this.run = run;
  }

  compile(): Matcher {
    const match = this.alternatives();
    if (this.at < this.source.length) throw new Error(`unknown syntax at ${this.source.slice(this.at)}`);
    return match;
  }

  private alternatives(): Matcher {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    if (options.length === 1) return options[0] as Matcher;
    return (at, next) => {
      for (const option of options) {
        this.run.steps += 1;
        const end = option(at, next);
        if (end !== NONE) return end;
      }
      return NONE;
    };
  }

  private sequence(): Matcher {
    const parts: Matcher[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] ?? ''))
      parts.push(this.term());
    return parts.reduceRight<Matcher>(
      (rest, part) => (at, next) => part(at, (end) => rest(end, next)),
      (at, next) => next(at),
    );
  }

  private term(): Matcher {
    if (this.take('^')) return this.when((at) => at === 0);
    if (this.take('$')) return this.when((at) => at === this.run.text.length);
    if (this.take('\\b')) return this.when((at) => this.isWord(at - 1) !== this.isWord(at));
    if (this.take('(?=')) return this.look(this.group(), true);
    if (this.take('(?!')) return this.look(this.group(), false);
    if (this.take('(?<!')) return this.behind();
    if (this.take('(?:') || this.take('(')) return this.repeatGroup(this.group());
    return this.repeatCharacter(this.characters());
  }

  private group(): Matcher {
    const inner = this.alternatives();
    if (!this.take(')')) throw new Error(`a group without its end: ${this.source}`);
    return inner;
  }

  private when(holds: (at: number) => boolean): Matcher {
    return (at, next) => {
      this.run.steps += 1;
      return holds(at) ? next(at) : NONE;
    };
  }

  private look(inner: Matcher, wanted: boolean): Matcher {
    return (at, next) => ((inner(at, (end) => end) !== NONE) === wanted ? next(at) : NONE);
  }

  /** As the engine itself has it, which goes backwards: a step for each alternative, for all of ours are bounded. */
  private behind(): Matcher {
    const from = this.at;
    this.group();
    const source = this.source.slice(from, this.at - 1);
    const pattern = new RegExp(`(?<!${source})`, this.ignoresCase ? 'iy' : 'y');
    const steps = source.split('|').length;
    return (at, next) => {
      this.run.steps += steps;
      pattern.lastIndex = at;
      return pattern.test(this.run.text) ? next(at) : NONE;
    };
  }

  private repeatCharacter(test: Test): Matcher {
    const { min, max, isLazy } = this.quantifier();
    if (isLazy) return this.lazily(test, min, max);
    return (at, next) => {
      let end = at;
      while (end - at < max && end < this.run.text.length && this.isOne(test, end)) end += 1;
      for (; end - at >= min; end -= 1) {
        this.run.steps += 1;
        const last = next(end);
        if (last !== NONE) return last;
      }
      return NONE;
    };
  }

  private lazily(test: Test, min: number, max: number): Matcher {
    return (at, next) => {
      for (let end = at; ; end += 1) {
        const last = end - at >= min ? next(end) : NONE;
        if (last !== NONE) return last;
        if (end - at >= max || end >= this.run.text.length || !this.isOne(test, end)) return NONE;
      }
    };
  }

  private repeatGroup(inner: Matcher): Matcher {
    const { min, max, isLazy } = this.quantifier();
    if (isLazy) throw new Error(`a lazy group: ${this.source}`);
    if (min === 1 && max === 1) return inner;
    const repeat = (count: number, at: number, next: Next): number => {
      this.run.steps += 1;
      const again =
        count < max ? inner(at, (end) => (end === at ? NONE : repeat(count + 1, end, next))) : NONE;
      return again !== NONE || count < min ? again : next(at);
    };
    return (at, next) => repeat(0, at, next);
  }

  private quantifier() {
    const [whole, sign, from, comma, to] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/.exec(this.source.slice(this.at)) ?? [];
    if (whole === undefined) return { min: 1, max: 1, isLazy: false };
    this.at += whole.length;
    const isLazy = this.take('?');
    if (sign !== undefined)
      return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY, isLazy };
    const max = to ? Number(to) : comma ? Number.POSITIVE_INFINITY : Number(from);
    return { min: Number(from), max, isLazy };
  }

  private characters(): Test {
    if (this.take('[')) return this.set();
    if (this.take('.')) return (c) => !/[\n\r\u2028\u2029]/.test(c);
    const one = this.one();
    return typeof one === 'string' ? this.range(one, one) : one;
  }

  private set(): Test {
    const isNegated = this.take('^');
    const tests: Test[] = [];
    while (!this.take(']')) {
      const first = this.one();
      const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
      if (typeof first !== 'string') tests.push(first);
      else if (isRange && this.take('-')) tests.push(this.range(first, String(this.one())));
      else tests.push(this.range(first, first));
    }
    return (c) => tests.some((test) => test(c)) !== isNegated;
  }

  /** A character as it is written, or a class. */
  private one(): string | Test {
    const property = /^\\p\{\w+\}/.exec(this.source.slice(this.at))?.[0];
    if (property !== undefined && this.take(property)) {
      const pattern = new RegExp(property, 'u');
      return (c) => pattern.test(c);
    }
    const [whole = '', unicode, hex, escaped, plain = ''] =
      /^(?:\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(.)|([^\\]))/su.exec(this.source.slice(this.at)) ?? [];
    this.at += whole.length;
    if (unicode !== undefined || hex !== undefined)
      return String.fromCharCode(Number.parseInt(unicode ?? hex ?? '', 16));
    return escaped === undefined ? plain : (CLASSES[escaped] ?? CONTROLS[escaped] ?? escaped);
  }

  private range(from: string, to: string): Test {
    const holds = (c: string) => from <= c && c <= to;
    return this.ignoresCase ? (c) => holds(c) || holds(c.toLowerCase()) || holds(c.toUpperCase()) : holds;
  }

  private isOne(test: Test, at: number): boolean {
    this.run.steps += 1;
    return test(this.run.text[at] ?? '');
  }

  private isWord(at: number): boolean {
    return /\w/.test(this.run.text[at] ?? '');
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}
