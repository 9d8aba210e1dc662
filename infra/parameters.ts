import * as z from 'zod';

const PARTITION = 'aws[a-z-]*';
const TOPIC_ARN = new RegExp(`^arn:${PARTITION}:sns:[a-z0-9-]+:\\d{12}:[\\w-]{1,256}(\\.fifo)?$`);
const POLICY_ARN = new RegExp(`^arn:${PARTITION}:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$`);
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
const ACCOUNT_ID = /^\d{12}$/;
// The bus's policy may have 10 KB, of which an account takes some 150 bytes.
const MAX_MEMBERS = 50;
const TAG = /^(?!aws:)[\p{L}\p{N} _.:/+@-]{1,128}=[\p{L}\p{N} _.:/+@=-]{0,256}$/u;

const TopicArn = z.string().regex(TOPIC_ARN, 'must be the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:NAME');
const PolicyArn = z
  .string()
  .regex(POLICY_ARN, 'must be the ARN of a policy: arn:aws:iam::ACCOUNT:policy/NAME');
const AccountId = z.string().regex(ACCOUNT_ID, 'must be the number of an account: twelve digits');
const Tag = z.string().regex(TAG, 'must be NAME=VALUE, in letters, digits, spaces and _ . : / + @ -');

/** What a deployment may set beside serverless.yml's own parameters; an empty text is none. */
const Parameters = z.strictObject({
  alarmTopicArn: optional(TopicArn),
  dashboard: z.stringbool('must be true or false'),
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')}`),
  notificationTopicArns: list(TopicArn),
  memberAccounts: list(AccountId).refine(
    (accounts) => accounts.length <= MAX_MEMBERS,
    `must be ${MAX_MEMBERS} accounts at most`,
  ),
  permissionsBoundaryArn: optional(PolicyArn),
  tags: list(Tag).transform(toRecord),
});
export type Parameters = z.infer<typeof Parameters>;

/** Reads every parameter and reports every mistake at once. */
export function readParameters(
  raw: unknown,
): { parameters: Parameters; mistakes: [] } | { parameters?: undefined; mistakes: readonly string[] } {
  const result = Parameters.safeParse(raw);
  if (result.success) return { parameters: result.data, mistakes: [] };
  return {
    mistakes: result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
  };
}

function optional(schema: z.ZodString) {
  return z.union([z.literal('').transform(() => undefined), schema]);
}

function list(schema: z.ZodString) {
  return z.string().transform(parts).pipe(z.array(schema));
}

function parts(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toRecord(tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  );
}
