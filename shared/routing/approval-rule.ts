import * as z from 'zod/mini';
import type { Authority } from '#shared/domain/approval.ts';
import { matchesGlob } from './glob.ts';
import { Glob, oneOrMore } from './rule.ts';

const MAX_PEOPLE = 100;
const MAX_VOTES = 10;
const MAX_FREEZES = 50;

const User = z
  .string()
  .check(z.regex(/^[UW][A-Z0-9]{4,30}$/, 'a user is a Slack member id such as U024BE7LH'));
const Group = z
  .string()
  .check(z.regex(/^S[A-Z0-9]{4,30}$/, 'a group is a Slack user group id such as S0604QSJC'));
export const Users = z.array(User).check(z.maxLength(MAX_PEOPLE));
export const Groups = z.array(Group).check(z.maxLength(MAX_PEOPLE));
const Moment = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, {
    error: 'a time is written 2026-12-18T18:00, without a zone',
    abort: true,
  }),
  z.refine(isInCalendar, { error: 'there is no such day or time' }),
  z.describe('Local time in `zone`: 2026-12-18T18:00'),
);
const Zone = z
  .string()
  .check(
    z.refine(isZone, { error: 'a time zone is a name such as Europe/Berlin, or UTC' }),
    z.describe('Time zone of from and to'),
  );

/** Between two moments only those who may override it decide. */
export const Freeze = z.strictObject({
  from: Moment,
  to: Moment,
  zone: z._default(Zone, 'UTC'),
  reason: z._default(z.string().check(z.maxLength(200)), ''),
  override: z._default(Groups, []).check(z.describe('User groups whose members may approve all the same')),
});
export type Freeze = z.infer<typeof Freeze>;

/** Who may decide an approval in Slack. The first that matches counts. */
export const ApprovalRule = z.strictObject({
  match: z._default(
    z.strictObject({
      pipeline: z.optional(oneOrMore(Glob).check(z.describe('Pipeline names, as in routes'))),
      stage: z.optional(oneOrMore(Glob).check(z.describe('Names of the stages that wait'))),
      action: z.optional(oneOrMore(Glob).check(z.describe('Names of approval actions'))),
    }),
    {},
  ),
  users: z._default(Users, []).check(z.describe('Slack member ids')),
  groups: z._default(Groups, []).check(z.describe('Slack user group ids; their members may decide')),
  votes: z
    ._default(z.int().check(z.minimum(1), z.maximum(MAX_VOTES)), 1)
    .check(z.describe('How many people must approve; one is enough to reject')),
  reason: z
    ._default(z.enum(['optional', 'required', 'on-reject']), 'optional')
    .check(z.describe('Whether a decision needs a reason')),
  ownChange: z
    ._default(z.enum(['refused', 'allowed']), 'refused')
    .check(z.describe('Whether who wrote the commit may approve it')),
  unknownAuthor: z
    ._default(z.enum(['refused', 'allowed']), 'refused')
    .check(
      z.describe(
        'Whether a change may be approved whose author is not known; matters where ownChange is refused',
      ),
    ),
  freeze: z
    ._default(z.array(Freeze).check(z.maxLength(MAX_FREEZES)), [])
    .check(z.describe('When nobody may approve; rejecting is always possible')),
  remind: z._default(
    z.strictObject({
      everyHours: z._default(z.int().check(z.minimum(1), z.maximum(720)), 24),
      beforeHours: z._default(z.int().check(z.minimum(0), z.maximum(720)), 4),
    }),
    { everyHours: 24, beforeHours: 4 },
  ),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

interface Place {
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
}

export function findApprovalRule(rules: readonly ApprovalRule[], place: Place): ApprovalRule | undefined {
  return rules.find(({ match }) =>
    (['pipeline', 'stage', 'action'] as const).every(
      (name) => match[name] === undefined || match[name].some((glob) => matchesGlob(glob, place[name])),
    ),
  );
}

export function toAuthority({ users, groups, votes, reason }: ApprovalRule): Authority {
  return { users, groups, votes, reason };
}

/** The parser of dates takes a 31st of February for the 3rd of March. */
function isInCalendar(local: string): boolean {
  const time = Date.parse(`${local}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(local);
}

/** Asked of who has to know it later: the list of names leaves out what was renamed, such as Europe/Kyiv. */
function isZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
