import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { findChannel } from '#shared/channels/index.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { isNoticeKey } from '#shared/domain/notice.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import type { RoutedRecord } from '#shared/domain/record.ts';
import { route, type Verdict } from '#shared/routing/route.ts';
import { type Delivery, deliveryIn, type Entry, toDeliveryKey } from '#shared/store/deliveries.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import { observationsIn } from '#shared/store/executions.ts';
import { noticeIn } from '#shared/store/notices.ts';
import type { Item } from '#shared/store/table.ts';
import { REGION } from './aws/identity.ts';
import type { EmbeddedAws } from './aws/index.ts';
import type { DecisionView } from './console/sections.ts';

/** Its logical id in infra/table.yml. */
const TABLE = 'Table';
const SHOWN_RECORDS = 30;

const OUTCOMES: Readonly<Record<Entry['state'], string>> = {
  sent: 'sent',
  claimed: 'is being sent',
  uncertain: 'no clear answer yet',
  parked: 'put aside',
  folded: 'in a digest',
  silenced: 'left unsaid: the pipeline was silenced',
};

export interface DecisionReader {
  /** Of the newest records, newest first. */
  list(): Promise<readonly DecisionView[]>;
  stop(): void;
}

/** Asks the router once more about every record: it is pure, so it says what it said to the functions. */
export function createDecisionReader(
  { endpoint, resources }: Pick<EmbeddedAws, 'endpoint' | 'resources'>,
  settings: Settings,
): DecisionReader {
  const tableName = resources.get(TABLE)?.ref;
  if (tableName === undefined)
    throw new Error(`The template has no ${TABLE}, so there is nothing to look into.`);

  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = createDynamoDbTable(client, tableName);
  const names = Object.keys(settings.destinations);
  return {
    async list() {
      const newest = (await readKeys(client, tableName)).slice(0, SHOWN_RECORDS);
      const items = newest.map(async ({ key, at }) => {
        const read = await table.get([key, ...names.map((name) => toDeliveryKey(name, key))]);
        return toDecision({ key, at, items: read }, settings);
      });
      return (await Promise.all(items)).filter((decision) => decision !== undefined);
    },
    stop: () => client.destroy(),
  };
}

interface RecordKey {
  readonly key: string;
  /** Grows with every write. */
  readonly at: number;
}

async function readKeys(client: DynamoDBClient, TableName: string): Promise<readonly RecordKey[]> {
  const keys: RecordKey[] = [];
  const pages = paginateScan(
    { client },
    { TableName, ProjectionExpression: 'pk, expires', ConsistentRead: true },
  );
  for await (const { Items = [] } of pages)
    for (const { pk, expires } of Items) {
      const key = pk?.S ?? '';
      // `expires` is a fixed time after the last write.
      if (parseRecordKey(key) || isNoticeKey(key)) keys.push({ key, at: Number(expires?.N ?? 0) });
    }
  return keys.sort((one, other) => other.at - one.at);
}

function toDecision(
  { key, at, items }: RecordKey & { readonly items: ReadonlyMap<string, Item> },
  settings: Settings,
): DecisionView | undefined {
  const record = findRecord(key, items.get(key));
  if (!record) return undefined;

  return {
    key,
    at,
    subject: record.kind === 'notice' ? record.title : record.identity.pipeline,
    detail: record.kind === 'notice' ? record.id : record.identity.executionId,
    announcements: route(record, settings.routes).map((verdict) => ({
      what: toWords(verdict),
      routes: verdict.routes.map((index) => index + 1),
      destinations: verdict.destinations.map((name) => ({
        name,
        outcome: toOutcome(verdict, deliveryIn(items.get(toDeliveryKey(name, key))), follows(name, settings)),
      })),
    })),
  };
}

function findRecord(key: string, item: Item | undefined): RoutedRecord | undefined {
  const identity = parseRecordKey(key);
  if (!identity) return noticeIn(item);
  return item && deriveExecution(identity, observationsIn(item));
}

function toWords({ announcement: { status, attempt, stage } }: Verdict): string {
  const where = stage === undefined ? '' : ` in ${stage}`;
  return `${status}${where}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

function follows(name: string, { destinations }: Settings): 'state' | 'transitions' | undefined {
  const given = destinations[name];
  return findChannel(String(given?.['type']))?.open(name, given).follows;
}

/** Where one message shows the present, most news is told by editing it. */
function toOutcome(
  { announcement }: Verdict,
  delivery: Delivery,
  followed: 'state' | 'transitions' | undefined,
): string {
  const entry = delivery.get(announcement.key)?.entry;
  if (entry?.state === 'parked') return `${OUTCOMES.parked} (${entry.code})`;
  if (entry) return OUTCOMES[entry.state];
  return followed === 'state' && delivery.size > 0 ? 'shown by the message' : 'not sent';
}
