import * as z from 'zod/mini';
import { InvalidInputError } from '#shared/errors.ts';
import { CHOOSE_ACTIONS } from '#shared/presentation/card.ts';

// Beyond the limits of CodePipeline's (100) and Step Functions' names (80) it is no name.
const Name = z.string().check(
  z.minLength(1),
  z.maxLength(100),
  z.refine((text) => text.isWellFormed()),
);
/** As much as a button of a dialog in Slack shows. */
const Choice = z.string().check(z.minLength(1), z.maxLength(24));
const MAX_QUESTION = 10_000;
const MAX_LINK = 500;
/** A record lives 90 days. */
const MAX_TIMEOUT_SECONDS = 60 * 86_400;

/** What a state machine asks, and where people look for it. */
const ApprovalRequest = z.strictObject({
  taskToken: z.string().check(z.minLength(1), z.maxLength(2048)),
  pipeline: Name,
  executionId: Name,
  stage: Name,
  action: Name,
  choices: z.optional(z.array(Choice).check(z.minLength(2), z.maxLength(CHOOSE_ACTIONS.length))),
  question: z.optional(z.string().check(z.maxLength(MAX_QUESTION))),
  reviewLink: z.optional(z.url({ protocol: /^https$/ }).check(z.maxLength(MAX_LINK))),
  timeoutSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_TIMEOUT_SECONDS))),
});
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

/** @throws InvalidInputError that names what is wrong, and never what was given: a token would stand in the execution's history */
export function parseRequest(input: unknown): ApprovalRequest {
  const parsed = ApprovalRequest.safeParse(input);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => `${key} (not known)`) : issue.path.join('.'),
  );
  const where = names.filter((name) => name !== '').join(', ');
  throw new InvalidInputError(
    `an approval request is missing or has wrong: ${where || 'its payload'}; docs/step-functions.md has a state to copy`,
  );
}
