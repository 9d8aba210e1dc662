import type { App } from '#shared/app.ts';
import { type AuditEntry, writeAudit } from '#shared/archive/audit.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import type { PipelineIdentity } from '#shared/store/silences.ts';
import { tell } from './tell.ts';

/** What is wanted, of what. */
export interface Wish {
  readonly wanted: string;
  /** Undefined: of nothing in particular. */
  readonly pipeline: PipelineIdentity | undefined;
  readonly executionId: string | undefined;
  readonly stage: string | undefined;
  readonly reason: string;
}

type Asked = Pick<Command, 'request' | 'at' | 'person' | 'secret' | 'channel'>;

/** Keeps who asked for what, and what came of it. */
export async function keep(
  { request, at, person: { team, user, name } }: Asked,
  {
    wish: { wanted, pipeline, executionId, stage, reason },
    kind,
    outcome,
  }: { readonly wish: Wish } & Pick<AuditEntry, 'kind' | 'outcome'>,
  { objects }: Pick<App, 'objects'>,
): Promise<void> {
  const place = {
    ...pipeline,
    ...(executionId !== undefined && { executionId }),
    ...(stage !== undefined && { stage }),
  };
  const entry = { request, at, person: { team, user, name }, ...place, wanted, reason: toFact(reason) };
  await writeAudit(objects, { ...entry, kind, outcome });
}

export interface Refusing {
  readonly wish: Wish;
  /** Why not, as a sentence to that person. */
  readonly refusal: string;
}

export async function refuse(
  command: Asked,
  { wish, refusal }: Refusing,
  app: Pick<App, 'objects' | 'telemetry' | 'peopleOf'>,
): Promise<void> {
  await keep(command, { wish, kind: 'refusal', outcome: refusal }, app);
  app.telemetry.count('ControlsRefused');
  await tell(command, refusal, app);
}
