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
/** Of one BatchGetItem. */
const MAX_KEYS = 100;

export function createDynamoDbTable(client: DynamoDBClient, tableName: string): Table {
  const target = { client, tableName };
  return {
    add: async (pk, addition) => {
      const answer = await update(target, {
        ...toUpdate(addition),
        Key: { pk: { S: pk } },
        ReturnValues: 'ALL_NEW',
      });
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
      const values = {
        ...change.ExpressionAttributeValues,
        ...(expected !== undefined && { ':expected': { S: expected } }),
      };
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

interface Clause {
  readonly verb: 'ADD' | 'SET' | 'REMOVE';
  readonly name: string;
  readonly value?: AttributeValue;
}

/** Names and values by number: `ADD #0 :0 SET #1 = :1 REMOVE #2`. */
function toUpdate({ sets = {}, strings = {}, numbers = {}, remove = [] }: Addition) {
  const clauses: readonly Clause[] = [
    ...Object.entries(sets).map(
      ([name, elements]): Clause => ({ verb: 'ADD', name, value: { SS: [...new Set(elements)] } }),
    ),
    ...Object.entries(strings).map(([name, S]): Clause => ({ verb: 'SET', name, value: { S } })),
    ...Object.entries(numbers).map(
      ([name, number]): Clause => ({ verb: 'SET', name, value: { N: String(number) } }),
    ),
    ...remove.map((name): Clause => ({ verb: 'REMOVE', name })),
  ];
  const texts = clauses.map(({ verb }, index) => ({
    verb,
    text: `#${index}${SEPARATORS[verb]}${verb === 'REMOVE' ? '' : `:${index}`}`,
  }));
  const expression = (['ADD', 'SET', 'REMOVE'] as const).flatMap((verb) => {
    const own = texts.filter((clause) => clause.verb === verb).map(({ text }) => text);
    return own.length > 0 ? [`${verb} ${own.join(', ')}`] : [];
  });
  const values = clauses.flatMap(({ value }, index) =>
    value === undefined ? [] : [[`:${index}`, value] as const],
  );
  return {
    UpdateExpression: expression.join(' '),
    ExpressionAttributeNames: Object.fromEntries(clauses.map(({ name }, index) => [`#${index}`, name])),
    ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

const SEPARATORS = { ADD: ' ', SET: ' = ', REMOVE: '' } as const;

async function readAll(target: Target, pks: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  let left = pks;
  for (let read = 0; left.length > 0 && read < MAX_READS; read += 1) {
    const { found, unread } = await readSome(target, left.slice(0, MAX_KEYS));
    for (const [pk, item] of found) items.set(pk, item);
    left = [...unread, ...left.slice(MAX_KEYS)];
  }
  if (left.length > 0)
    throw new UnavailableError(`DynamoDB left ${left.length} items of ${target.tableName} unread`);
  return items;
}

async function readSome({ client, tableName }: Target, pks: readonly string[]) {
  const Keys = pks.map((pk) => ({ pk: { S: pk } }));
  try {
    const command = new BatchGetItemCommand({
      RequestItems: { [tableName]: { Keys, ConsistentRead: true } },
    });
    const { Responses, UnprocessedKeys } = await client.send(command);
    const found = (Responses?.[tableName] ?? []).map(
      (attributes) => [attributes['pk']?.S ?? '', toItem(attributes)] as const,
    );
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
