import type { App } from '#shared/app.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { beginRequest, endRequest, findRequest, type StoredRequest } from '#shared/store/requests.ts';
import { act } from './act.ts';
import { keep, refuse, type Wish } from './control-audit.ts';
import { findPermit } from './find-permit.ts';
import { tell } from './tell.ts';
import { withPatience } from './with-patience.ts';

export type PerformApp = Pick<
  App,
  'clock' | 'telemetry' | 'table' | 'objects' | 'peopleOf' | 'controlRules' | 'pipelineControl' | 'account'
>;

export type Ordered = Extract<Command, { readonly kind: 'control' | 'order' }>;

/** What a command is about, once it has been found. */
export interface Target {
  readonly identity: ExecutionIdentity;
  /** Undefined: the whole execution. */
  readonly stage: string | undefined;
  /** Epoch seconds. */
  readonly startedAt: number;
}

/** What was wanted then may not be wanted now: an outage or a redrive must not stop what runs well. */
const LIVE_SECONDS = 900;

interface Performing {
  readonly command: Ordered;
  readonly target: Target;
  readonly app: PerformApp;
}

/** Authority, then CodePipeline, once. Its events tell everybody else what came of it. */
export async function perform(performing: Performing): Promise<void> {
  const { command, target, app } = performing;
  const { identity, stage } = target;
  const { action, request } = command;
  if ((await findRequest(app.table, request))?.state === 'done') return;
  const wish = toWish(performing);
  const permit = await findPermit(command, { pipeline: identity.pipeline, stage, action }, app);
  const refusal = permit.refusal ?? findHindrance(performing);
  if (refusal !== undefined) return refuse(command, { wish, refusal }, app);
  const about = { executionId: identity.executionId, stage };
  const now = app.clock.now();
  const before = await beginRequest(app.table, request, { target: about, now });
  // A repeat at the same moment found something else, which it has begun with.
  if (before !== undefined && !isAbout(before, target)) return perform(follow(performing, before));
  const outcome = await attempt(performing, { name: permit.name, isRepeat: before !== undefined });
  await keep(command, { wish, kind: 'control', outcome }, app);
  await tell(command, outcome, app);
  await endRequest(app.table, request, about);
}

function toWish({ command: { action, reason }, target: { identity, stage } }: Performing): Wish {
  const { executionId, ...pipeline } = identity;
  return { wanted: action, pipeline, executionId, stage, reason };
}

function findHindrance({ command, target, app }: Performing): string | undefined {
  const { account, pipeline } = target.identity;
  if (app.clock.now() > command.at + LIVE_SECONDS)
    return `That was asked too long ago. Look at ${pipeline}, and ask again if it still needs it.`;
  if (account !== app.account)
    return `${pipeline} is in the account ${account}, which Signalbox only listens to: do it there, in the AWS console.`;
  return undefined;
}

function isAbout(before: StoredRequest, { identity, stage }: Target): boolean {
  return before.executionId === identity.executionId && before.stage === stage;
}

function follow(performing: Performing, { executionId, stage }: StoredRequest): Performing {
  const { target } = performing;
  return { ...performing, target: { ...target, identity: { ...target.identity, executionId }, stage } };
}

interface Trial {
  readonly name: string;
  readonly isRepeat: boolean;
}

/** Gives what came of it, as a sentence. */
async function attempt({ command, target, app }: Performing, { name, isRepeat }: Trial): Promise<string> {
  const { action, at, reason, person } = command;
  const { identity, stage = '', startedAt } = target;
  const { region, pipeline, executionId } = identity;
  const place = { region, pipeline, executionId, stage };
  const doing = { action, place, startedAt, at, isRepeat, person: { name, user: person.user }, reason };
  const acted = await withPatience(command, app, () => act(doing, app));
  if ('problem' in acted) return acted.problem;
  app.telemetry.count(acted.isDone ? 'ControlsDone' : 'ControlsRefused');
  return acted.outcome;
}
