import { beforeEach, describe, expect, it } from '@jest/globals';
import { runTask, runWait } from '#local/aws/step-functions/task-run.ts';
import { TaskTokens } from '#local/aws/step-functions/task-tokens.ts';

/** Time that passes when it is told to. */
class FakeClock {
  #now = 0;
  #timers: { readonly at: number; readonly act: () => void }[] = [];

  get pending(): number {
    return this.#timers.length;
  }

  after(seconds: number, act: () => void): () => void {
    const timer = { at: this.#now + seconds, act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  pass(seconds: number): void {
    this.#now += seconds;
    for (const { at, act } of this.#timers) if (at <= this.#now) act();
  }
}

const timeouts = { task: new Error('late'), heartbeat: new Error('silent') };

let clock: FakeClock;
let tokens: TaskTokens;
let token: string;
let end: AbortController;
let tally: { working: number; waiting: number };

beforeEach(() => {
  clock = new FakeClock();
  tokens = new TaskTokens();
  token = tokens.issue();
  end = new AbortController();
  tally = { working: 0, waiting: 0 };
});

describe('runTask', () => {
  it('waits on as long as heartbeats come in time', async () => {
    const task = run({ token, HeartbeatSeconds: 10 });

    for (let beats = 0; beats < 5; beats += 1) {
      clock.pass(9);
      tokens.get(token).beat();
    }
    tokens.take(token).succeed('done');

    expect(await task).toBe('done');
  });

  it('fails when the next one is missing', async () => {
    const task = run({ token, HeartbeatSeconds: 10 });

    clock.pass(9);
    tokens.get(token).beat();
    clock.pass(10);

    await expect(task).rejects.toBe(timeouts.heartbeat);
  });

  it('is late in spite of heartbeats', async () => {
    const task = run({ token, HeartbeatSeconds: 10, TimeoutSeconds: 15 });

    clock.pass(9);
    tokens.get(token).beat();
    clock.pass(6);

    await expect(task).rejects.toBe(timeouts.task);
  });

  it.each([
    ['done', () => tokens.take(token).succeed(1)],
    ['late', () => clock.pass(20)],
    ['halted', () => end.abort(new Error('over'))],
  ])('leaves no timer and no open token behind: %s', async (_how, settle) => {
    const task = run({ token, HeartbeatSeconds: 10, TimeoutSeconds: 20 });
    expect({ ...tally, pending: clock.pending }).toEqual({ working: 1, waiting: 1, pending: 2 });

    settle();
    await task.catch(() => {});

    expect({ ...tally, pending: clock.pending }).toEqual({ working: 0, waiting: 0, pending: 0 });
    expect(() => tokens.get(token)).toThrow('Provided task does not exist anymore');
  });

  it('does not begin when the execution is over', async () => {
    end.abort(new Error('over'));

    await expect(run({ input: 1 })).rejects.toThrow('over');
  });

  function run(given: object): Promise<unknown> {
    return runTask({ input: null, ...given }, async () => 'called', {
      clock,
      tokens,
      timeouts,
      tally,
      signal: end.signal,
    });
  }
});

describe('runWait', () => {
  it('gives its input when the time has come, and waits until then', async () => {
    const wait = runWait({ Seconds: 600, input: 'in' }, surroundings());

    expect(tally.waiting).toBe(1);
    clock.pass(600);

    expect(await wait).toBe('in');
    expect({ ...tally, pending: clock.pending }).toEqual({ working: 0, waiting: 0, pending: 0 });
  });

  it('ends with its execution', async () => {
    const wait = runWait({ Seconds: 600, input: 'in' }, surroundings());

    end.abort(new Error('over'));

    await expect(wait).rejects.toThrow('over');
    expect(clock.pending).toBe(0);
  });

  function surroundings() {
    return { clock, tokens, timeouts, tally, signal: end.signal };
  }
});
