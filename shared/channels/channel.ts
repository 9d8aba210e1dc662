import * as z from 'zod/mini';
import type { Buses } from '#shared/clients/buses.ts';
import type { HttpClient } from '#shared/clients/http.ts';
import type { ObjectStore } from '#shared/clients/object-store.ts';
import type { Secrets } from '#shared/clients/secrets.ts';
import type { StateMachines } from '#shared/clients/state-machines.ts';
import type { Topics } from '#shared/clients/topics.ts';
import type { Announcement } from '#shared/domain/announcement.ts';
import type { RecordView } from '#shared/domain/record.ts';
import type { Card } from '#shared/presentation/card.ts';
import type { Allowance } from '#shared/store/budgets.ts';

export type Operation = 'post' | 'update' | 'reply';

/** Where a message is, in its medium's own terms; what `update` and `reply` need. */
export const MessageRef = z.record(z.string(), z.string());
export type MessageRef = Readonly<z.infer<typeof MessageRef>>;

export interface Rendering {
  readonly record: RecordView;
  readonly card: Card;
  /** Undefined: the message that shows the record's present. */
  readonly announcement: Announcement | undefined;
}

/** Says which message: the record's key and the announcement's, found again in the medium where it keeps metadata. */
export interface MessageIdentity {
  readonly subject: string;
  readonly key: string;
}

interface Addressed<Settings> {
  /** Of the destination. */
  readonly name: string;
  readonly settings: Settings;
  readonly identity: MessageIdentity;
  readonly clients: ChannelClients;
}

interface SendInput<Settings, Message> extends Addressed<Settings> {
  readonly operation: Operation;
  readonly message: Message;
  /** `update`: the message itself; `reply`: its parent. */
  readonly ref: MessageRef | undefined;
}

interface FindInput<Settings> extends Addressed<Settings> {
  readonly parent: MessageRef | undefined;
  /** Epoch seconds; the message cannot be older. */
  readonly since: number;
}

export interface ChannelClients {
  readonly http: HttpClient;
  readonly secrets: Secrets;
  readonly topics: Topics;
  readonly objects: ObjectStore;
  readonly buses: Buses;
  readonly stateMachines: StateMachines;
  /** ARN of the state machine that comes with Signalbox; empty where it is not deployed. */
  readonly failureResponse: string;
  /** Where Slack's Web API is; a stand-in has its own. */
  readonly slackApiUrl: string;
}

/** `GONE`: there is nothing at `ref` any more; the record is posted anew. */
export type Sent = { readonly ref: MessageRef | undefined } | 'GONE';

/** What the deliver role must be allowed to use; the packaging plugin reads it. */
export interface Needs {
  readonly secrets?: readonly string[];
  readonly topics?: readonly string[];
  readonly buses?: readonly string[];
  readonly stateMachines?: readonly string[];
}

export interface ChannelDefinition<Settings, Message> {
  readonly type: string;
  readonly settings: z.ZodMiniType<Settings>;
  /**
   * `state`: one message that always shows the present, replies for announcements, overtaken ones left out.
   * `transitions`: each announcement once, in order.
   */
  readonly follows: 'state' | 'transitions';
  /** Whether the medium limits how often a destination may be written to: then urgent entries overtake progress. */
  readonly hasBudget: boolean;
  needs(settings: Settings): Needs;
  /** Name of the secret of the workspace whose people it mentions; absent: it knows no people. */
  mentions?(settings: Settings): string | undefined;
  /** Whether it shows the end of a failed action's log; absent: it does not. */
  wantsLog?(settings: Settings): boolean;
  /** Pure. Undefined: this channel has nothing to show for it. */
  render(rendering: Rendering, settings: Settings): Message | undefined;
  send(input: SendInput<Settings, Message>): Promise<Sent>;
  /** Looks for a message whose send got no clear answer. Absent: the medium cannot tell, and a repeat may double it. */
  find?(input: FindInput<Settings>): Promise<MessageRef | undefined>;
  /** What a rate limit of that operation holds up, when it is more than the destination. */
  pauseScope?(operation: Operation, settings: Settings): string | undefined;
  /** How often the medium may be called, so that it need not refuse. */
  allowances?(operation: Operation, urgency: Urgency, settings: Settings): readonly Allowance[];
}

/** `progress` is what can be folded into a digest when there is too much of it; `news` waits, and lets `urgent` pass. */
export type Urgency = 'urgent' | 'news' | 'progress';

/** A channel with its settings: what a name in signalbox.yml stands for. */
export interface Destination {
  readonly name: string;
  readonly follows: 'state' | 'transitions';
  readonly hasBudget: boolean;
  readonly needs: Needs;
  /** Name of the secret of the workspace whose people it mentions. */
  readonly mentions: string | undefined;
  readonly wantsLog: boolean;
  pauseScope(operation: Operation): string;
  allowances(operation: Operation, urgency: Urgency): readonly Allowance[];
  render(rendering: Rendering): Message | undefined;
  find(input: Omit<FindInput<unknown>, 'settings' | 'name'>): Promise<MessageRef | undefined>;
}

/** A rendered message: the very payload that is sent, and the way to send it. */
export interface Message {
  readonly payload: unknown;
  send(input: Omit<SendInput<unknown, unknown>, 'settings' | 'name' | 'message'>): Promise<Sent>;
}

export interface Channel {
  readonly type: string;
  readonly settings: z.ZodMiniType<unknown>;
  open(name: string, settings: unknown): Destination;
}

/** Closes over the types of settings and message, so that the registry is a plain list and no union must grow. */
export function defineChannel<Settings, Message>(definition: ChannelDefinition<Settings, Message>): Channel {
  const { type, settings } = definition;
  return { type, settings, open: (name, given) => openDestination(name, settings.parse(given), definition) };
}

function openDestination<Settings, Message>(
  name: string,
  settings: Settings,
  definition: ChannelDefinition<Settings, Message>,
): Destination {
  return {
    name,
    follows: definition.follows,
    hasBudget: definition.hasBudget,
    needs: definition.needs(settings),
    mentions: definition.mentions?.(settings),
    wantsLog: definition.wantsLog?.(settings) ?? false,
    pauseScope: (operation) => definition.pauseScope?.(operation, settings) ?? name,
    allowances: (operation, urgency) => definition.allowances?.(operation, urgency, settings) ?? [],
    find: async (input) => definition.find?.({ ...input, settings, name }),
    render(rendering) {
      const message = definition.render(rendering, settings);
      if (message === undefined) return undefined;
      return { payload: message, send: (input) => definition.send({ ...input, settings, name, message }) };
    },
  };
}
