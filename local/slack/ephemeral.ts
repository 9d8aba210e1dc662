import type { Content } from './content.ts';
import type { EphemeralView } from './views.ts';

/** Messages that only one person sees. No history has them, and nobody but a response_url can change them. */
export class EphemeralMessages {
  #messages: readonly EphemeralView[] = [];

  add(message: EphemeralView): void {
    this.#messages = [...this.#messages, message];
  }

  find(ts: string, user: string): EphemeralView | undefined {
    return this.#messages.find((message) => message.ts === ts && message.user === user);
  }

  replace(ts: string, content: Content): void {
    this.#messages = this.#messages.map((message) =>
      message.ts === ts ? { ...message, ...content } : message,
    );
  }

  delete(ts: string): void {
    this.#messages = this.#messages.filter((message) => message.ts !== ts);
  }

  all(): readonly EphemeralView[] {
    return this.#messages;
  }
}
