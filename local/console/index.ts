import { createServer } from 'node:http';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';
import { loadAssets } from './assets.ts';
import { createFeed } from './feed.ts';
import { interact } from './interactions.ts';
import { send, serve, toText } from './routes.ts';
import type { ArchiveObject, DecisionView, LogTail, MailView, Sections } from './sections.ts';
import { watch } from './watch.ts';

const MAX_MESSAGES = 200;
const MAX_LINES = 300;

export type { ArchiveObject, MailView } from './sections.ts';

export interface ConsoleOptions {
  readonly slack: Pick<
    LoopbackSlack,
    | 'channels'
    | 'people'
    | 'groups'
    | 'modals'
    | 'subscribe'
    | 'press'
    | 'submit'
    | 'close'
    | 'command'
    | 'say'
  >;
  readonly codepipeline: Pick<LoopbackCodePipeline, 'demos' | 'pipelines' | 'runDemo' | 'subscribe'>;
  readonly mail: () => readonly MailView[];
  readonly archive: {
    readonly list: () => Promise<readonly ArchiveObject[]>;
    readonly read: (key: string) => Promise<string>;
  };
  readonly decisions: () => Promise<readonly DecisionView[]>;
  readonly log: () => readonly string[];
  /** Calls the listener when there is new mail or a new line. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly report: (error: unknown) => void;
  /** A free one if absent or 0. */
  readonly port?: number;
}

export interface Console {
  readonly url: string;
  stop(): Promise<void>;
}

/** The page that shows what happens on this machine; on 127.0.0.1 only. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { codepipeline, archive, report } = options;
  const changed = () => feed.touch();
  const objects = watch({ look: archive.list, report, changed });
  const decisions = watch({ look: options.decisions, report, changed });
  const feed = createFeed(() => ({
    ...toSections(options),
    archive: objects.found(),
    decisions: decisions.found(),
  }));
  const leave = subscribeToAll(options, () => {
    feed.touch();
    for (const { wake } of [objects, decisions]) wake();
  });

  const { demos, runDemo } = codepipeline;
  const parts = {
    assets: await loadAssets(),
    feed,
    demos,
    runDemo,
    readObject: archive.read,
    interact: (name: string, input: unknown) => interact(name, input, options.slack),
  };
  const server = createServer((request, response) => {
    serve(request, response, parts).catch((error: unknown) => {
      report(error);
      send(response, toText(500, `The console failed: ${String(error)}`));
    });
  });
  const port = await listenOnLoopback(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => {
      leave();
      for (const { stop } of [objects, decisions]) stop();
      feed.close();
      return closeServer(server);
    },
  };
}

function subscribeToAll(
  { slack, codepipeline, subscribe }: ConsoleOptions,
  listener: () => void,
): () => void {
  const leave = [slack.subscribe, codepipeline.subscribe, subscribe].map((join) => join(listener));
  return () => {
    for (const end of leave) end();
  };
}

function toSections({
  slack,
  codepipeline,
  mail,
  log,
}: ConsoleOptions): Omit<Sections, 'archive' | 'decisions'> {
  return {
    channels: slack
      .channels()
      .map((channel) => ({ ...channel, messages: channel.messages.slice(-MAX_MESSAGES) })),
    people: slack.people,
    groups: slack.groups,
    modals: slack.modals(),
    pipelines: codepipeline.pipelines(),
    demos: codepipeline.demos,
    mail: mail(),
    log: toTail(log()),
  };
}

function toTail(lines: readonly string[]): LogTail {
  const first = Math.max(0, lines.length - MAX_LINES);
  return { first, lines: lines.slice(first) };
}
