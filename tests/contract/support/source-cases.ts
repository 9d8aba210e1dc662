import type { PipelineEvent } from '#shared/domain/pipeline-event.ts';
import type { Reading } from '#shared/sources/source.ts';
import { buildActionEvent, START } from '#tests/support/build-event.ts';
import { IDENTITY } from '#tests/support/build-record.ts';
import { sampleOf } from '#tests/support/samples.ts';
import { SERVICE_CASES } from './service-cases.ts';

/** A full event of a source, and the whole of what it must be read as. */
export interface SourceCase {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly read: Reading;
}

const SUMMARY = 'Build terminated with state: FAILED. Phase: BUILD, Message: npm test';
const CONSOLE = 'https://console.aws.amazon.com/codebuild/home?region=eu-west-1#/builds/web-shop:1/view/new';

const failedAction = buildActionEvent({
  state: 'FAILED',
  after: 40,
  attempt: 2,
  detail: {
    'execution-result': {
      'external-execution-id': 'web-shop:1',
      'external-execution-url': CONSOLE,
      'external-execution-summary': SUMMARY,
      'error-code': 'JobFailed',
    },
    'execution-trigger': { 'trigger-type': 'WebhookV2', 'commit-message': 'Raise the timeout' },
    'stop-execution-comments': 'wrong branch',
  },
});

const { id: _id, 'detail-type': detailType, ...published } = failedAction;

const failed: PipelineEvent = {
  execution: IDENTITY,
  stage: 'Build',
  action: 'UnitTests',
  state: 'FAILED',
  time: START + 40,
  attempt: 2,
  facts: {
    provider: 'Build/CodeBuild',
    url: CONSOLE,
    summary: SUMMARY,
    errorCode: 'JobFailed',
    externalId: 'web-shop:1',
  },
};

/** One entry a source of `shared/sources/index.ts`, by its id. */
export const SOURCE_CASES: Readonly<Record<string, SourceCase>> = {
  codepipeline: { raw: failedAction, read: { event: failed } },
  'notification-rule': {
    raw: {
      ...published,
      detailType,
      notificationRuleArn: 'arn:aws:codestar-notifications:eu-west-1:111122223333:notificationrule/1',
      additionalAttributes: {
        failedStage: 'Build',
        failedActions: [{ action: 'UnitTests', additionalInformation: 'exit status 1' }],
        sourceActions: [
          {
            sourceActionName: 'Checkout',
            sourceActionProvider: 'CodeStarSourceConnection',
            sourceActionVariables: {
              BranchName: 'main',
              CommitId: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
              FullRepositoryName: 'example-org/web-shop',
            },
          },
        ],
      },
    },
    read: {
      event: {
        ...failed,
        facts: {
          ...failed.facts,
          failedStage: 'Build',
          summary: 'UnitTests: exit status 1',
          commit: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
          branch: 'main',
          repository: 'example-org/web-shop',
        },
      },
    },
  },
  ...SERVICE_CASES,
  'failure-response': {
    raw: sampleOf('failure-response/retried'),
    read: {
      notice: {
        kind: 'notice',
        id: '5c0d0b5be1f24e4d8b7a3a1d1f6f1f0c2b4f7b9e2c6d4a8f9b0e1d3c5a7f9b1d',
        title: 'storefront-release',
        headline: 'Production was retried and succeeded',
        source: 'signalbox.failure-response',
        account: '111122223333',
        region: 'eu-west-1',
        resource: undefined,
        time: 1_772_619_151,
        tone: 'good',
        pipeline: 'storefront-release',
        details: [{ label: 'By', text: 'Ada Okafor' }],
      },
    },
  },
  own: { raw: sampleOf('own/failed'), read: { passedOver: 'it is an event of ours' } },
};
