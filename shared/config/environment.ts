import * as z from 'zod/mini';
import { ConfigError } from '#shared/errors.ts';

const Name = z.string().check(z.minLength(1));
const QueueUrl = z.url();

/** Methods are appended; Slack's own SDK has it with a slash behind. */
const SlackUrl = z.pipe(
  z.url(),
  z.transform((url) => url.replace(/\/+$/, '')),
);

/** Account numbers, parted by commas. */
const Accounts = z.pipe(
  z.string().check(z.regex(/^\d{12}(,(\d{12})?)*$/)),
  z.transform((text) => new Set(text.split(',').filter((account) => account !== ''))),
);

const common = {
  /** The queue that the function reads; failed messages become visible again by their own wait. */
  SOURCE_QUEUE_URL: QueueUrl,
  /** Where unacceptable messages are kept, with their reason: the dead-letter queue of the source. */
  PARKING_QUEUE_URL: QueueUrl,
};

/** Every environment variable that our code reads, by function; docs/configuration.md explains each. */
export const environmentSchemas = {
  ingest: z.object({
    ...common,
    TABLE_NAME: Name,
    DELIVERIES_QUEUE_URL: QueueUrl,
    ENRICHMENT_QUEUE_URL: QueueUrl,
    /** The own account and the members; with members, events of others are parked. */
    ALLOWED_ACCOUNTS: Accounts,
    /** Where a pipeline is whose event does not tell. */
    REGION: Name,
  }),
  enrich: z.object({
    ...common,
    TABLE_NAME: Name,
    DELIVERIES_QUEUE_URL: QueueUrl,
    ACCOUNT_ID: Name,
    /** ARN of the role to take on in a member, with ACCOUNT for its number; only where there are members. */
    READING_ROLE: z.optional(z.string().check(z.regex(/^arn:[a-z-]+:iam::ACCOUNT:role\/[\w+=,.@-]+$/))),
    SLACK_API_URL: z.optional(SlackUrl),
  }),
  deliver: z.object({
    ...common,
    TABLE_NAME: Name,
    ENRICHMENT_QUEUE_URL: QueueUrl,
    ARCHIVE_BUCKET: Name,
    ACCOUNT_ID: Name,
    /** Only where a destination names it. */
    FAILURE_RESPONSE_ARN: z.optional(z.string()),
    SLACK_API_URL: z.optional(SlackUrl),
  }),
  slack: z.object({ COMMANDS_QUEUE_URL: QueueUrl, SLACK_API_URL: z.optional(SlackUrl) }),
  command: z.object({
    ...common,
    TABLE_NAME: Name,
    ENRICHMENT_QUEUE_URL: QueueUrl,
    ARCHIVE_BUCKET: Name,
    ACCOUNT_ID: Name,
    /** Where pipelines are looked for that a person names without a Region. */
    REGION: Name,
    SLACK_API_URL: z.optional(SlackUrl),
  }),
  archive: z.object({ ...common, ARCHIVE_BUCKET: Name }),
  reconcile: z.object({ TABLE_NAME: Name, DELIVERIES_QUEUE_URL: QueueUrl, ACCOUNT_ID: Name }),
  'pipeline-job': z.object({ TABLE_NAME: Name, DELIVERIES_QUEUE_URL: QueueUrl }),
  'approval-request': z.object({
    TABLE_NAME: Name,
    DELIVERIES_QUEUE_URL: QueueUrl,
    ACCOUNT_ID: Name,
    REGION: Name,
  }),
} as const;

/** @throws ConfigError that names every variable that is missing or wrong */
export function readEnvironment<T>(
  schema: z.ZodMiniType<T>,
  variables: Readonly<Record<string, string | undefined>>,
): T {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new ConfigError(`environment variables missing or not valid: ${names}; serverless.yml sets them`);
}
