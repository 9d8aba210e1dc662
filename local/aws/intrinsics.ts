import { ACCOUNT, PARTITION, REGION, toArn } from './identity.ts';
import { type Template, TemplateError } from './template.ts';

export const STACK_NAME = 'local';

/** Stands for AWS::NoValue: the property that has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

const PSEUDO_PARAMETERS: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::NoValue': NO_VALUE,
  'AWS::NotificationARNs': [],
  'AWS::Partition': PARTITION,
  'AWS::Region': REGION,
  'AWS::StackId': toArn('cloudformation', `stack/${STACK_NAME}/00000000-0000-0000-0000-000000000000`),
  'AWS::StackName': STACK_NAME,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** A resource after wiring: what Ref gives, and what Fn::GetAtt gives. */
export interface WiredResource {
  readonly type: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Resolver {
  /** The value with every intrinsic function replaced by what it stands for. */
  resolve(value: unknown): unknown;
  isTrue(condition: string): boolean;
}

interface Scope extends Resolver {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, WiredResource>;
}

export function createResolver(options: {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources: ReadonlyMap<string, WiredResource>;
}): Resolver {
  const { template, resources } = options;
  const scope: Scope = {
    template,
    resources,
    parameters: parameterValues(template, options.parameters),
    resolve: (value) => resolveValue(value, scope),
    isTrue: (condition) => evaluate(getCondition(template, condition), scope),
  };
  return scope;
}

function parameterValues(
  template: Template,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, unknown> {
  for (const name of Object.keys(given))
    if (!template.Parameters[name]) throw new TemplateError(`The template has no parameter ${name}`);
  return new Map(
    Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
      const value = given[name] ?? Default;
      if (value === undefined) throw new TemplateError(`Parameter ${name} has no default: give it a value`);
      const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
      return [name, isList ? String(value).split(',') : String(value)];
    }),
  );
}

function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((entry) => resolveValue(entry, scope)).filter((entry) => entry !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;

  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
    return call(only[0], only[1], scope);
  return Object.fromEntries(
    entries
      .map(([key, inner]) => [key, resolveValue(inner, scope)] as const)
      .filter(([, inner]) => inner !== NO_VALUE),
  );
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => ref(String(name), scope),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(scope.resolve(parts), 'Fn::Join').join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(argument, 'Fn::Split');
    return String(scope.resolve(text)).split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(argument, 'Fn::Select');
    const selected = list(scope.resolve(values), 'Fn::Select')[Number(scope.resolve(index))];
    if (selected === undefined) throw new TemplateError(`Fn::Select has no element ${String(index)}`);
    return selected;
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument, 'Fn::If');
    return scope.resolve(scope.isTrue(String(condition)) ? yes : no);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = list(scope.resolve(argument), 'Fn::FindInMap').map(String);
    const found = scope.template.Mappings[map]?.[first]?.[second];
    if (found === undefined) throw new TemplateError(`Mapping ${map} has no ${first}.${second}`);
    return found;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(scope.resolve(argument))).toString('base64'),
};

function call(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) throw new TemplateError(`The embedded AWS does not know the function ${name}`);
  return intrinsic(argument, scope);
}

function ref(name: string, scope: Scope): unknown {
  if (name in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[name];
  if (scope.parameters.has(name)) return scope.parameters.get(name);
  return getResource(name, scope).ref;
}

function getAttribute(argument: unknown, scope: Scope): string {
  const [logicalId = '', ...rest] = Array.isArray(argument)
    ? argument.map(String)
    : String(argument).split('.');
  const resource = getResource(logicalId, scope);
  const attribute = resource.attributes[rest.join('.')];
  if (attribute === undefined)
    throw new TemplateError(
      `${logicalId} (${resource.type}) has no attribute ${rest.join('.')} in the embedded AWS`,
    );
  return attribute;
}

function getResource(name: string, scope: Scope): WiredResource {
  const resource = scope.resources.get(name);
  if (!resource) throw new TemplateError(`The template has no parameter or active resource ${name}`);
  return resource;
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = new Map(Object.entries(Object(scope.resolve(variables ?? {}))));
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_placeholder, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (own.has(name)) return String(own.get(name));
    return String(name.includes('.') ? getAttribute(name, scope) : ref(name, scope));
  });
}

function getCondition(template: Template, name: string): unknown {
  if (!(name in template.Conditions)) throw new TemplateError(`The template has no condition ${name}`);
  return template.Conditions[name];
}

function evaluate(condition: unknown, scope: Scope): boolean {
  const [name, argument] = Object.entries(Object(condition))[0] ?? [];
  if (name === 'Condition') return scope.isTrue(String(argument));
  const operands = list(argument, `the condition ${name}`);
  if (name === 'Fn::Equals') return String(scope.resolve(operands[0])) === String(scope.resolve(operands[1]));
  if (name === 'Fn::Not') return !evaluate(operands[0], scope);
  if (name === 'Fn::And') return operands.every((operand) => evaluate(operand, scope));
  if (name === 'Fn::Or') return operands.some((operand) => evaluate(operand, scope));
  throw new TemplateError(`The embedded AWS does not know the condition function ${name}`);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TemplateError(`${where} needs a list`);
  return value;
}
