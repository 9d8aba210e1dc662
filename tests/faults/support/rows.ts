/** A row of the fault matrix: what happens, what is promised, and which test holds it to that. */
export interface Row {
  readonly id: string;
  readonly fault: string;
  readonly promise: string;
  /** Files of tests/faults; the tests in them are named after the row. */
  readonly tests: readonly string[];
}

export const ROWS: readonly Row[] = [
  {
    id: 'R1',
    fault:
      '10,000 events of 714 executions: a fifth doubled, a fifth of neighbors swapped, 10 % of Slack calls answered 429, 2 % answered 500, kills, 8 environments',
    promise: 'every execution once, as it ended; nothing stale; dead-letter queues empty',
    tests: ['r01-burst', 'processes'],
  },
  {
    id: 'R2',
    fault: 'events in reverse, and in every order of the last five',
    promise: 'the same card, byte for byte',
    tests: ['r02-order'],
  },
  {
    id: 'R3',
    fault: 'every event ten times, to 8 environments',
    promise: 'one post; at most a write and no Slack call for a duplicate',
    tests: ['r03-duplicates'],
  },
  {
    id: 'R4',
    fault: 'each event of an execution missing in turn',
    promise: 'the true end at most two sweeps later; no call when nothing is open',
    tests: ['r04-missing-events'],
  },
  {
    id: 'R5',
    fault: 'a kill before and after every await',
    promise: 'as if nothing had been; no lock stays',
    tests: ['r05-kills'],
  },
  {
    id: 'R6',
    fault: 'Slack does the work and its answer is lost',
    promise: 'exactly one message',
    tests: ['r06-lost-answers'],
  },
  {
    id: 'R7',
    fault: 'ten minutes without Slack, 5,000 events meanwhile',
    promise: 'nothing lost; afterwards only what is true by then',
    tests: ['r07-outage'],
  },
  {
    id: 'R8',
    fault: 'Retry-After 30 in one channel',
    promise: 'no call to it until then; others no more than a second later',
    tests: ['r08-retry-after'],
  },
  {
    id: 'R9',
    fault: 'Slack refuses until a person acts, or for good',
    promise: 'one try in five minutes; all told afterwards; what is never taken is kept with its reason',
    tests: ['r09-refusals'],
  },
  {
    id: 'R10',
    fault: 'DynamoDB and SQS throttle, time out, or take five seconds',
    promise: 'at most three retries, then the queue; every execution once, as it ended',
    tests: ['r10-throttling', 'processes'],
  },
  {
    id: 'R11',
    fault: 'CodePipeline, S3, SNS or Secrets Manager throttle or refuse',
    promise: 'a card without its facts, as soon; nothing lost; secrets from memory for 15 minutes',
    tests: ['r11-other-services'],
  },
  {
    id: 'R12',
    fault: 'poison',
    promise:
      'kept with its reason; the other nine done; at most 200 ms and 40 MB; texts cut on whole characters',
    tests: ['r12-poison'],
  },
  { id: 'R13', fault: '1,000 old messages sent again', promise: 'nothing changes', tests: ['r13-redrive'] },
  {
    id: 'R14',
    fault: 'environments whose clocks are 20 minutes apart; events of other times',
    promise: 'every execution once, as it ended',
    tests: ['r14-clocks', 'processes'],
  },
  {
    id: 'R15',
    fault: 'retries, rollbacks, stops, states that do not exist yet',
    promise: 'one card, in any order',
    tests: ['r15-attempts'],
  },
  {
    id: 'R16',
    fault: 'three of a batch of ten fail',
    promise: 'exactly those are given back',
    tests: ['r16-partial-batch'],
  },
  { id: 'R17', fault: 'one environment or eight', promise: 'the same channel', tests: ['r17-concurrency'] },
  {
    id: 'R18',
    fault: '200,000 events in one process',
    promise: 'at most 5 MiB more than after 10,000; sockets, timers and listeners as many',
    tests: ['processes'],
  },
  {
    id: 'R19',
    fault: 'the token is rotated',
    promise: 'fetched again once; nobody paused',
    tests: ['processes'],
  },
  { id: 'R20', fault: 'records of another version', promise: 'read both ways', tests: ['r20-versions'] },
  {
    id: 'R21',
    fault: 'CodePipeline throttles, fails, hangs or loses the answers of jobs of its Lambda actions',
    promise:
      'every job has one answer, in its own invocation or the repeat of it; no pipeline is left waiting',
    tests: ['r21-jobs'],
  },
  {
    id: 'S1',
    fault: 'control sequences in texts from outside',
    promise: 'all links and mentions are our own',
    tests: ['s01-injection'],
  },
  {
    id: 'S2',
    fault: 'secrets in events',
    promise: 'in no message, mail, log line or archive object',
    tests: ['s02-secrets', 'processes'],
  },
  {
    id: 'S8',
    fault: 'line breaks and escape sequences in events',
    promise: 'JSON lines only',
    tests: ['processes'],
  },
  {
    id: 'S9',
    fault: 'keys that mean something to JavaScript',
    promise: 'names like any other',
    tests: ['s09-pollution'],
  },
];
