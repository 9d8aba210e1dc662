import type { SlackPeople, SlackUser } from '#shared/channels/slack/people.ts';

export const TEAM = 'T0SIGNALBX';
export const ADA = 'U0ADA00001';
export const BEN = 'U0BEN00002';
export const GUEST = 'U0GUEST009';
export const RELEASERS = 'S0RELEASERS';

function user(name: string, email: string | undefined, more: Partial<SlackUser> = {}): SlackUser {
  return { team: TEAM, name, email, isGuest: false, ...more };
}

/** A small workspace; remembers what it whispered. */
export class FakePeople implements SlackPeople {
  readonly users = new Map<string, SlackUser>([
    [ADA, user('Ada Okafor', 'ada@example.com')],
    [BEN, user('Ben Lindqvist', 'ben@example.com')],
    [GUEST, user('Gil', undefined, { team: 'T0ELSEWHERE', isGuest: true })],
  ]);
  readonly groups = new Map<string, readonly string[]>([[RELEASERS, [ADA, BEN]]]);
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[] = [];

  async getTeam(): Promise<string> {
    return TEAM;
  }

  async getUser(id: string): Promise<SlackUser> {
    return this.users.get(id) ?? user(id, undefined);
  }

  /** Addresses that were asked after, in order. */
  readonly lookups: string[] = [];

  async findByEmail(email: string): Promise<string | undefined> {
    this.lookups.push(email);
    return [...this.users].find(([, one]) => one.email === email)?.[0];
  }

  async isMember(group: string, id: string): Promise<boolean> {
    return this.groups.get(group)?.includes(id) ?? false;
  }

  async whisper(message: {
    readonly channel: string;
    readonly user: string;
    readonly text: string;
  }): Promise<void> {
    this.whispers.push(message);
  }
}
