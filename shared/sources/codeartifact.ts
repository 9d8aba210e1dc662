import type * as z from 'zod/mini';
import { type Envelope, isOf, part, type Source, Text, Word } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

const STATE = 'CodeArtifact Package Version State Change';

const Detail = part({
  domainName: Text,
  domainOwner: Text,
  repositoryName: Text,
  packageFormat: Text,
  packageNamespace: Text,
  packageName: Text,
  packageVersion: Text,
  packageVersionState: Word,
  operationType: Word,
  // A truth value, or its name in text.
  changes: part({ statusChanged: Word }),
});
type Detail = z.infer<typeof Detail>;

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['PUBLISHED', ['was published', 'good']],
  ['UNLISTED', ['was unlisted', 'neutral']],
  ['ARCHIVED', ['was archived', 'neutral']],
  ['DISPOSED', ['was disposed of', 'neutral']],
  ['DELETED', ['was deleted', 'neutral']],
]);

/** Versions of packages whose state changed. */
export const codeartifact: Source = {
  id: 'codeartifact',
  matches: (envelope) => isOf(envelope, 'aws.codeartifact', [STATE]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    const { packageVersionState: state = '', operationType, changes } = detail;
    if (operationType === 'UPDATED' && changes.statusChanged !== 'TRUE')
      return { passedOver: 'the files or metadata of a version changed' };
    const outcome = OUTCOMES.get(state);
    return outcome === undefined
      ? { passedOver: 'a version is being published' }
      : { notice: toPackageNotice(envelope, detail, outcome) };
  },
};

function toPackageNotice(envelope: Envelope, detail: Detail, [headline, tone]: Outcome) {
  const { domainOwner: owner, domainName: domain, repositoryName: repository } = detail;
  return toNotice(envelope, {
    service: 'codeartifact',
    title: [nameOf(detail), detail.packageVersion].filter(Boolean).join(' '),
    headline,
    tone,
    details: {
      Repository: [domain, repository].filter(Boolean).join('/'),
      Format: detail.packageFormat,
    },
    page: {
      label: 'Open repository',
      path: path`codesuite/codeartifact/d/${owner}/${domain}/r/${repository}?region=${envelope.region}`,
    },
  });
}

/** As its package manager spells it: `@scope/name`, `group:name`. */
function nameOf({ packageFormat: format, packageNamespace: space, packageName: name }: Detail) {
  if (!space) return name;
  if (format === 'npm') return `@${space}/${name}`;
  return format === 'maven' ? `${space}:${name}` : `${space}/${name}`;
}
