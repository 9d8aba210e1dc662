import { parse } from 'yaml';
import type { Resources } from '#infra/template.ts';
import { readText } from './sources.ts';

export const MEMBER_TEMPLATE = 'infra/member.yml';

// CloudFormation's short forms; YAML knows a scalar, a list or a map of each.
const NAMES = ['Ref', 'Condition', 'GetAtt', 'Sub', 'If', 'And', 'Not', 'Equals', 'Select', 'Split', 'Join'];
const KINDS = [undefined, 'seq', 'map'] as const;

/** infra/member.yml with its intrinsic functions in their long form. */
export function readMemberTemplate(): { readonly Resources: Resources } {
  const customTags = NAMES.flatMap((name) =>
    KINDS.map((collection) => ({
      tag: `!${name}`,
      ...(collection && { collection }),
      resolve: (value: unknown) => ({ [longName(name)]: toArgument(name, value) }),
    })),
  );
  return parse(readText(MEMBER_TEMPLATE), { customTags: customTags as never });
}

function longName(name: string): string {
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

function toArgument(name: string, value: unknown): unknown {
  const plain = isNode(value) ? value.toJSON() : value;
  return name === 'GetAtt' && typeof plain === 'string' ? plain.split('.') : plain;
}

function isNode(value: unknown): value is { toJSON(): unknown } {
  return typeof value === 'object' && value !== null && 'toJSON' in value;
}
