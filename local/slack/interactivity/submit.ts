import * as z from 'zod';
import { getView } from '../modal-view.ts';
import type { Attempt, Modal } from '../modals.ts';
import { NotPossible, Refusal } from '../refusal.ts';
import { toViewJson } from '../view-json.ts';
import type { Workspace } from '../workspace.ts';
import { findInputErrors, isInput, toStateValues, type Values } from './inputs.ts';
import { type Parts, toEnvelope } from './payload.ts';
import type { Reaction } from './sender.ts';
import { findBody, TROUBLE } from './words.ts';

const Answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
]);
type Answer = z.infer<typeof Answer>;

const CLOSE = { response_action: 'close' } as const;

export interface Submission {
  readonly viewId: string;
  readonly user: string;
  readonly values: Values;
}

/** What became of it: the modal has gone, or it says what is wrong, or it shows something else. */
export interface SubmissionResult extends Pick<Attempt, 'errors' | 'problem'> {
  readonly closed: boolean;
}

export async function submit({ viewId, user, values }: Submission, parts: Parts): Promise<SubmissionResult> {
  const { workspace, sender, announce } = parts;
  const { modals } = workspace;
  const modal = getModal(viewId, user, workspace);
  const state = toStateValues(modal.view, values);
  const errors = findInputErrors(modal.view, values);
  if (Object.keys(errors).length > 0) modals.note(modal, { values, errors });
  else {
    const payload = toPayload(modal, state, parts);
    react(await sender.send({ payload: JSON.stringify(payload) }), { modal, values, workspace });
  }
  announce();
  const after = modals.find(viewId);
  return { ...(after?.attempt ?? { errors: {} }), closed: after === undefined };
}

export function close({ viewId, user }: Omit<Submission, 'values'>, { workspace, announce }: Parts): void {
  workspace.modals.close(getModal(viewId, user, workspace).id);
  announce();
}

function getModal(viewId: string, user: string, { modals }: Workspace): Modal {
  const modal = modals.find(viewId);
  if (modal?.user !== user) throw new NotPossible('That modal is not open any more.');

  return modal;
}

function toPayload(modal: Modal, state: object, parts: Parts): object {
  const person = parts.workspace.people.find(({ id }) => id === modal.user);
  return {
    type: 'view_submission',
    ...(person && toEnvelope(person, parts)),
    view: toViewJson(modal, state),
    response_urls: [],
  };
}

function react(
  reaction: Reaction,
  {
    modal,
    values,
    workspace,
  }: { readonly modal: Modal; readonly values: Values; readonly workspace: Workspace },
): void {
  try {
    carryOut(getAnswer(reaction, modal), { modal, values, workspace });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    workspace.modals.note(modal, { values, errors: {}, problem: TROUBLE });
  }
}

/** Throws a refusal for what Slack does not understand. */
function getAnswer(reaction: Reaction, { view }: Modal): Answer | typeof CLOSE {
  const body = findBody(reaction);
  if (body === undefined) throw new Refusal('no_answer');
  if (body.trim() === '') return CLOSE;

  const answer = Answer.safeParse(findJson(body)).data;
  const isMisplaced =
    answer?.response_action === 'errors' && !Object.keys(answer.errors).every((id) => isInput(view, id));
  if (!answer || isMisplaced) throw new Refusal('invalid_answer');

  return answer;
}

function carryOut(
  answer: Answer | typeof CLOSE,
  {
    modal,
    values,
    workspace,
  }: { readonly modal: Modal; readonly values: Values; readonly workspace: Workspace },
): void {
  const { modals } = workspace;
  if (answer.response_action === 'close') modals.close(modal.id);
  else if (answer.response_action === 'clear') modals.clear(modal.user);
  else if (answer.response_action === 'errors') modals.note(modal, { values, errors: answer.errors });
  else if (answer.response_action === 'update') modals.update(modal, getView(answer.view));
  else modals.open(modal.user, getView(answer.view), modal);
}

function findJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Slack shows the same trouble for whatever it does not understand.
    return undefined;
  }
}
