import type { PipelineView } from '../codepipeline/pipeline-view.ts';
import type { ChannelView, ModalView, Person, UserGroup } from '../slack/views.ts';

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

/** What the router decided about a record, and what became of it. */
export interface DecisionView {
  readonly key: string;
  /** A pipeline, or the title of a notice. */
  readonly subject: string;
  readonly detail: string;
  /** Grows with every write. */
  readonly at: number;
  readonly announcements: readonly {
    readonly what: string;
    /** As they are counted in the settings, from 1; none matched if empty. */
    readonly routes: readonly number[];
    readonly destinations: readonly { readonly name: string; readonly outcome: string }[];
  }[];
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
  readonly groups: readonly UserGroup[];
  /** Everybody's. */
  readonly modals: readonly ModalView[];
  readonly pipelines: readonly PipelineView[];
  readonly demos: readonly Demo[];
  readonly mail: readonly MailView[];
  readonly archive: readonly ArchiveObject[];
  readonly decisions: readonly DecisionView[];
  readonly log: LogTail;
}
