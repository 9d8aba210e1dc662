import type { Modal } from './modals.ts';
import { PEOPLE, TEAM } from './people.ts';
import { BOT } from './workspace.ts';

/** A modal as the Web API and payloads write it. */
export function toViewJson(modal: Modal, values: object = {}): Readonly<Record<string, unknown>> {
  const { id, hash, user, previousId, rootId, view } = modal;
  return {
    external_id: '',
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    id,
    hash,
    team_id: PEOPLE.find((person) => person.id === user)?.teamId ?? TEAM.id,
    state: { values },
    root_view_id: rootId,
    previous_view_id: previousId ?? null,
    app_id: BOT.appId,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.id,
  };
}
