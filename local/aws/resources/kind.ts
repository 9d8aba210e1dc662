import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { EventBus } from '../events/bus.ts';
import type { Fauxqs } from '../fauxqs.ts';
import type { HttpApi } from '../http-api.ts';
import { STACK_NAME, type WiredResource } from '../intrinsics.ts';
import type { AsyncInvoker } from '../lambda/async-invocation.ts';
import type { EventSourceMapping } from '../lambda/event-source-mapping.ts';
import type { FunctionHost } from '../lambda/function-host.ts';
import type { SecretStore } from '../secrets.ts';
import type { StepFunctions } from '../step-functions/index.ts';
import { TemplateError } from '../template.ts';

export interface LocalFunction {
  readonly host: FunctionHost;
  readonly asynchronous: AsyncInvoker;
}

/** What wiring works with. */
export interface Services {
  readonly endpoint: string;
  readonly fauxqs: Fauxqs;
  readonly dynamodb: DynamoDBClient;
  readonly bus: EventBus;
  readonly secrets: SecretStore;
  readonly states: StepFunctions;
  /** By ARN. */
  readonly functions: Map<string, LocalFunction>;
  readonly mappings: EventSourceMapping[];
  readonly apis: HttpApi[];
  /** ARNs of functions, by integration. */
  readonly integrations: Map<string, string>;
  /** Schedules that fire until the stop. */
  readonly schedules: NodeJS.Timeout[];
  readonly bundleDirectory: string;
  readonly functionEnvironment: Readonly<Record<string, string>>;
  readonly environmentVariables: (environment: string) => Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface Description<Properties> {
  readonly logicalId: string;
  readonly properties: Properties;
}

type Wired = Omit<WiredResource, 'type'>;

/** One resource type of CloudFormation, and how it comes to be here. */
export interface ResourceKind {
  readonly type: string;
  wire(description: Description<unknown>, services: Services): Promise<Wired>;
}

export function defineResource<Schema extends z.ZodType>(definition: {
  readonly type: string;
  /** Only the properties that have an effect here; the others are left alone. */
  readonly properties: Schema;
  wire(description: Description<z.infer<Schema>>, services: Services): Wired | Promise<Wired>;
}): ResourceKind {
  return {
    type: definition.type,
    async wire({ logicalId, properties }, services) {
      const parsed = definition.properties.safeParse(properties);
      if (!parsed.success) throw new TemplateError(z.prettifyError(parsed.error));
      return definition.wire({ logicalId, properties: parsed.data }, services);
    },
  };
}

/** The name that CloudFormation would make up for a resource without one. */
export function madeUpName(logicalId: string): string {
  return `${STACK_NAME}-${logicalId}`;
}
