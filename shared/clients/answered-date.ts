import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Passes on the Date header of every answer, refusals included. */
export function onAnsweredDate(client: DynamoDBClient, take: (date: string | undefined) => void): void {
  client.middlewareStack.add(
    (next) => async (input) => {
      const result = await next(input);
      const headers: unknown = Object(result.response).headers;
      take(new Map<string, unknown>(Object.entries(Object(headers))).get('date')?.toString());
      return result;
    },
    // Next to the wire: what reads the answer may throw.
    { step: 'deserialize', priority: 'low', name: 'answeredDate' },
  );
}
