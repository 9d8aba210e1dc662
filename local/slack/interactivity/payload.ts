import { toTeamJson } from '../people.ts';
import type { Person } from '../views.ts';
import { BOT, type Workspace } from '../workspace.ts';
import type { Sender } from './sender.ts';

/** The deprecated verification token, which nobody should look at. */
export const VERIFICATION_TOKEN = 'local-verification-token';

export interface Parts {
  readonly workspace: Workspace;
  readonly sender: Sender;
  /** Of this Slack, before the path of a response_url. */
  readonly baseUrl: string;
  readonly now: () => number;
  readonly announce: () => void;
}

/** What every payload says of the person and the app; a trigger that is new, for that person. */
export function toEnvelope(person: Person, { workspace }: Parts): Readonly<Record<string, unknown>> {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: BOT.appId,
    token: VERIFICATION_TOKEN,
    trigger_id: workspace.triggers.issue(person.id),
    team: toTeamJson(person),
    enterprise: null,
    is_enterprise_install: false,
  };
}
