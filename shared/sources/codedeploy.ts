import type * as z from 'zod/mini';
import type { NoticeTone } from '#shared/domain/notice.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { type Outcome, outcomeOf, path, toNotice } from './to-notice.ts';

const DEPLOYMENT = 'CodeDeploy Deployment State-change Notification';
const INSTANCE = 'CodeDeploy Instance State-change Notification';

const Detail = part({
  state: Word,
  application: Text,
  deploymentGroup: Text,
  deploymentId: Text,
  instanceId: Text,
});
type Detail = z.infer<typeof Detail>;

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['SUCCESS', ['succeeded', 'good']],
  ['FAILURE', ['failed', 'bad']],
  ['STOP', ['was stopped', 'stopped']],
  ['READY', ['waits for traffic to be rerouted', 'neutral']],
]);

/** Ends of deployments, and instances that failed in one; no event says why. */
export const codedeploy: Source = {
  id: 'codedeploy',
  matches: (envelope) => isOf(envelope, 'aws.codedeploy', [DEPLOYMENT, INSTANCE]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    if (isOf(envelope, 'aws.codedeploy', [INSTANCE])) return readInstance(envelope, detail);
    return detail.state === 'START' ? { passedOver: 'a deployment began' } : readDeployment(envelope, detail);
  },
};

function readDeployment(envelope: Envelope, detail: Detail): Reading {
  const [outcome, tone] = outcomeOf(OUTCOMES, detail.state);
  const headline = `${deploymentOf(detail)} ${outcome}`;
  return { notice: toDeploymentNotice(envelope, { detail, headline, tone }) };
}

/** One that succeeds is progress, and there may be hundreds. */
function readInstance(envelope: Envelope, detail: Detail): Reading {
  const { state, instanceId: instance = 'an instance' } = detail;
  if (state !== 'FAILURE') return { passedOver: 'an instance made progress' };
  const headline = `${instance} failed in ${deploymentOf(detail)}`;
  return { notice: toDeploymentNotice(envelope, { detail, headline, tone: 'bad' }) };
}

function deploymentOf({ deploymentId }: Detail): string {
  return deploymentId === undefined ? 'a deployment' : `deployment ${deploymentId}`;
}

interface Deployment {
  readonly detail: Detail;
  readonly headline: string;
  readonly tone: NoticeTone;
}

function toDeploymentNotice(envelope: Envelope, { detail, headline, tone }: Deployment) {
  const { application, deploymentGroup, deploymentId: id } = detail;
  return toNotice(envelope, {
    service: 'codedeploy',
    title: application,
    headline,
    tone,
    details: { Group: deploymentGroup },
    page: {
      label: 'Open deployment',
      path: path`codesuite/codedeploy/deployments/${id}?region=${envelope.region}`,
    },
  });
}
