/** The parts of shared/: each imports itself and what stands before it. docs/architecture.md says what they are for. */
export const IMPORT_ORDER: readonly string[] = [
  'errors',
  'domain',
  'clients',
  'store',
  'sources',
  'enrichment',
  'routing',
  'presentation',
  'approvals',
  'archive',
  'channels',
  'config',
  'app',
  'runtime',
  'create-app',
];
