/** What is counted, under the namespace Signalbox; docs/configuration.md lists them. */
export const COUNTS = [
  'EventsObserved',
  'EventsTooOld',
  'NoticesMade',
  'MessagesSent',
  'MessagesFolded',
  'MessagesSilenced',
  'MessagesParked',
  'MessagesRetried',
  'DestinationsPaused',
  'FactsMissed',
  'ApprovalsUnconfirmed',
  'DecisionsMade',
  'DecisionsRefused',
  'DecisionsFailed',
  'ControlsDone',
  'ControlsRefused',
  'ControlsFailed',
  'JobsDone',
  'JobsFailed',
  'JobsWaiting',
  'EventsArchived',
  'EventsRecovered',
  'RequestsRefused',
] as const;
export type Count = (typeof COUNTS)[number];

type Fields = Readonly<Record<string, string | number | undefined>>;

/** Logs and counts. Fields are names, keys and codes; never an event, a token or an address with a secret in it. */
export interface Telemetry {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, error: unknown, fields?: Fields): void;
  count(name: Count, amount?: number): void;
}
