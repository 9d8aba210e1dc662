import * as z from 'zod';
import { getView } from '../modal-view.ts';
import { Refusal } from '../refusal.ts';
import { toViewJson } from '../view-json.ts';
import { defineMethod } from './method.ts';

const open = defineMethod({
  takes: z.object({ trigger_id: z.string().min(1), view: z.unknown() }),
  run: ({ trigger_id, view }, { modals, triggers }) => {
    const wanted = getView(view);
    return { view: toViewJson(modals.open(triggers.exchange(trigger_id), wanted)) };
  },
});

const update = defineMethod({
  takes: z.object({ view_id: z.string(), view: z.unknown(), hash: z.string().optional() }),
  run: ({ view_id, view, hash }, { modals }) => {
    const wanted = getView(view);
    const known = modals.find(view_id);
    if (!known) throw new Refusal('not_found');
    if (hash !== undefined && hash !== known.hash) throw new Refusal('hash_conflict');

    return { view: toViewJson(modals.update(known, wanted)) };
  },
});

export const viewMethods = { 'views.open': open, 'views.update': update };
