import type { Execution, Failure } from '#shared/domain/execution.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { commitLink, compareLink } from '#shared/providers/commit-link.ts';
import type { Fact } from './card.ts';
import { foreignLink } from './console-link.ts';
import { shortRevision, toLine } from './format.ts';

/** What is on its way: the commit of the first source, and how many other sources there are. */
export function changeFacts({ revisions: [revision, ...others], identity }: Execution): readonly Fact[] {
  if (revision === undefined) return [];
  const id = shortRevision(toLine(revision.commit ?? ''));
  const subject = revision.subject === undefined ? '' : ` ${toLine(revision.subject)}`;
  const more = others.length > 0 ? ` (+${others.length} more)` : '';
  const link = foreignLink(commitLink(revision, identity.region) ?? revision.url, id);
  return [{ label: 'Change', text: `${link?.label ?? id}${subject}${more}`, link }];
}

export function originFacts({ author, branch, tag, repository, scan }: Facts = {}): readonly Fact[] {
  const origin = [repository, tag ?? branch].filter((part) => part !== undefined).join(' @ ');
  return [
    ...(author === undefined ? [] : [{ label: 'Author', text: toLine(author) }]),
    ...(origin === '' ? [] : [{ label: 'From', text: toLine(origin) }]),
    ...(scan === undefined ? [] : [{ label: 'Image scan', text: toLine(scan) }]),
  ];
}

export /** Mentioned where the medium knows who it is, else named. */
function authorFact({ authorId, revisions }: Execution): readonly Fact[] {
  const name = toLine(revisions[0]?.author ?? '');
  if (authorId !== undefined)
    return [{ label: 'Author', text: '', people: [{ kind: 'user', id: authorId }] }];
  return name === '' ? [] : [{ label: 'Author', text: name }];
}

/** How much came since the stage that failed last succeeded, and where to see it. */
export function sinceFacts(
  { revisions, identity }: Execution,
  failure: Failure | undefined,
): readonly Fact[] {
  const told = failure?.actions.map(({ facts }) => facts).find(({ since }) => since !== undefined);
  if (told?.since === undefined || failure?.stage === undefined) return [];
  const [revision = {}] = revisions;
  const count = told.changes === '1' ? '1 change' : `${told.changes ?? 'some'} changes`;
  const link = foreignLink(compareLink(revision, told.since, identity.region), count);
  const text = `${link?.label ?? count} after ${shortRevision(toLine(told.since))}`;
  return [{ label: `Since ${toLine(failure.stage)} last succeeded`, text, link }];
}

export function whereFacts({ identity }: Execution): readonly Fact[] {
  const parts = [identity.account, identity.region].filter((part) => part !== 'unknown');
  return parts.length === 0 ? [] : [{ label: 'Where', text: parts.join(' · ') }];
}
