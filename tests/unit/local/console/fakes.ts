import { afterEach } from '@jest/globals';
import { type Console, type ConsoleOptions, startConsole } from '#local/console/index.ts';
import { startLoopbackSlack } from '#local/slack/index.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A console on a real loopback Slack, with everything else faked; stopped after the test. */
export async function startTestConsole(more: Partial<ConsoleOptions> = {}) {
  const slack = await startLoopbackSlack();
  slack.createChannel('pipelines');
  const started: string[] = [];
  const problems: unknown[] = [];
  const console: Console = await startConsole({
    slack,
    codepipeline: {
      demos: [{ name: 'succeeds', title: 'Succeeds', description: 'goes well' }],
      pipelines: () => [],
      runDemo: async (name) => {
        started.push(name);
        return { executions: ['e-1'] };
      },
      subscribe: () => () => undefined,
    },
    mail: () => [],
    archive: { list: async () => [], read: async (key) => `contents of ${key}` },
    decisions: async () => [],
    log: () => [],
    subscribe: () => () => undefined,
    report: (error) => problems.push(error),
    ...more,
  });
  stops.push(slack.stop, console.stop);
  return { slack, started, problems, url: console.url };
}
