import type { OutgoingMessage } from '#shared/clients/queues.ts';

export interface SimMessage {
  readonly id: string;
  readonly body: string;
  readonly group: string;
  readonly sentAt: number;
  receiveCount: number;
  visibleAt: number;
  inFlight: boolean;
}

export interface SimQueueOptions {
  readonly name: string;
  readonly isFifo: boolean;
  readonly visibilityMilliseconds: number;
  readonly maxReceiveCount: number;
}

/** A queue of SQS in virtual time: visibility, receive counts, and for FIFO the lock of a group while any of it is out. */
export class SimQueue {
  readonly options: SimQueueOptions;
  readonly deadLetters: SimMessage[] = [];
  readonly #groups = new Map<string, SimMessage[]>();
  #made = 0;

  constructor(options: SimQueueOptions) {
    this.options = options;
  }

  put({ body, groupId, delaySeconds = 0 }: OutgoingMessage, now: number): SimMessage {
    this.#made += 1;
    const id = `${this.options.name}-${this.#made}`;
    // Messages of a standard queue wait for nobody, so each is a group of its own.
    const group = this.options.isFifo ? (groupId ?? '') : id;
    const visibleAt = now + delaySeconds * 1000;
    const message = { id, body, group, sentAt: now, receiveCount: 0, visibleAt, inFlight: false };
    const waiting = this.#groups.get(group);
    if (waiting === undefined) this.#groups.set(group, [message]);
    else waiting.push(message);
    return message;
  }

  /** Takes what is visible, at most `limit`; of a group in order, and nothing behind what is out. */
  receive(limit: number, now: number): readonly SimMessage[] {
    const batch: SimMessage[] = [];
    for (const messages of this.#groups.values()) {
      if (batch.length >= limit) break;
      if (messages.some(({ inFlight, visibleAt }) => inFlight && visibleAt > now)) continue;
      for (const message of [...messages]) {
        if (batch.length >= limit || message.visibleAt > now) break;
        if (this.#take(message, now)) batch.push(message);
      }
    }
    return batch;
  }

  delete(message: SimMessage): void {
    const left = (this.#groups.get(message.group) ?? []).filter((other) => other !== message);
    if (left.length === 0) this.#groups.delete(message.group);
    else this.#groups.set(message.group, left);
  }

  /** When the next message that is not visible now will be; infinite when there is none. */
  nextVisibleAt(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const messages of this.#groups.values())
      for (const { visibleAt } of messages) if (visibleAt > now && visibleAt < next) next = visibleAt;
    return next;
  }

  /** Whether that many could be received now. */
  hasVisible(count: number, now: number): boolean {
    let visible = 0;
    for (const messages of this.#groups.values()) {
      if (messages.some(({ inFlight, visibleAt }) => inFlight && visibleAt > now)) continue;
      visible += messages.filter(({ visibleAt }) => visibleAt <= now).length;
      if (visible >= count) return true;
    }
    return false;
  }

  find(id: string): SimMessage | undefined {
    for (const messages of this.#groups.values())
      for (const message of messages) if (message.id === id) return message;
    return undefined;
  }

  get messages(): readonly SimMessage[] {
    return [...this.#groups.values()].flat();
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  #take(message: SimMessage, now: number): boolean {
    if (message.receiveCount >= this.options.maxReceiveCount) {
      this.delete(message);
      this.deadLetters.push(message);
      return false;
    }
    message.receiveCount += 1;
    message.inFlight = true;
    message.visibleAt = now + this.options.visibilityMilliseconds;
    return true;
  }
}
