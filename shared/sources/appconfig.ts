import type * as z from 'zod/mini';
import { detailTypeOf, type Envelope, isOf, part, type Source, Text } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

const BEGINNING = 'On Deployment Start';
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['On Deployment Complete', ['completed', 'good']],
  ['On Deployment Rolled Back', ['was rolled back', 'bad']],
]);

const Named = part({ Id: Text, Name: Text });
const Detail = part({
  Application: Named,
  Environment: Named,
  ConfigurationProfile: Named,
  DeploymentNumber: Text,
  ConfigurationVersion: Text,
});
type Detail = z.infer<typeof Detail>;

/** Ends of deployments, as AppConfig's own extension for EventBridge tells them. */
export const appconfig: Source = {
  id: 'appconfig',
  matches: (envelope) => isOf(envelope, 'aws.appconfig', [BEGINNING, ...OUTCOMES.keys()]),
  read(envelope) {
    const outcome = OUTCOMES.get(detailTypeOf(envelope) ?? '');
    if (outcome === undefined) return { passedOver: 'a deployment began' };
    return { notice: toDeploymentNotice(envelope, Detail.parse(envelope.detail), outcome) };
  },
};

function toDeploymentNotice(envelope: Envelope, detail: Detail, [outcome, tone]: Outcome) {
  const { Application: application, Environment: environment, ConfigurationProfile: profile } = detail;
  const { DeploymentNumber: number, ConfigurationVersion: version } = detail;
  return toNotice(envelope, {
    service: 'appconfig',
    title: application.Name ?? application.Id,
    headline: `deployment ${number ?? '?'} to ${environment.Name ?? environment.Id ?? '?'} ${outcome}`,
    tone,
    details: { Profile: profile.Name ?? profile.Id, Version: version },
    page: {
      label: 'Open environment',
      path: path`systems-manager/appconfig/applications/${application.Id}/environments/${environment.Id}?region=${envelope.region}`,
    },
  });
}
