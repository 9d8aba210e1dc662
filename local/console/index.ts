import { createServer } from 'node:http';
import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';
import { watchArchive } from './archive-watch.ts';
import { loadAssets } from './assets.ts';
import { createFeed } from './feed.ts';
import { send, serve, toText } from './routes.ts';
import type { ArchiveObject, LogTail, MailView } from './sections.ts';

const MAX_MESSAGES = 200;
const MAX_LINES = 300;

export type { ArchiveObject, MailView } from './sections.ts';

export interface ConsoleOptions {
  readonly slack: Pick<LoopbackSlack, 'channels' | 'people' | 'subscribe'>;
  readonly codepipeline: Pick<LoopbackCodePipeline, 'demos' | 'pipelines' | 'runDemo' | 'subscribe'>;
  readonly mail: () => readonly MailView[];
  readonly archive: {
    readonly list: () => Promise<readonly ArchiveObject[]>;
    readonly read: (key: string) => Promise<string>;
  };
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
  const { slack, codepipeline, archive, report } = options;
  const watch = watchArchive({ list: archive.list, report, changed: () => feed.touch() });
  const feed = createFeed(() => ({
    channels: slack
      .channels()
      .map((channel) => ({ ...channel, messages: channel.messages.slice(-MAX_MESSAGES) })),
    people: slack.people,
    pipelines: codepipeline.pipelines(),
    demos: codepipeline.demos,
    mail: options.mail(),
    archive: watch.objects(),
    log: toTail(options.log()),
  }));
  const leave = [slack, codepipeline, options].map(({ subscribe }) => subscribe(feed.touch));

  const { demos, runDemo } = codepipeline;
  const parts = { assets: loadAssets(), feed, demos, runDemo, readObject: archive.read };
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
      watch.stop();
      for (const unsubscribe of leave) unsubscribe();
      feed.close();
      return closeServer(server);
    },
  };
}

function toTail(lines: readonly string[]): LogTail {
  const first = Math.max(0, lines.length - MAX_LINES);
  return { first, lines: lines.slice(first) };
}
