import { randomBytes, randomInt } from 'node:crypto';
import { Refusal } from './refusal.ts';

const LIFETIME_MILLISECONDS = 3_000;

interface Trigger {
  readonly user: string;
  readonly at: number;
  exchanged: boolean;
}

/** What lets the app open a modal for the person who has just done something: once, and soon. */
export class Triggers {
  readonly #issued = new Map<string, Trigger>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(user: string): string {
    const id = [randomInt(1e9, 1e10), randomInt(1e9, 1e10), randomBytes(16).toString('hex')].join('.');
    this.#issued.set(id, { user, at: this.#now(), exchanged: false });
    return id;
  }

  /** Gives the person whose trigger it is. */
  exchange(id: string): string {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new Refusal('invalid_trigger_id');
    if (trigger.exchanged) throw new Refusal('trigger_exchanged');
    if (this.#now() - trigger.at > LIFETIME_MILLISECONDS) throw new Refusal('expired_trigger_id');

    trigger.exchanged = true;
    return trigger.user;
  }
}
