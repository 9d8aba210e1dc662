import { readFile } from 'node:fs/promises';
import { startEmbeddedAws } from '#local/aws/index.ts';
import type { StandIn, StandInOptions } from './stand-in.ts';

/** Of state machines: half a minute's wait is a third of a second. */
const TIME_SCALE = 0.01;

/** Our own AWS, in this process and its children. */
export async function startEmbedded(options: StandInOptions): Promise<StandIn> {
  const { packaged, topics, functionEnvironment } = options;
  const template = JSON.parse(await readFile(packaged.templateFile, 'utf8'));
  const lines: string[] = [];
  const aws = await startEmbeddedAws({
    template: { ...template, Resources: { ...toTopics(topics), ...template.Resources } },
    bundleDirectory: packaged.bundleDirectory,
    functionEnvironment,
    log: (line) => lines.push(line),
    timeScale: TIME_SCALE,
  });
  return {
    name: 'embedded',
    endpoint: aws.endpoint,
    apiUrl: aws.apiUrl ?? '',
    resources: aws.resources,
    putSecret: async (name, value) => aws.putSecret(name, value),
    putEvent: aws.putEvent,
    invokeAsync: aws.invokeAsync,
    mountCodePipeline: (handle) => aws.mount('codepipeline', handle),
    createStateMachine: async (name, definition) => {
      await aws.createStateMachine({ name, definition });
    },
    log: async () => lines,
    stop: aws.stop,
  };
}

/** Wiring goes from the top, so they are there for what comes after them. */
function toTopics(names: readonly string[]) {
  return Object.fromEntries(
    names.map((TopicName, index) => [
      `Topic${index}`,
      { Type: 'AWS::SNS::Topic', Properties: { TopicName } },
    ]),
  );
}
