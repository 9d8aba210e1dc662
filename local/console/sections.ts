import type { PipelineView } from '../codepipeline/pipeline-view.ts';
import type { ChannelView, Person } from '../slack/views.ts';

export interface MailView {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  /** Milliseconds of the clock. */
  readonly at: number;
}

export interface ArchiveObject {
  readonly key: string;
  readonly size: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

export interface Demo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** The newest lines; `first` counts those before them. */
export interface LogTail {
  readonly first: number;
  readonly lines: readonly string[];
}

/** What the server sends: each section whole, when it has changed. */
export interface Sections {
  readonly channels: readonly ChannelView[];
  readonly people: readonly Person[];
  readonly pipelines: readonly PipelineView[];
  readonly demos: readonly Demo[];
  readonly mail: readonly MailView[];
  readonly archive: readonly ArchiveObject[];
  readonly log: LogTail;
}
