import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Stack } from '#tests/support/embedded-stack.ts';

/** Makes the open records look as if nothing had happened to them for long; whoever writes to one makes it young again. */
export async function makeRecordsOld(stack: Stack): Promise<void> {
  const TableName = stack.ref('Table');
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName }));
  for (const { pk, open } of Items)
    if (pk && open)
      await stack.dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk },
          UpdateExpression: 'SET touched = :long_ago',
          ExpressionAttributeValues: { ':long_ago': { N: '1' } },
        }),
      );
}
