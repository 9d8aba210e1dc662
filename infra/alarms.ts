import { type Resources, ref, type Value } from './template.ts';

/** One alarm for all functions: what crashes or times out. Refused items of a batch are no errors of Lambda's. */
export function errorsAlarm(functions: readonly string[], prefix: string): Resources {
  return {
    FunctionErrorsAlarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: `${prefix}-function-errors`,
        AlarmDescription: 'A function crashes or times out; what it worked on waits in its queue',
        Metrics: [
          { Id: 'errors', Expression: 'SUM(METRICS())', Label: 'Crashes and time-outs' },
          ...functions.map(errorsOf),
        ],
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      },
    },
  };
}

/** The alarms of the template with somebody to tell, both when they rise and when they clear. */
export function toldAlarms(resources: Resources, topicArn: string | undefined): Resources {
  if (topicArn === undefined) return {};
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
      .map(([id, alarm]) => [
        id,
        { ...alarm, Properties: { ...alarm.Properties, AlarmActions: [topicArn], OKActions: [topicArn] } },
      ]),
  );
}

function errorsOf(logicalName: string): Value {
  return {
    Id: `of${logicalName}`,
    ReturnData: false,
    MetricStat: {
      Period: 300,
      Stat: 'Sum',
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: ref(`${logicalName}LambdaFunction`) }],
      },
    },
  };
}
