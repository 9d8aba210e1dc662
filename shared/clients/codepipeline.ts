import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { toAwsError } from './aws-error.ts';
import type { AwsCredentials } from './aws-request.ts';

export interface PipelineQuery {
  readonly region: string;
  readonly name: string;
  /** Undefined: the present structure. */
  readonly version: number | undefined;
}

export interface CodePipeline {
  /** Names of the stages in order. @throws RateLimitedError, UnavailableError, ConfigError, RejectedError (no such pipeline) */
  getStages(query: PipelineQuery): Promise<readonly string[]>;
}

/**
 * A client per region, made when it is first asked for: a pipeline is asked where it lives. By default as the
 * function's own role.
 */
export function createRegionalClients(
  credentials?: () => Promise<AwsCredentials>,
): (region: string) => CodePipelineClient {
  const clients = new Map<string, CodePipelineClient>();
  return (region) => {
    const client =
      clients.get(region) ?? new CodePipelineClient({ region, ...(credentials && { credentials }) });
    clients.set(region, client);
    return client;
  };
}

export function createCodePipeline(credentials?: () => Promise<AwsCredentials>): CodePipeline {
  const clientOf = createRegionalClients(credentials);
  return {
    async getStages({ region, name, version }) {
      try {
        const { pipeline } = await clientOf(region).send(
          new GetPipelineCommand({ name, ...(version !== undefined && { version }) }),
        );
        return (pipeline?.stages ?? []).flatMap((stage) => stage.name ?? []);
      } catch (cause) {
        throw toAwsError(cause, `CodePipeline GetPipeline of ${name}`);
      }
    },
  };
}
