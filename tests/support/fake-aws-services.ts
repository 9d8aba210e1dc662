import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { type Beanstalk, createBeanstalk } from '#shared/clients/beanstalk.ts';
import { createStacks, type Stacks } from '#shared/clients/stacks.ts';
import { FakeAwsJson } from './fake-aws-json.ts';
import { FakeAwsQuery } from './fake-aws-query.ts';

/** Services by their ids; keeps which was asked for in which Region. One that has no answers is an error of the test. */
export class FakeAwsServices implements AwsServices {
  readonly asked: string[] = [];
  private readonly clients: ReadonlyMap<string, FakeAwsJson | FakeAwsQuery>;

  constructor(clients: Readonly<Record<string, FakeAwsJson | FakeAwsQuery>> = {}) {
    this.clients = new Map(Object.entries(clients));
  }

  json({ id }: AwsService, region: string): FakeAwsJson {
    const client = this.find(id, region);
    if (client instanceof FakeAwsJson) return client;
    throw new Error(`${id} has no answers in JSON`);
  }

  stacks(region: string): Stacks {
    return createStacks(this.findQuery('CLOUDFORMATION', region));
  }

  beanstalk(region: string): Beanstalk {
    return createBeanstalk(this.findQuery('ELASTIC_BEANSTALK', region));
  }

  private findQuery(id: string, region: string): FakeAwsQuery {
    const client = this.find(id, region);
    if (client instanceof FakeAwsQuery) return client;
    throw new Error(`${id} has no answers in XML`);
  }

  private find(id: string, region: string): unknown {
    this.asked.push(`${id} ${region}`);
    return this.clients.get(id);
  }
}
