/** Slack's own way of saying no: HTTP 200, `ok: false` and a word from its list of errors. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super(`Slack refuses the call: ${[code, ...details].join(' ')}`);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** Nobody could do that in Slack: what they would press or fill in is not on their screen. */
export class NotPossible extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotPossible';
  }
}
