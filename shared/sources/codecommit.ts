import type * as z from 'zod/mini';
import { pullRequestOutcome } from './codecommit-pull-request.ts';
import { personOf } from './person.ts';
import { type Envelope, isOf, list, part, type Source, Text, Word } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

const REPOSITORY = 'CodeCommit Repository State Change';
const PULL_REQUEST = 'CodeCommit Pull Request State Change';
const COMMENTS = ['CodeCommit Comment on Commit', 'CodeCommit Comment on Pull Request'];

const Detail = part({
  event: Text,
  repositoryName: Text,
  repositoryNames: list(Text),
  referenceType: Text,
  referenceName: Text,
  callerUserArn: Text,
  pullRequestId: Text,
  pullRequestStatus: Word,
  title: Text,
  isMerged: Word,
  approvalStatus: Word,
  overrideStatus: Word,
  sourceReference: Text,
  destinationReference: Text,
  commitId: Text,
  oldCommitId: Text,
});
export type CodeCommitDetail = z.infer<typeof Detail>;

/** Branches and tags that come and go, what becomes of pull requests, new comments. */
export const codecommit: Source = {
  id: 'codecommit',
  matches: (envelope) => isOf(envelope, 'aws.codecommit', [REPOSITORY, PULL_REQUEST, ...COMMENTS]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    const outcome = outcomeFor(envelope, detail);
    return outcome === undefined
      ? { passedOver: 'work goes on in a repository' }
      : { notice: toRepositoryNotice(envelope, detail, outcome) };
  },
};

function outcomeFor(envelope: Envelope, detail: CodeCommitDetail): Outcome | undefined {
  if (isOf(envelope, 'aws.codecommit', [REPOSITORY])) return referenceOutcome(detail);
  return isOf(envelope, 'aws.codecommit', COMMENTS) ? commentOutcome(detail) : pullRequestOutcome(detail);
}

/** Not pushes: they start pipelines, which tell of them. A tag that moves is another matter. */
function referenceOutcome(detail: CodeCommitDetail): Outcome | undefined {
  const { event, referenceType: type = 'reference', referenceName: name = '?' } = detail;
  if (event === 'referenceCreated') return [`has a new ${type}: ${name}`, 'neutral'];
  if (event === 'referenceDeleted') return [`lost the ${type} ${name}`, 'neutral'];
  return event === 'referenceUpdated' && type === 'tag'
    ? [`had the tag ${name} moved`, 'neutral']
    : undefined;
}

/** The event holds no text of it. */
function commentOutcome({ event = '', pullRequestId: id }: CodeCommitDetail): Outcome | undefined {
  if (!event.endsWith('Created')) return undefined;
  return [`has a new comment on ${id === undefined ? 'a commit' : `pull request ${id}`}`, 'neutral'];
}

function toRepositoryNotice(envelope: Envelope, detail: CodeCommitDetail, [headline, tone]: Outcome) {
  const { pullRequestId: id, title, commitId: commit, oldCommitId: before } = detail;
  const repository = detail.repositoryName ?? detail.repositoryNames[0];
  return toNotice(envelope, {
    service: 'codecommit',
    title: repository,
    headline,
    tone,
    details: {
      Title: title,
      By: personOf(detail.callerUserArn),
      From: branchOf(detail.sourceReference),
      Into: branchOf(detail.destinationReference),
      Commit: commit,
      Before: before,
    },
    page:
      id === undefined
        ? {
            label: 'Open repository',
            path: path`codesuite/codecommit/repositories/${repository}/browse?region=${envelope.region}`,
          }
        : {
            label: 'Open pull request',
            path: path`codesuite/codecommit/repositories/${repository}/pull-requests/${id}/details?region=${envelope.region}`,
          },
  });
}

function branchOf(reference: string | undefined): string | undefined {
  return reference?.replace(/^refs\/heads\//, '');
}
