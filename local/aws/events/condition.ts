import { BlockList, isIP } from 'node:net';

/** Whether the values found at a field satisfy one entry of its list. */
export type Condition = (found: readonly unknown[]) => boolean;

type ValueTest = (value: unknown) => boolean;

/** One entry of a field's list: a literal, or an object with one operator. */
export function compileCondition(entry: unknown, where: string): Condition {
  const operation = asOperation(entry, where);
  if (operation?.name === 'exists') {
    if (typeof operation.operand !== 'boolean') throw new Error(`${where}: exists takes true or false`);
    return (found) => found.length > 0 === operation.operand;
  }
  const test = operation ? compileOperation(operation, where) : compileLiteral(entry);
  return (found) => found.some(test);
}

interface Operation {
  readonly name: string;
  readonly operand: unknown;
}

type Compile = (operand: unknown, where: string) => ValueTest;

const OPERATORS: Readonly<Record<string, Compile>> = {
  prefix: compileAffix((value, affix) => value.startsWith(affix)),
  suffix: compileAffix((value, affix) => value.endsWith(affix)),
  'equals-ignore-case': (operand, where) => {
    const wanted = text(operand, where).toLowerCase();
    return onText((value) => value.toLowerCase() === wanted);
  },
  wildcard: (operand, where) => onText(compileWildcard(text(operand, where), where)),
  'anything-but': compileAnythingBut,
  numeric: compileNumeric,
  cidr: compileCidr,
};

const NEGATABLE: readonly string[] = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

function compileOperation({ name, operand }: Operation, where: string): ValueTest {
  const compile = OPERATORS[name];
  if (!compile) throw new Error(`${where}: unknown operator ${name}`);
  return compile(operand, `${where}, ${name}`);
}

function asOperation(entry: unknown, where: string): Operation | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const [only, second] = Object.entries(entry);
  if (Array.isArray(entry) || !only || second)
    throw new Error(`${where}: an object with one operator is needed`);
  return { name: only[0], operand: only[1] };
}

function compileLiteral(literal: unknown): ValueTest {
  return (value) => value === literal;
}

function compileAffix(has: (value: string, affix: string) => boolean): Compile {
  return (operand, where) => {
    const operation = asOperation(operand, where);
    if (!operation) {
      const affix = text(operand, where);
      return onText((value) => has(value, affix));
    }
    if (operation.name !== 'equals-ignore-case')
      throw new Error(`${where}: unknown operator ${operation.name}`);
    const affix = text(operation.operand, where).toLowerCase();
    return onText((value) => has(value.toLowerCase(), affix));
  };
}

function compileAnythingBut(operand: unknown, where: string): ValueTest {
  const refused = isOperation(operand) ? negatedTests(operand, where) : literals(operand, where);
  return (value) => !refused.some((test) => test(value));
}

function negatedTests(operand: object, where: string): readonly ValueTest[] {
  const operation = asOperation(operand, where);
  if (!operation || !NEGATABLE.includes(operation.name))
    throw new Error(`${where}: unknown operator ${operation?.name}`);
  const wanted = [operation.operand].flat();
  return wanted.map((one) => compileOperation({ name: operation.name, operand: one }, where));
}

function literals(operand: unknown, where: string): readonly ValueTest[] {
  const values = [operand].flat();
  if (values.length === 0 || !values.every((value) => typeof value === 'string' || typeof value === 'number'))
    throw new Error(`${where}: takes a text, a number, or a list of them`);
  return values.map(compileLiteral);
}

function isOperation(operand: unknown): operand is object {
  return typeof operand === 'object' && operand !== null && !Array.isArray(operand);
}

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function compileNumeric(operand: unknown, where: string): ValueTest {
  const parts = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4)
    throw new Error(`${where}: takes one or two comparisons, such as [">", 0, "<=", 5]`);
  const tests = [parts.slice(0, 2), parts.slice(2)]
    .filter((pair) => pair.length > 0)
    .map(([operator, limit]) => {
      const compare = COMPARISONS[String(operator)];
      if (!compare || typeof limit !== 'number')
        throw new Error(`${where}: unknown comparison ${operator} ${limit}`);
      return (value: number) => compare(value, limit);
    });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function compileCidr(operand: unknown, where: string): ValueTest {
  const [address = '', bits = ''] = text(operand, where).split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(bits), family);
  return onText((value) => isIP(value) !== 0 && addresses.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'));
}

/** `*` stands for any text, also none; a backslash takes the special meaning off `*` and itself. */
function compileWildcard(wildcard: string, where: string): (value: string) => boolean {
  const parts = [''];
  for (const [token] of wildcard.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (token === '*') parts.push('');
    else parts.push(`${parts.pop()}${token.length === 2 ? token.slice(1) : token}`);
  }
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (rest.includes('')) throw new Error(`${where}: consecutive * are not allowed`);
  if (last === undefined) return (value) => value === first;
  return (value) => hasParts(value, { first, middle: rest, last });
}

function hasParts(
  value: string,
  { first, middle, last }: { first: string; middle: readonly string[]; last: string },
): boolean {
  if (!value.startsWith(first)) return false;
  let position = first.length;
  for (const part of middle) {
    const found = value.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return value.length - last.length >= position && value.endsWith(last);
}

function onText(test: (value: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

function text(operand: unknown, where: string): string {
  if (typeof operand !== 'string') throw new Error(`${where}: takes a text`);
  return operand;
}
