import type { App } from '#shared/app.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import type { Origin } from './verify.ts';

type Person = Command['person'];
type Without<Union, Keys extends string> = Union extends unknown ? Omit<Union, Keys> : never;

/** What is asked for, without who asks where. */
export type Order = Without<Command, keyof Asker | keyof Origin>;

export interface Asker {
  readonly channel: string;
  readonly person: Person;
}

interface Identity {
  readonly user: string;
  readonly name: string | undefined;
  readonly team: string | undefined;
  readonly enterprise: string | undefined;
}

/** Undefined for bots and whatever else is no person: those decide nothing. */
export function toPerson({ user, name = user, team = '', enterprise }: Identity): Person | undefined {
  if (!/^[UW][A-Z0-9]{2,30}$/.test(user) || user === 'USLACKBOT') return undefined;
  return { team, user, name, ...(enterprise !== undefined && { enterprise }) };
}

/** A request that comes twice makes the same command twice, which its reader sees. */
export async function give(
  order: Order,
  { origin, asker }: { readonly origin: Origin; readonly asker: Asker },
  { commands, telemetry }: Pick<App, 'commands' | 'telemetry'>,
): Promise<void> {
  const { channel, person } = asker;
  const command: Command = { ...origin, channel, person, ...order };
  await commands.send([{ body: JSON.stringify(command) }]);
  telemetry.info('A command was taken', { request: origin.request, kind: order.kind });
}

/** Nobody is told: who is no person reads no answer. */
export function refuseNobody(telemetry: Telemetry): void {
  telemetry.info('A request was refused', { code: 'unauthorized', reason: 'request: not of a person' });
  telemetry.count('RequestsRefused');
}
