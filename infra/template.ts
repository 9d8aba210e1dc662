/** A value in a CloudFormation template: plain JSON, intrinsic functions included. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, Value>>;
  readonly DependsOn?: readonly string[];
}

export type Resources = Readonly<Record<string, Resource>>;

/** What a function may do, as its function.yml says it. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
}

export function ref(logicalId: string): Value {
  return { Ref: logicalId };
}

export function arnOf(logicalId: string): Value {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

/** Text with pseudo parameters in it, such as an ARN, and variables of its own. */
export function sub(text: string, variables?: Readonly<Record<string, Value>>): Value {
  return { 'Fn::Sub': variables === undefined ? text : [text, variables] };
}
