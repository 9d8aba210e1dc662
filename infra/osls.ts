import type { PatternFile } from './rules.ts';
import type { Permission, Resource, Value } from './template.ts';

/** The part of osls that the plugin uses; osls has types for its configuration only. */
export interface Osls {
  readonly serviceDir: string;
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly configSchemaHandler: {
    defineFunctionProperties(provider: 'aws', schema: object): void;
  };
  readonly service: {
    readonly service: string;
    readonly custom: {
      readonly signalbox: { readonly patterns: PatternFile; readonly parameters: unknown };
    };
    readonly functions: Readonly<Record<string, OslsFunction>>;
    readonly provider: {
      readonly tags: Record<string, string>;
      readonly stackTags: Record<string, string>;
      readonly logRetentionInDays: number;
      readonly compiledCloudFormationTemplate: {
        readonly Resources: Record<string, Resource>;
        readonly Outputs: Record<string, Value>;
      };
    };
  };
  getProvider(name: 'aws'): {
    readonly naming: { getNormalizedFunctionName(name: string): string };
    getStage(): string;
    getRegion(): string;
  };
}

/** A function of serverless.yml: what its function.yml says, and below that what the plugin adds. */
export interface OslsFunction {
  readonly iam?: readonly Permission[];
  readonly reachesDestinations?: boolean;
  readonly reachesSlack?: boolean;
  readonly startsStateMachines?: boolean;
  readonly asksWhy?: boolean;
  readonly schedule?: string;
  readonly events?: readonly { readonly sqs?: { readonly arn: Value } }[];
  environment?: Readonly<Record<string, Value>>;
  handler?: string;
  role?: Value;
  package?: { readonly patterns: readonly string[] };
}
