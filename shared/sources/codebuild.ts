import type * as z from 'zod/mini';
import { CurrentPhase, type FailedPhase, findFailedPhase, Phases } from './codebuild-failure.ts';
import { Log, logPage } from './codebuild-log.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { type Outcome, outcomeOf, path, toNotice } from './to-notice.ts';

const STATE = 'CodeBuild Build State Change';
const PHASE = 'CodeBuild Build Phase Change';

// Named fields only: environment variables and the source's credentials stand beside them, in plain text.
const Detail = part({
  'build-status': Word,
  'project-name': Text,
  'build-id': Text,
  ...CurrentPhase,
  'additional-information': part({
    initiator: Text,
    'build-number': Text,
    'source-version': Text,
    phases: Phases,
    logs: Log,
  }),
});
type Detail = z.infer<typeof Detail>;

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['SUCCEEDED', ['succeeded', 'good']],
  ['FAILED', ['failed', 'bad']],
  ['FAULT', ['failed by a fault of CodeBuild', 'bad']],
  ['TIMED_OUT', ['timed out', 'bad']],
  ['STOPPED', ['was stopped', 'stopped']],
]);

const NONE: FailedPhase = { phase: undefined, why: undefined };

/** Builds that people and webhooks start. Those of pipelines are actions, which CodePipeline tells of. */
export const codebuild: Source = {
  id: 'codebuild',
  matches: (envelope) => isOf(envelope, 'aws.codebuild', [STATE, PHASE]),
  read(envelope) {
    if (isOf(envelope, 'aws.codebuild', [PHASE])) return { passedOver: 'a build passed through a phase' };
    const detail = Detail.parse(envelope.detail);
    const { initiator } = detail['additional-information'];
    if (initiator?.startsWith('codepipeline/')) return { passedOver: 'a build is the action of a pipeline' };
    return detail['build-status'] === 'IN_PROGRESS'
      ? { passedOver: 'a build began' }
      : readBuild(envelope, detail);
  },
};

function readBuild(envelope: Envelope, detail: Detail): Reading {
  const { initiator, phases, logs, ...about } = detail['additional-information'];
  const { 'project-name': project, 'build-id': arn } = detail;
  const [outcome, tone] = outcomeOf(OUTCOMES, detail['build-status']);
  const { phase, why } = tone === 'bad' ? findFailedPhase({ ...detail, phases }) : NONE;
  const build = arn?.split(':build/')[1];
  return {
    notice: toNotice(envelope, {
      service: 'codebuild',
      title: project,
      headline: phase === undefined ? outcome : `${outcome} in phase ${phase}`,
      tone,
      details: {
        Why: why,
        Build: about['build-number'],
        Version: about['source-version'],
        'Started by': initiator,
      },
      page: {
        label: 'Open build',
        path: path`codesuite/codebuild/${envelope.account}/projects/${project}/build/${build}?region=${envelope.region}`,
      },
      log: logPage(envelope.region ?? '', logs),
    }),
  };
}
