import type { ObjectStore } from '#shared/clients/object-store.ts';
import { auditKey } from './key.ts';

/** Something that a person asked for, and what became of it. No token, and nothing that Slack keeps secret. */
export interface AuditEntry {
  /** Of the request: a repeat of it writes the same object. */
  readonly request: string;
  readonly kind: 'vote' | 'decision' | 'refusal' | 'control' | 'silence';
  /** Epoch seconds. */
  readonly at: number;
  readonly person: { readonly team: string; readonly user: string; readonly name: string };
  readonly account?: string;
  readonly region?: string;
  readonly pipeline?: string;
  readonly executionId?: string;
  readonly stage?: string;
  readonly action?: string;
  /** What was wanted: approve, reject, retry, … */
  readonly wanted: string;
  readonly reason: string;
  /** What came of it, in a sentence. */
  readonly outcome: string;
}

/** One JSON object each, which the bucket's policy lets nobody replace or delete. */
export async function writeAudit(objects: ObjectStore, { at, ...entry }: AuditEntry): Promise<void> {
  await objects.put({
    key: auditKey(at, `${entry.request}-${entry.kind}`),
    body: `${JSON.stringify({ version: 1, at: new Date(at * 1000).toISOString(), ...entry })}\n`,
    contentType: 'application/json',
    once: true,
  });
}
