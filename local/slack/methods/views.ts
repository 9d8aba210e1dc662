import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { findBlockMistakes } from '../block-rules.ts';
import { characters, plainText } from '../block-texts.ts';
import { Refusal } from '../refusal.ts';
import type { Workspace } from '../workspace.ts';
import { type Answer, defineMethod } from './method.ts';

const MAX_BLOCKS = 100;

const View = z.looseObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.unknown(),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: characters(255, 0).optional(),
});

const open = defineMethod({
  takes: z.object({ trigger_id: z.string().min(1), view: z.unknown() }),
  run: ({ view }, workspace) => store(workspace, `V${randomUUID().slice(0, 8).toUpperCase()}`, view),
});

const update = defineMethod({
  takes: z.object({ view_id: z.string(), view: z.unknown(), hash: z.string().optional() }),
  run: ({ view_id, view, hash }, workspace) => {
    const known = workspace.openViews.get(view_id);
    if (!known) throw new Refusal('not_found');
    if (hash !== undefined && hash !== known['hash']) throw new Refusal('hash_conflict');

    return store(workspace, view_id, view);
  },
});

export const viewMethods = { 'views.open': open, 'views.update': update };

/** Modals are kept, nobody fills them in: interactivity is not part of this stand-in yet. */
function store(workspace: Workspace, id: string, given: unknown): Answer {
  const result = View.safeParse(typeof given === 'string' ? JSON.parse(given) : given);
  if (!result.success)
    throw new Refusal(
      'invalid_arguments',
      result.error.issues.map(
        ({ message, path }) => `[ERROR] ${message} [json-pointer:/view/${path.join('/')}]`,
      ),
    );

  const mistakes = findBlockMistakes(result.data.blocks, '/view/blocks', MAX_BLOCKS);
  if (mistakes.length > 0)
    throw new Refusal(
      'invalid_arguments',
      mistakes.map((mistake) => `[ERROR] ${mistake}`),
    );

  const view = { ...result.data, id, hash: `${Date.now()}.${randomUUID().slice(0, 8)}` };
  workspace.openViews.set(id, view);
  return { view };
}
