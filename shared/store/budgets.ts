import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toAwsError } from '#shared/clients/aws-error.ts';

/** What a medium allows within a scope; all workers share it. */
export type Allowance = Calls | Gap;

/** So many calls in each window; windows start at multiples of their length. */
interface Calls {
  readonly scope: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

/** Calls at least so far apart; and what is less urgent only when nobody has called for longer. */
interface Gap {
  readonly scope: string;
  readonly gapMilliseconds: number;
  readonly quietMilliseconds: number;
}

export interface Budgets {
  /** Takes one call: 0, or the whole seconds until there may be room for it. */
  take(allowance: Allowance): Promise<number>;
}

const KEPT_SECONDS = 3600;
const SECOND = 1000;

/** A counter per window, or the moment from which the next call may come, taken on condition. */
export function createBudgets(
  client: DynamoDBClient,
  tableName: string,
  nowMilliseconds: () => number,
): Budgets {
  return {
    async take(allowance) {
      const now = nowMilliseconds();
      const command = 'limit' in allowance ? countedCall(allowance, now) : spacedCall(allowance, now);
      try {
        await client.send(new UpdateItemCommand({ TableName: tableName, ...command }));
        return 0;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return waitFor(allowance, now);
        throw toAwsError(cause, `DynamoDB UpdateItem on table ${tableName}`);
      }
    },
  };
}

/** The same promises without a database, for tests and simulations. */
export function createMemoryBudgets(
  nowMilliseconds: () => number,
  numbers = new Map<string, number>(),
): Budgets {
  return {
    async take(allowance) {
      const now = nowMilliseconds();
      const key = keyOf(allowance, now);
      const number = numbers.get(key) ?? 0;
      const isFree =
        'limit' in allowance ? number < allowance.limit : number + allowance.quietMilliseconds <= now;
      if (!isFree) return waitFor(allowance, now);
      numbers.set(key, 'limit' in allowance ? number + 1 : now + allowance.gapMilliseconds);
      return 0;
    },
  };
}

/** For a preview, which shows each message, and for tests that are about something else. */
export const UNLIMITED: Budgets = { take: async () => 0 };

function countedCall(allowance: Calls, now: number) {
  return {
    Key: { pk: { S: keyOf(allowance, now) } },
    UpdateExpression: 'ADD #used :one SET #expires = :expires',
    ConditionExpression: 'attribute_not_exists(#used) OR #used < :limit',
    ExpressionAttributeNames: { '#used': 'used', '#expires': 'expires' },
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':limit': { N: String(allowance.limit) },
      ':expires': { N: expiry(now) },
    },
  };
}

function spacedCall(allowance: Gap, now: number) {
  return {
    Key: { pk: { S: keyOf(allowance, now) } },
    UpdateExpression: 'SET #next = :next, #expires = :expires',
    ConditionExpression: 'attribute_not_exists(#next) OR #next <= :now',
    ExpressionAttributeNames: { '#next': 'next', '#expires': 'expires' },
    ExpressionAttributeValues: {
      ':next': { N: String(now + allowance.gapMilliseconds) },
      ':now': { N: String(now - allowance.quietMilliseconds) },
      ':expires': { N: expiry(now) },
    },
  };
}

function keyOf(allowance: Allowance, now: number): string {
  const base = `budget/${allowance.scope}`;
  return 'limit' in allowance ? `${base}/${windowOf(allowance, now)}` : base;
}

function windowOf({ windowSeconds }: Calls, now: number): number {
  return Math.floor(now / SECOND / windowSeconds);
}

function waitFor(allowance: Allowance, now: number): number {
  if ('gapMilliseconds' in allowance)
    return Math.max(1, Math.ceil((allowance.gapMilliseconds + allowance.quietMilliseconds) / SECOND));
  return Math.ceil((windowOf(allowance, now) + 1) * allowance.windowSeconds - now / SECOND);
}

function expiry(now: number): string {
  return String(Math.floor(now / SECOND) + KEPT_SECONDS);
}
