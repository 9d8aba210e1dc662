import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import { consoleUrl } from '#shared/domain/console.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, partOf } from '../ask.ts';
import type { Diagnosis, Diagnostician } from '../diagnosis.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';

/** By the service that a connection's ARN names: older ones keep the older name. */
const SERVICES: ReadonlyMap<string, AwsService> = new Map([
  [
    'codeconnections',
    {
      id: 'CODECONNECTIONS',
      host: 'codeconnections',
      target: 'com.amazonaws.codeconnections.CodeConnections_20231201',
      version: '1.0',
    },
  ],
  [
    'codestar-connections',
    {
      id: 'CODESTAR_CONNECTIONS',
      host: 'codestar-connections',
      target: 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
      version: '1.0',
    },
  ],
]);

const CONNECTION_ARN = /\barn:[\w-]+:([\w-]+):([\w-]+):(\d+):connection\/[\w-]+/;

const Found = z.object({ Connection: partOf({ ConnectionName: Text, ConnectionStatus: Text }) });

/** What is to be done, by the connection's status. */
const REMEDIES = new Map([
  ['PENDING', 'is pending: complete it in the console'],
  ['ERROR', 'is in error: mend it in the console'],
]);

/** Connections to where the code is: one that nobody has completed fails every source action. */
export const connection: Diagnostician = {
  providers: ['Source/CodeStarSourceConnection'],
  needs: [
    {
      actions: ['codeconnections:GetConnection'],
      resources: [arnsOf('codeconnections', 'connection/*')],
      reason: 'which connections pipelines use is not known when we deploy',
    },
    {
      actions: ['codestar-connections:GetConnection'],
      resources: [arnsOf('codestar-connections', 'connection/*')],
      reason: 'connections from before 2024 keep the older name of the service',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, { services, configurations }) {
    const configuration = await configurations.find(failed);
    const text = `${failed.facts.summary} ${configuration?.errorMessage}`;
    if (!/connection/i.test(text)) return undefined;
    const [arn, name = '', region = '', account] =
      CONNECTION_ARN.exec(`${configuration?.values.ConnectionArn} ${text}`) ?? [];
    const service = SERVICES.get(name);
    // Another account's connection, which it shares, is not ours to ask about.
    if (service === undefined || account !== failed.account) return undefined;
    const found = await ask(services, {
      service,
      region,
      operation: 'GetConnection',
      input: { ConnectionArn: arn },
      answer: Found,
      absent: ['ResourceNotFoundException'],
    });
    return toDiagnosis(found?.Connection, region);
  },
};

/** Undefined: it is available, so something else was wrong. */
function toDiagnosis(found: z.infer<typeof Found>['Connection'], region: string): Diagnosis | undefined {
  const remedy = REMEDIES.get(found?.ConnectionStatus ?? '');
  if (remedy === undefined) return undefined;
  const name = found?.ConnectionName === undefined ? '' : ` ${found.ConnectionName}`;
  return {
    why: `the connection${name} ${remedy} (Developer Tools → Settings → Connections)`,
    url: consoleUrl(region, `codesuite/settings/connections?region=${region}`),
  };
}
