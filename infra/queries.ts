import { type Resources, ref } from './template.ts';

interface Query {
  /** Ends the logical id. */
  readonly id: string;
  readonly name: string;
  readonly text: readonly string[];
}

/** Answers to "why was I (not) told?", to be run in CloudWatch Logs Insights; docs/operations.md says when. */
export const QUERIES: readonly Query[] = [
  {
    id: 'NotDone',
    name: 'what was not done, by reason',
    text: [
      'filter level in ["WARN", "ERROR"]',
      '| stats count(*) as times, max(@timestamp) as latest by function_name, code, reason',
      '| sort latest desc',
    ],
  },
  {
    id: 'Message',
    name: 'one queue message, try by try',
    text: [
      'filter messageId = "PUT THE MESSAGE ID HERE"',
      '| fields @timestamp, function_name, level, message, receiveCount, code, reason',
      '| sort @timestamp asc',
    ],
  },
  {
    id: 'Execution',
    name: 'one execution, as far as the log knows it',
    text: [
      'filter record like "PUT THE EXECUTION ID HERE"',
      '| fields @timestamp, function_name, level, message, code, reason',
      '| sort @timestamp asc',
    ],
  },
  {
    id: 'Outcomes',
    name: 'outcomes by hour',
    text: [
      'filter ispresent(_aws.CloudWatchMetrics.0.Namespace)',
      '| stats sum(EventsObserved) as events, sum(MessagesSent) as sent, sum(MessagesRetried) as retried,',
      '  sum(MessagesParked) as parked, sum(DestinationsPaused) as paused by bin(1h)',
    ],
  },
];

/** Saved in the account, under the name of the deployment; a saved query costs nothing until it is run. */
export function queries(functions: readonly string[], prefix: string): Resources {
  return Object.fromEntries(
    QUERIES.map(({ id, name, text }) => [
      `Query${id}`,
      {
        Type: 'AWS::Logs::QueryDefinition',
        Properties: {
          Name: `${prefix}-why/${name}`,
          LogGroupNames: functions.map((logicalName) => ref(`${logicalName}LogGroup`)),
          QueryString: text.join('\n'),
        },
      },
    ]),
  );
}
