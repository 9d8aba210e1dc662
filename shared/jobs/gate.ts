import * as z from 'zod/mini';
import { findFrozen } from '#shared/approvals/frozen.ts';
import { ConfigError } from '#shared/errors.ts';
import { formatTime } from '#shared/presentation/format.ts';
import { Freeze, findApprovalRule } from '#shared/routing/approval-rule.ts';
import { silenceIn, toSilenceKey } from '#shared/store/silences.ts';
import { askForApproval, closeQuestion } from './gate-approval.ts';
import { defineJob, type JobApp, type JobResult, type JobRun } from './job.ts';

const MAX_ALARMS = 10;
const MAX_QUESTION = 500;
/** Below the 24 hours after which CodePipeline ends the action, so that there is a look at which to say so. */
const MAX_WAIT_MINUTES = 1430;
const USUAL_APPROVAL_MINUTES = 1380;
const USUAL_MINUTES = 60;

/** What a gate may be told to look at. */
const ASKED = ['freeze', 'alarms', 'silence', 'approval'] as const;

/** Both are times of one zone, written alike: as texts they have the order of times. */
const Window = z
  .omit(Freeze, { override: true })
  .check(z.refine(({ from, to }) => from < to, { path: ['to'], error: 'must be later than "from"' }));

const Parameters = z
  .strictObject({
    job: z.literal('gate'),
    /** `true`: the freezes of the rule under approvals that is for this action. */
    freeze: z.optional(z.union([z.literal(true), z.array(Window).check(z.minLength(1))])),
    /** Names of CloudWatch alarms of this account and Region; in ALARM they hold the gate. */
    alarms: z.optional(
      z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(MAX_ALARMS)),
    ),
    /** Whether a silence of the pipeline holds the gate. */
    silence: z.optional(z.literal(true)),
    /** Whether people decide in chat, by the rules under approvals. */
    approval: z.optional(
      z.union([
        z.literal(true),
        z.strictObject({
          question: z.optional(z.string().check(z.maxLength(MAX_QUESTION))),
          reviewLink: z.optional(
            z.url({ protocol: /^https$/, error: 'must be an address that begins with https://' }),
          ),
        }),
      ]),
    ),
    /** What a freeze, an alarm or a silence does. */
    onHold: z._default(z.enum(['wait', 'fail']), 'wait'),
    maxWaitMinutes: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_WAIT_MINUTES))),
  })
  .check(
    z.refine((given) => ASKED.some((name) => given[name] !== undefined), {
      error: `they must have at least one of ${ASKED.join(', ')}`,
      // Also beside other mistakes: all are named at once.
      when: () => true,
    }),
  );
type Parameters = z.infer<typeof Parameters>;
type Run = JobRun<Parameters>;

/** Lets a pipeline go on when nothing holds it and, if asked, people approve. */
export const gate = defineJob<Parameters>({
  name: 'gate',
  parameters: Parameters,
  async look(run, app) {
    const result = await judge(run, app);
    if (result.kind === 'failed' && run.state !== undefined) await closeQuestion(run.state, app);
    return result;
  },
});

async function judge(run: Run, app: JobApp): Promise<JobResult> {
  const held = await findHold(run, app);
  if (held === undefined)
    return run.parameters.approval
      ? letPeopleDecide(run, app)
      : { kind: 'done', summary: 'Nothing holds it' };
  if (run.parameters.onHold === 'fail') return failed(`Held: ${held}`);
  return waitFor(run, app, {
    waits: `Held: ${held}`,
    ends: `Still held after ${minutesOf(run)} minutes: ${held}`,
  });
}

async function letPeopleDecide(run: Run, app: JobApp): Promise<JobResult> {
  const { approval } = run.parameters;
  const question = { ...(approval === true ? {} : approval), expiresAt: endOf(run) };
  const answer = await askForApproval({ run, question }, app);
  if (answer.kind !== 'open') return answer;
  const { id: state, waits, ends } = answer;
  return waitFor(run, app, { waits, ends, state });
}

/** What holds the gate, in words. */
async function findHold(run: Run, app: JobApp): Promise<string | undefined> {
  return findFreeze(run, app) ?? (await findSilence(run, app)) ?? (await findAlarm(run, app));
}

function findFreeze({ parameters: { freeze }, place }: Run, app: JobApp): string | undefined {
  if (freeze === undefined) return undefined;
  const windows = freeze === true ? findApprovalRule(app.approvalRules, place)?.freeze : freeze;
  if (windows === undefined)
    throw new ConfigError(
      `"freeze": true takes the freezes of a rule under approvals in signalbox.yml, and none is for ${place.pipeline}/${place.stage}/${place.action}`,
    );
  const frozen = findFrozen(windows, app.clock.now());
  return frozen && `frozen ${frozen}`;
}

async function findSilence({ parameters, place }: Run, app: JobApp): Promise<string | undefined> {
  if (!parameters.silence) return undefined;
  const key = toSilenceKey(place);
  const silence = silenceIn((await app.table.get([key])).get(key), app.clock.now());
  return silence && `silenced by ${silence.by} until ${formatTime(silence.until)}`;
}

async function findAlarm({ parameters: { alarms = [] } }: Run, app: JobApp): Promise<string | undefined> {
  if (alarms.length === 0) return undefined;
  const found = await app.alarms.list(alarms);
  const missing = alarms.filter((name) => !found.some((alarm) => alarm.name === name));
  if (missing.length > 0)
    throw new ConfigError(
      `there is no alarm ${missing.join(', ')} in this account and Region; mend "alarms"`,
    );
  const ringing = found.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  return ringing.length === 0 ? undefined : `in ALARM: ${ringing.toSorted().join(', ')}`;
}

interface Wait {
  readonly waits: string;
  /** What is said when it has waited long enough. */
  readonly ends: string;
  readonly state?: string;
}

function waitFor(run: Run, { clock }: JobApp, { waits, ends, state = run.state }: Wait): JobResult {
  if (clock.now() >= endOf(run)) return failed(ends);
  return { kind: 'waiting', summary: waits, ...(state !== undefined && { state }) };
}

function minutesOf({ parameters: { maxWaitMinutes, approval } }: Run): number {
  return maxWaitMinutes ?? (approval ? USUAL_APPROVAL_MINUTES : USUAL_MINUTES);
}

/** Epoch seconds. */
function endOf(run: Run): number {
  return run.startedAt + minutesOf(run) * 60;
}

function failed(message: string): JobResult {
  return { kind: 'failed', type: 'JobFailed', message };
}
