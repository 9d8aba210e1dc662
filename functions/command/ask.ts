import { isStranger } from '#shared/approvals/authority.ts';
import { NO_STRANGERS } from '#shared/approvals/control-refusal.ts';
import { HELP } from '#shared/channels/slack/help.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { type ApprovalsApp, listApprovals } from './ask-approvals.ts';
import { listRunning, type StatusApp, tellNewest } from './ask-status.ts';
import { refuse } from './control-audit.ts';
import { findDecider } from './find-decider.ts';
import type { PerformApp } from './perform.ts';
import { show } from './tell.ts';
import { withPatience } from './with-patience.ts';

type Ask = Extract<Command, { readonly kind: 'ask' }>;

export type AskApp = PerformApp & ApprovalsApp & StatusApp;

/** Every full member may look; nothing is changed by it. */
export async function ask(command: Ask, app: AskApp): Promise<void> {
  const { decider, workspace } = await findDecider(command, [], app);
  if (!isStranger(decider, workspace)) {
    const text = await withPatience(command, app, () => answer(command, app));
    return show(command, typeof text === 'string' ? text : text.problem, app);
  }
  const nothing = { pipeline: undefined, executionId: undefined, stage: undefined, reason: '' };
  return refuse(command, { wish: { ...nothing, wanted: command.question }, refusal: NO_STRANGERS }, app);
}

async function answer({ question, pipeline }: Ask, app: AskApp): Promise<string> {
  if (question === 'help') return HELP;
  if (question === 'approvals') return listApprovals(app);
  return pipeline === undefined ? listRunning(app) : tellNewest(pipeline, app);
}
