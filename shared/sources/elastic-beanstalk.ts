import type * as z from 'zod/mini';
import { type Envelope, isOf, part, type Source, Text, Word } from './source.ts';
import { because, type Outcome, path, toNotice } from './to-notice.ts';

const HEALTH = 'Health status change';
const OTHERS = [
  'Elastic Beanstalk resource status change',
  'Other resource status change',
  'Managed update status change',
];

const Detail = part({
  Status: Text,
  ApplicationName: Text,
  EnvironmentName: Text,
  Message: Text,
  Severity: Word,
});
type Detail = z.infer<typeof Detail>;

const TROUBLE: readonly string[] = ['WARN', 'ERROR', 'FATAL'];
const RECOVERY = /^Environment health has transitioned from (?:Warning|Degraded|Severe) to (?:Ok|Info)\b/;

/** Environments in trouble, and their recovery. An update alone writes a dozen lines of information. */
export const elasticBeanstalk: Source = {
  id: 'elastic-beanstalk',
  matches: (envelope) => isOf(envelope, 'aws.elasticbeanstalk', [HEALTH, ...OTHERS]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    const outcome = outcomeFor(envelope, detail);
    return outcome === undefined
      ? { passedOver: 'an environment gives information' }
      : { notice: toEnvironmentNotice(envelope, detail, outcome) };
  },
};

function outcomeFor(
  envelope: Envelope,
  { Severity: severity = '', Status, Message }: Detail,
): Outcome | undefined {
  if (TROUBLE.includes(severity)) return [`has trouble${because(Message ?? Status)}`, 'bad'];
  const hasRecovered = isOf(envelope, 'aws.elasticbeanstalk', [HEALTH]) && RECOVERY.test(Message ?? '');
  return hasRecovered ? [`is well again${because(Message)}`, 'good'] : undefined;
}

function toEnvironmentNotice(envelope: Envelope, detail: Detail, [headline, tone]: Outcome) {
  const { ApplicationName: application, EnvironmentName: environment, Severity } = detail;
  return toNotice(envelope, {
    service: 'elastic-beanstalk',
    title: environment ?? application,
    headline,
    tone,
    details: { Application: application, Severity },
    page: {
      label: 'Open application',
      path: path`elasticbeanstalk/home?region=${envelope.region}#/application/overview?applicationName=${application}`,
    },
  });
}
