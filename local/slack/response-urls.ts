import { randomBytes } from 'node:crypto';
import { TEAM } from './people.ts';
import { Refusal } from './refusal.ts';

const LIFETIME_MILLISECONDS = 30 * 60_000;
const MAX_USES = 5;

/** Where an answer goes. */
export interface ResponseTarget {
  readonly kind: 'actions' | 'commands';
  readonly channelId: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly originalTs?: string;
}

interface Issued {
  readonly target: ResponseTarget;
  readonly at: number;
  uses: number;
}

/** Addresses by which the app answers what a person did, with no token: five times within half an hour. */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Gives the secret path. */
  issue(target: ResponseTarget): string {
    const path = `/${target.kind}/${TEAM.id}/${this.#issued.size + 1}/${randomBytes(12).toString('hex')}`;
    this.#issued.set(path, { target, at: this.#now(), uses: 0 });
    return path;
  }

  find(path: string): ResponseTarget | undefined {
    return this.#issued.get(path)?.target;
  }

  /** Counts the use, if it may be used. */
  use(path: string): ResponseTarget {
    const issued = this.#issued.get(path);
    if (!issued) throw new Refusal('invalid_url');
    if (this.#now() - issued.at > LIFETIME_MILLISECONDS) throw new Refusal('expired_url');
    if (issued.uses >= MAX_USES) throw new Refusal('used_url');

    issued.uses += 1;
    return issued.target;
  }
}
