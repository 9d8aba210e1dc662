import { randomBytes } from 'node:crypto';
import type { View } from './modal-view.ts';
import { Refusal } from './refusal.ts';
import type { ModalView } from './views.ts';

const MAX_STACKED = 3;

/** What the person gave at the last submission, and what was wrong with it. */
export type Attempt = Pick<ModalView, 'values' | 'errors' | 'problem'>;

export interface Modal {
  readonly id: string;
  readonly hash: string;
  readonly user: string;
  /** The modal under it. */
  readonly previousId: string | undefined;
  readonly rootId: string;
  readonly view: View;
  readonly attempt: Attempt;
}

const UNTOUCHED: Attempt = { values: {}, errors: {} };

/** The modals that people have open, each person's lowest first. */
export class Modals {
  readonly #open = new Map<string, Modal>();

  open(user: string, view: View, previous?: Modal): Modal {
    if (previous && this.of(user).length >= MAX_STACKED) throw new Refusal('push_limit_reached');

    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    return this.#keep({
      id,
      hash: createHash(),
      user,
      previousId: previous?.id,
      rootId: previous?.rootId ?? id,
      view,
      attempt: UNTOUCHED,
    });
  }

  update(modal: Modal, view: View): Modal {
    return this.#keep({ ...modal, hash: createHash(), view, attempt: UNTOUCHED });
  }

  /** Nothing happens to a modal that was closed meanwhile. */
  note(modal: Modal, attempt: Attempt): void {
    if (this.#open.has(modal.id)) this.#keep({ ...modal, attempt });
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  clear(user: string): void {
    for (const { id } of this.of(user)) this.#open.delete(id);
  }

  find(id: string): Modal | undefined {
    return this.#open.get(id);
  }

  of(user: string): readonly Modal[] {
    return this.all().filter((modal) => modal.user === user);
  }

  all(): readonly Modal[] {
    return [...this.#open.values()];
  }

  #keep(modal: Modal): Modal {
    this.#open.set(modal.id, modal);
    return modal;
  }
}

export function toModalView({ id, user, view, attempt }: Modal): ModalView {
  return {
    id,
    user,
    callbackId: view.callback_id,
    privateMetadata: view.private_metadata,
    title: view.title.text,
    ...(view.submit && { submit: view.submit.text }),
    close: view.close?.text ?? 'Cancel',
    blocks: view.blocks,
    ...attempt,
  };
}

function createHash(): string {
  return `${Math.floor(Date.now() / 1_000)}.${randomBytes(4).toString('hex')}`;
}
