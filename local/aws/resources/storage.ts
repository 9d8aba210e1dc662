import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { REGION, toArn } from '../identity.ts';
import { defineResource, madeUpName } from './kind.ts';

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const Throughput = z.object({ ReadCapacityUnits: z.coerce.number(), WriteCapacityUnits: z.coerce.number() });

export const table = defineResource({
  type: 'AWS::DynamoDB::Table',
  properties: z.object({
    TableName: z.string().optional(),
    AttributeDefinitions: z.array(
      z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
    ),
    KeySchema,
    BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
    ProvisionedThroughput: Throughput.optional(),
    GlobalSecondaryIndexes: z
      .array(
        z.object({
          IndexName: z.string(),
          KeySchema,
          Projection,
          ProvisionedThroughput: Throughput.optional(),
        }),
      )
      .optional(),
    LocalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema, Projection })).optional(),
  }),
  async wire({ logicalId, properties }, { dynamodb }) {
    const name = properties.TableName ?? madeUpName(logicalId);
    // Without the keys that are undefined, which the client's types do not take.
    const input: CreateTableCommandInput = JSON.parse(JSON.stringify({ ...properties, TableName: name }));
    await dynamodb.send(new CreateTableCommand(input));
    return { ref: name, attributes: { Arn: toArn('dynamodb', `table/${name}`) } };
  },
});

export const bucket = defineResource({
  type: 'AWS::S3::Bucket',
  properties: z.object({ BucketName: z.string().optional() }),
  wire({ logicalId, properties }, { fauxqs }) {
    const name = properties.BucketName ?? madeUpName(logicalId).toLowerCase();
    fauxqs.buckets.createBucket(name);
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
      },
    };
  },
});

export const secret = defineResource({
  type: 'AWS::SecretsManager::Secret',
  properties: z.object({ Name: z.string().optional(), SecretString: z.string().default('') }),
  wire({ logicalId, properties }, { secrets }) {
    const arn = secrets.put(properties.Name ?? madeUpName(logicalId), properties.SecretString);
    return { ref: arn, attributes: { Id: arn } };
  },
});
