import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '#local/aws/index.ts';

/** The embedded AWS with a template of a test, and clients to look into it. */
export interface Stack {
  readonly aws: EmbeddedAws;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** What Ref gives for a logical id: a queue's URL, a table's or bucket's name. */
  ref(logicalId: string): string;
  stop(): Promise<void>;
}

/** Starts a stack from a template: an object, or the path of an already packaged one. */
export async function startStack(options: EmbeddedAwsOptions): Promise<Stack> {
  const { template } = options;
  const parsed: unknown =
    typeof template === 'string' ? JSON.parse(readFileSync(template, 'utf8')) : template;
  const aws = await startEmbeddedAws({ ...options, template: parsed });
  const settings = {
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    sqs: new SQSClient(settings),
    s3: new S3Client(settings),
  };
  return {
    aws,
    ...clients,
    ref(logicalId) {
      const resource = aws.resources.get(logicalId);
      if (!resource) throw new Error(`The template has no resource ${logicalId}`);
      return resource.ref;
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await aws.stop();
    },
  };
}
