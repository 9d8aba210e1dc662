import type * as z from 'zod/mini';
import { type Envelope, isOf, list, part, type Reading, type Source, Text, Word } from './source.ts';
import { because, isWhole, type Outcome, path, toNotice } from './to-notice.ts';

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
  if (value === 'OK') return ['is OK again', 'good'];
  const now = value === 'INSUFFICIENT_DATA' ? 'lacks data' : `is ${value ?? 'in another state'}`;
  return [`was in alarm, and ${now} now${because(reason)}`, 'neutral'];
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
    page: { label: 'Open alarm', path: alarmPath(envelope.region, alarmName) },
  });
}

/** A slash within its name would end it: those that target tracking makes have some. */
function alarmPath(region: string | undefined, name: string | undefined): string | undefined {
  const list = path`cloudwatch/home?region=${region}#alarmsV2:alarm/`;
  return isWhole(name) ? list?.concat(encodeURIComponent(name)) : undefined;
}
