import { type AwsJson, type AwsService, createAwsJson } from './aws-json.ts';
import type { HttpClient } from './http.ts';

/** Every service that can be asked why something failed, in whichever Region it happened. */
export interface AwsServices {
  /** One that takes JSON. */
  json(service: AwsService, region: string): AwsJson;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A client per service and Region, made when it is first asked for. */
export function createAwsServices(http: HttpClient, variables: Variables): AwsServices {
  const clients = new Map<string, AwsJson>();
  return {
    json(service, region) {
      const key = `${service.id} ${region}`;
      const client = clients.get(key) ?? createAwsJson(service, { http, variables, region });
      clients.set(key, client);
      return client;
    },
  };
}
