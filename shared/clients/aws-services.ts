import { type AwsJson, type AwsService, createAwsJson } from './aws-json.ts';
import { type AwsQueryService, createAwsQuery } from './aws-query.ts';
import type { AwsSettings } from './aws-request.ts';
import { type Beanstalk, createBeanstalk, ELASTIC_BEANSTALK } from './beanstalk.ts';
import { CLOUDFORMATION, createStacks, type Stacks } from './stacks.ts';

/** Every service that can be asked why something failed, in whichever Region it happened. */
export interface AwsServices {
  /** One that takes JSON. */
  json(service: AwsService, region: string): AwsJson;
  stacks(region: string): Stacks;
  beanstalk(region: string): Beanstalk;
}

/** A client per service and Region, made when it is first asked for. */
export function createAwsServices(settings: Omit<AwsSettings, 'region'>): AwsServices {
  const query = (service: AwsQueryService, region: string) =>
    createAwsQuery(service, { ...settings, region });
  const json = new Map<string, AwsJson>();
  const stacks = new Map<string, Stacks>();
  const beanstalks = new Map<string, Beanstalk>();
  return {
    json: (service, region) =>
      once(json, `${service.id} ${region}`, () => createAwsJson(service, { ...settings, region })),
    stacks: (region) => once(stacks, region, () => createStacks(query(CLOUDFORMATION, region))),
    beanstalk: (region) => once(beanstalks, region, () => createBeanstalk(query(ELASTIC_BEANSTALK, region))),
  };
}

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const one = made.get(key) ?? make();
  made.set(key, one);
  return one;
}
