import * as z from 'zod';

const Milliseconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const Seconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const Name = z.string().regex(/^[A-Za-z0-9.@_-]{1,100}$/);

const StartedBy = z.strictObject({
  'trigger-type': z.string(),
  'trigger-detail': z.string().max(1024),
});
const GitTrigger = z.strictObject({
  'author-display-name': z.string(),
  'full-repository-name': z.string(),
  'provider-type': z.string(),
  'author-email': z.string(),
  'commit-message': z.string(),
  'author-date': Seconds,
  'branch-name': z.string(),
  'commit-id': z.string().regex(/^[0-9a-f]{40}$/),
  'connection-arn': z.string().startsWith('arn:aws:codeconnections:'),
  'author-id': z.string(),
});

const common = {
  pipeline: Name,
  'execution-id': z.uuid(),
  'start-time': Milliseconds.optional(),
  version: z.int(),
  'pipeline-execution-attempt': z.int().min(1),
};
const PipelineDetail = z
  .strictObject({
    ...common,
    'start-time': Milliseconds,
    state: z.enum(['STARTED', 'RESUMED', 'STOPPING', 'SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED']),
    'execution-trigger': z.union([StartedBy, GitTrigger]).optional(),
    'stop-execution-comments': z.string().max(200).optional(),
  })
  .refine(
    ({ state, 'execution-trigger': trigger }) =>
      (state === 'STARTED') === (trigger !== undefined && 'trigger-type' in trigger),
    'STARTED, and nothing else, says what started it',
  )
  .refine(
    (detail) => detail['stop-execution-comments'] === undefined || detail.state === 'STOPPING',
    'only STOPPING carries comments',
  );
const StageDetail = z
  .strictObject({
    ...common,
    stage: Name,
    state: z.enum(['STARTED', 'RESUMED', 'STOPPING', 'SUCCEEDED', 'FAILED', 'STOPPED']),
    'stage-last-retry-attempt-time': Milliseconds.optional(),
  })
  .refine((detail) => (detail.state === 'RESUMED') === (detail['start-time'] === undefined), 'start-time')
  .refine(
    (detail) => detail.state !== 'RESUMED' || detail['stage-last-retry-attempt-time'] !== undefined,
    'RESUMED says when',
  );
const Artifacts = z
  .array(
    z.strictObject({ name: z.string(), s3location: z.strictObject({ bucket: z.string(), key: z.string() }) }),
  )
  .min(1);
const ActionDetail = z
  .strictObject({
    ...common,
    'start-time': Milliseconds,
    stage: Name,
    action: Name,
    'action-execution-id': z.uuid(),
    state: z.enum(['STARTED', 'SUCCEEDED', 'FAILED', 'ABANDONED']),
    region: z.string(),
    type: z.strictObject({
      owner: z.enum(['AWS', 'ThirdParty', 'Custom']),
      provider: z.string().regex(/^[0-9A-Za-z_-]{1,35}$/),
      category: z.enum(['Source', 'Build', 'Test', 'Deploy', 'Invoke', 'Approval', 'Compute']),
      version: z.literal('1'),
    }),
    'input-artifacts': Artifacts.optional(),
    'output-artifacts': Artifacts.optional(),
    'execution-result': z
      .strictObject({
        'external-execution-id': z.string().min(1).max(1500).optional(),
        'external-execution-url': z.url().max(2048).optional(),
        'external-execution-summary': z.string().min(1).optional(),
        'error-code': z.string().optional(),
      })
      .optional(),
  })
  .refine(
    ({ state, 'execution-result': result }) =>
      (state === 'FAILED') === (result?.['error-code'] !== undefined),
    'error-code on FAILED and only there',
  )
  .refine(
    ({ state, 'execution-result': result }) =>
      result === undefined || state === 'SUCCEEDED' || state === 'FAILED',
    'a result only at the end',
  );

function envelope<Kind extends string, Detail extends z.ZodType>(kind: Kind, detail: Detail) {
  return z.strictObject({
    version: z.literal('0'),
    id: z.uuid(),
    'detail-type': z.literal(`CodePipeline ${kind} Execution State Change`),
    source: z.literal('aws.codepipeline'),
    account: z.string().regex(/^\d{12}$/),
    time: Seconds,
    region: z.string(),
    resources: z.tuple([z.string().startsWith('arn:aws:codepipeline:')]),
    detail,
  });
}

const AnyStateChange = z.discriminatedUnion('detail-type', [
  envelope('Pipeline', PipelineDetail),
  envelope('Stage', StageDetail),
  envelope('Action', ActionDetail),
]);

/** Checks the rules for the fields of the service's events, as strictly as a producer must keep them. */
export function parseStateChange(event: unknown): StateChange {
  return AnyStateChange.parse(event) as StateChange;
}

/** Any of the three kinds, with the members that only some of them have made optional for reading. */
export interface StateChange {
  readonly id: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly pipeline: string;
    readonly 'execution-id': string;
    readonly 'start-time'?: string;
    readonly 'pipeline-execution-attempt': number;
    readonly 'stage-last-retry-attempt-time'?: string;
    readonly 'stop-execution-comments'?: string;
    readonly 'execution-trigger'?: Readonly<Record<string, string>>;
    readonly 'action-execution-id'?: string;
    readonly 'execution-result'?: Readonly<Record<string, string>>;
    readonly 'input-artifacts'?: readonly { readonly name: string; readonly s3location: object }[];
    readonly 'output-artifacts'?: readonly { readonly name: string; readonly s3location: object }[];
    readonly region?: string;
    readonly type?: { readonly provider: string };
    readonly version: number;
    readonly state: string;
    readonly stage?: string;
    readonly action?: string;
  };
}
