import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { toAwsError } from '#shared/clients/aws-error.ts';
import { UnavailableError } from '#shared/errors.ts';
import { type Addition, EMPTY_ITEM, type Item, type Table } from './table.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

const MAX_READS = 5;

export function createDynamoDbTable(client: DynamoDBClient, tableName: string): Table {
  const target = { client, tableName };
  return {
    add: async (pk, addition) => {
      const answer = await update(target, { ...toUpdate(addition), Key: { pk: { S: pk } }, ReturnValues: 'ALL_NEW' });
      return toItem(answer?.Attributes);
    },
    get: async (pks) => readAll(target, [...new Set(pks)]),
    replace: async (pk, attribute, { expected, value, numbers = {} }) => {
      const change = toUpdate({
        ...(value === undefined ? { remove: [attribute] } : { strings: { [attribute]: value } }),
        numbers,
      });
      const names = { ...change.ExpressionAttributeNames, '#expected': attribute };
      const condition = expected === undefined ? 'attribute_not_exists(#expected)' : '#expected = :expected';
      const values = { ...change.ExpressionAttributeValues, ...(expected !== undefined && { ':expected': { S: expected } }) };
      const answer = await update(target, {
        ...change,
        Key: { pk: { S: pk } },
        ConditionExpression: condition,
        ExpressionAttributeNames: names,
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      });
      return answer !== undefined;
    },
  };
}

interface Target {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** Undefined when the condition did not hold. */
async function update({ client, tableName }: Target, input: Omit<UpdateItemCommandInput, 'TableName'>) {
  try {
    return await client.send(new UpdateItemCommand({ TableName: tableName, ...input }));
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return undefined;
    throw toAwsError(cause, `DynamoDB UpdateItem on table ${tableName}`);
  }
}

function toUpdate({ sets = {}, strings = {}, numbers = {}, remove = [] }: Addition) {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const place = (name: string, value?: AttributeValue): string => {
    const index = Object.keys(names).length;
    names[`#a${index}`] = name;
    if (value !== undefined) values[`:a${index}`] = value;
    return value === undefined ? `#a${index}` : `#a${index} OPERATOR :a${index}`;
  };
  const added = Object.entries(sets).map(([name, elements]) => place(name, { SS: [...new Set(elements)] }));
  const put = [
    ...Object.entries(strings).map(([name, value]) => place(name, { S: value })),
    ...Object.entries(numbers).map(([name, value]) => place(name, { N: String(value) })),
  ];
  const removed = remove.map((name) => place(name));
  const clauses = [
    added.length > 0 && `ADD ${added.join(', ').replaceAll(' OPERATOR ', ' ')}`,
    put.length > 0 && `SET ${put.join(', ').replaceAll(' OPERATOR ', ' = ')}`,
    removed.length > 0 && `REMOVE ${removed.join(', ')}`,
  ];
  return {
    UpdateExpression: clauses.filter((clause) => clause !== false).join(' '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

async function readAll(target: Target, pks: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  let left = pks;
  for (let read = 0; left.length > 0 && read < MAX_READS; read += 1) {
    const { found, unread } = await readSome(target, left);
    for (const [pk, item] of found) items.set(pk, item);
    left = unread;
  }
  if (left.length > 0) throw new UnavailableError(`DynamoDB left ${left.length} items of ${target.tableName} unread`);
  return items;
}

async function readSome({ client, tableName }: Target, pks: readonly string[]) {
  const Keys = pks.map((pk) => ({ pk: { S: pk } }));
  try {
    const command = new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await client.send(command);
    const found = (Responses?.[tableName] ?? []).map((attributes) => [attributes['pk']?.S ?? '', toItem(attributes)] as const);
    return { found, unread: (UnprocessedKeys?.[tableName]?.Keys ?? []).map((key) => key['pk']?.S ?? '') };
  } catch (cause) {
    throw toAwsError(cause, `DynamoDB BatchGetItem on table ${tableName}`);
  }
}

function toItem(attributes: Attributes | undefined): Item {
  if (attributes === undefined) return EMPTY_ITEM;
  const entries = Object.entries(attributes);
  return {
    sets: new Map(entries.flatMap(([name, { SS }]) => (SS === undefined ? [] : [[name, SS] as const]))),
    strings: new Map(entries.flatMap(([name, { S }]) => (S === undefined ? [] : [[name, S] as const]))),
  };
}
