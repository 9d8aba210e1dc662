import type * as z from 'zod/mini';
import { type Envelope, isOf, list, part, type Reading, type Source, Text, Word } from './source.ts';
import { because, type Outcome, path, toNotice } from './to-notice.ts';

const STATE = 'CloudWatch Alarm State Change';

const State = part({ value: Word, reason: Text });
const Detail = part({
  alarmName: Text,
  state: State,
  previousState: State,
  configuration: part({
    description: Text,
    metrics: list(part({ metricStat: part({ metric: part({ namespace: Text, name: Text }) }) })),
  }),
});
type Detail = z.infer<typeof Detail>;

/** Alarms of CloudWatch that rise, and those that end. */
export const alarms: Source = {
  id: 'alarms',
  matches: (envelope) => isOf(envelope, 'aws.cloudwatch', [STATE]),
  read(envelope): Reading {
    const detail = Detail.parse(envelope.detail);
    const outcome = outcomeFor(detail);
    return outcome === undefined
      ? { passedOver: 'an alarm that was not raised has more or fewer data' }
      : { notice: toAlarmNotice(envelope, detail, outcome) };
  },
};

/** An alarm is made without data, and many come and go between that and OK. */
function outcomeFor({ state: { value, reason }, previousState }: Detail): Outcome | undefined {
  if (value === 'ALARM') return [`is in alarm${because(reason)}`, 'bad'];
  if (previousState.value !== 'ALARM') return undefined;
  return value === 'OK'
    ? ['is OK again', 'good']
    : [`was in alarm, and is ${value ?? 'in another state'} now${because(reason)}`, 'neutral'];
}

function toAlarmNotice(envelope: Envelope, detail: Detail, [headline, tone]: Outcome) {
  const { alarmName, configuration } = detail;
  const metrics = configuration.metrics.map(({ metricStat }) => metricStat.metric);
  const { namespace, name } = metrics.find((metric) => metric.name !== undefined) ?? {};
  return toNotice(envelope, {
    service: 'alarms',
    title: alarmName,
    headline,
    tone,
    details: {
      Description: configuration.description,
      Metric: name === undefined ? undefined : [namespace, name].filter(Boolean).join(' '),
    },
    page: {
      label: 'Open alarm',
      path: path`cloudwatch/home?region=${envelope.region}#alarmsV2:alarm/${alarmName}`,
    },
  });
}
