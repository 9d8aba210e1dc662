import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { toAwsError } from './aws-error.ts';
import { AwsServiceError } from './aws-request.ts';

/** PutEvents' own entry, whose detail is JSON. */
export interface BusEntry {
  /** ARN of the bus. */
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
}

export interface Buses {
  /** A bus that does not exist takes it without a word. @throws RateLimitedError, UnavailableError, ConfigError, RejectedError */
  put(entry: BusEntry): Promise<void>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html; a bus is asked where it is. */
export function createBuses(
  open: (region: string) => Pick<EventBridgeClient, 'send'> = (region) => new EventBridgeClient({ region }),
): Buses {
  const clients = new Map<string, Pick<EventBridgeClient, 'send'>>();
  return {
    async put({ Resources, ...entry }) {
      const region = entry.EventBusName.split(':')[3] ?? '';
      const client = clients.get(region) ?? open(region);
      clients.set(region, client);
      try {
        const command = new PutEventsCommand({ Entries: [{ ...entry, Resources: [...Resources] }] });
        const { FailedEntryCount = 0, Entries = [] } = await client.send(command);
        // The answer is a 200 all the same.
        if (FailedEntryCount > 0) throw toRefusal(Entries[0]?.ErrorCode ?? 'InternalFailure');
      } catch (cause) {
        throw toAwsError(cause, `bus ${entry.EventBusName}`);
      }
    },
  };
}

function toRefusal(code: string): AwsServiceError {
  return new AwsServiceError(code, /^Internal|Unavailable/.test(code) ? 500 : 400);
}
