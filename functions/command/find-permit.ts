import type { App } from '#shared/app.ts';
import { findControlRefusal } from '#shared/approvals/control-refusal.ts';
import { type Controlled, findControlRule } from '#shared/routing/control-rule.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { findDecider } from './find-decider.ts';

/** Whether signalbox.yml lets that person, with a name for people to read. */
export async function findPermit(
  command: Pick<Command, 'secret' | 'person'>,
  controlled: Controlled,
  { controlRules, peopleOf }: Pick<App, 'controlRules' | 'peopleOf'>,
): Promise<{ readonly name: string; readonly refusal: string | undefined }> {
  const rule = findControlRule(controlRules, controlled);
  const { name, ...who } = await findDecider(command, rule?.groups ?? [], { peopleOf });
  return { name, refusal: findControlRefusal(rule, { ...who, action: controlled.action }) };
}
