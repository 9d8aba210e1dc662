import type { TaskAnswer, Tasks } from '#shared/clients/tasks.ts';

/** Step Functions, as far as tasks with a token go: the first answer counts, and closes. */
export class FakeTasks implements Tasks {
  isOpen = true;
  /** Thrown by the next answers, one each, before they have any effect. */
  readonly failures: Error[] = [];
  /** Thrown by the next answers that were taken: lost on their way back. */
  readonly losses: Error[] = [];
  readonly answers: TaskAnswer[] = [];
  readonly beats: string[] = [];

  async answer(answer: TaskAnswer): Promise<'TAKEN' | 'CLOSED'> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    if (!this.isOpen) return 'CLOSED';
    this.isOpen = false;
    this.answers.push(answer);
    const loss = this.losses.shift();
    if (loss !== undefined) throw loss;
    return 'TAKEN';
  }

  async beat(token: string): Promise<'TAKEN' | 'CLOSED'> {
    this.beats.push(token);
    return this.isOpen ? 'TAKEN' : 'CLOSED';
  }
}
