/** Something that belongs to no execution: an event of another service, or of one that no source knows. */
export interface Notice {
  readonly kind: 'notice';
  /** The event's own id, else a hash of it: a repeat is the same notice. */
  readonly id: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly resource: string | undefined;
  /** Epoch seconds. */
  readonly time: number | undefined;
  /** What became of it, as the end of a sentence that starts with the title. Absent: all that is known is that it came. */
  readonly headline?: string;
  readonly tone?: NoticeTone;
  /** The pipeline that it is about, which routes may match. */
  readonly pipeline?: string;
  /** Absent: of a kind that no source knows. */
  readonly service?: Service;
  readonly details?: readonly NoticeDetail[];
  readonly link?: NoticeLink;
  readonly log?: NoticeLink;
  /** Names of the destinations that it is for, whatever the routes say. */
  readonly to?: readonly string[];
}

/** Whose notices there are, in the words of routes; events/patterns.yml has a rule for each. */
export const SERVICES = [
  'alarms',
  'appconfig',
  'cloudformation',
  'cloudtrail',
  'codeartifact',
  'codebuild',
  'codecommit',
  'codedeploy',
  'ecr',
  'ecs',
  'elastic-beanstalk',
  'inspector',
  's3',
  'step-functions',
] as const;
export type Service = (typeof SERVICES)[number];

export const NOTICE_TONES = ['running', 'good', 'bad', 'stopped', 'neutral'] as const;
export type NoticeTone = (typeof NOTICE_TONES)[number];

export interface NoticeDetail {
  readonly label: string;
  readonly text: string;
}

export interface NoticeLink {
  readonly label: string;
  /** https */
  readonly url: string;
}

const KEY_PREFIX = 'notice/';

export function toNoticeKey(id: string): string {
  return `${KEY_PREFIX}${encodeURIComponent(id)}`;
}

export function isNoticeKey(key: string): boolean {
  return key.startsWith(KEY_PREFIX);
}
