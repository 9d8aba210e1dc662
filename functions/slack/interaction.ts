import * as z from 'zod/mini';
import { InvalidInputError } from '#shared/errors.ts';
import type { Answer } from '#shared/runtime/http.ts';
import { refuseNobody, toPerson } from './command.ts';
import { openModal } from './open-modal.ts';
import type { SlackApp } from './slack.ts';
import { takeSubmission } from './submission.ts';
import type { Origin } from './verify.ts';

const Id = z.object({ id: z.string() });

/** Who acts, in every kind of interaction. */
const From = z.object({
  type: z.string(),
  user: z.nullish(
    z.object({
      id: z.string(),
      name: z.optional(z.string()),
      username: z.optional(z.string()),
      team_id: z.optional(z.string()),
      is_bot: z.optional(z.boolean()),
    }),
  ),
  // Null where the app is installed for a whole organization.
  team: z.nullish(Id),
  enterprise: z.nullish(Id),
});
type From = z.infer<typeof From>;

/** https://docs.slack.dev/interactivity/handling-user-interaction; what we do not know is acknowledged. */
export async function answerInteraction(payload: string, origin: Origin, app: SlackApp): Promise<Answer> {
  const json = parseJson(payload);
  const from = From.safeParse(json).data;
  if (from === undefined) throw new InvalidInputError('an interaction must say its type and who acts');
  const person = personOf(from);
  if (person === undefined) refuseNobody(app.telemetry);
  else if (from.type === 'block_actions') await openModal(json, { origin, person }, app);
  else if (from.type === 'view_submission') await takeSubmission(json, { origin, person }, app);
  return { status: 200 };
}

function personOf({ user, team, enterprise }: From) {
  if (!user || user.is_bot) return undefined;
  return toPerson({
    user: user.id,
    name: user.name ?? user.username,
    team: user.team_id ?? team?.id,
    enterprise: enterprise?.id,
  });
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new InvalidInputError('an interaction must be JSON');
  }
}
