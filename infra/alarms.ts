import type { Resources } from './template.ts';

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
