import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { APPROVAL, DIAGNOSIS, type Observation } from '#shared/domain/observation.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';

const BUILD_FAILED: Partial<Observation> = {
  ...seen('Build.UnitTests FAILED@192')[0],
  facts: { provider: 'Build/CodeBuild', summary: 'exit status 1', errorCode: 'JobFailed' },
};

function reasonsOf(...history: readonly Partial<Observation>[]) {
  return executionCard(buildExecution(history)).reasons;
}

describe('failureReasons', () => {
  it('gives at most five reasons, and the meaning of an error that has no text', () => {
    const failures = Array.from({ length: 7 }, (_, index) => ({
      ...seen(`Deploy.Action${index} FAILED@9`)[0],
      facts: { errorCode: 'PermissionError' },
    }));

    expect(reasonsOf(...failures).map(({ action, text }) => `${action} ${text}`)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `Action${index} It lacks a permission (PermissionError)`),
    );
  });

  it('tells the reason of a notification rule until the action itself is known', () => {
    const failed = { ...seen('FAILED@9')[0], facts: { summary: 'UnitTests: exit status 1' } };

    expect(reasonsOf(failed)).toEqual([
      { action: '', provider: undefined, text: 'UnitTests: exit status 1', link: undefined },
    ]);
    expect(reasonsOf(failed, BUILD_FAILED)).toMatchObject([{ action: 'UnitTests' }]);
  });

  describe('of a stage in which no action failed', () => {
    const before = seen('STARTED@0', 'Source.Checkout SUCCEEDED@3', 'Deploy STARTED@4');
    const ended = seen('Deploy FAILED@9', 'FAILED@10');
    const guess = 'No action failed: probably a condition of the stage stopped it';

    it.each<[string, readonly Partial<Observation>[], string | undefined]>([
      ['all went well', [...before, ...seen('Deploy.A STARTED@5', 'Deploy.A SUCCEEDED@8'), ...ended], guess],
      ['none began', [...before, ...ended], guess],
      ['one runs', [...before, ...seen('Deploy.A SUCCEEDED@8', 'Deploy.B STARTED@5'), ...ended], undefined],
      ['one was abandoned', [...before, ...seen('Deploy.A ABANDONED@8'), ...ended], undefined],
      [
        'one failed before',
        [...seen('Deploy.A FAILED@1', 'STARTED@0', 'Deploy FAILED@9#2', 'FAILED@10#2')],
        undefined,
      ],
      ['the pipeline goes on', [...before, ...seen('Deploy FAILED@9')], undefined],
      ['the stage is not known', [...before, ...seen('FAILED@10')], undefined],
      ['no event tells of any', [...seen('STARTED@0', 'Deploy STARTED@4'), ...ended], undefined],
    ])('guesses at a condition only where nothing else can be: %s', (_, history, text) => {
      expect(reasonsOf(...history).map((reason) => reason.text)).toEqual(text === undefined ? [] : [text]);
      expect(reasonsOf(...history.toReversed())).toEqual(reasonsOf(...history));
    });

    it('tells what CodePipeline said of it instead', () => {
      const why = { ...seen('Deploy x@11')[0], state: DIAGNOSIS, facts: { why: 'Rule Alarm failed' } };

      expect(reasonsOf(...before, ...ended, why)[0]?.text).toBe('Rule Alarm failed');
    });

    it('says the same of it when it is retried', () => {
      const history = [...before, ...seen('Deploy.A SUCCEEDED@8'), ...ended];
      const retried = seen('RESUMED@20#2', 'Deploy RESUMED@20#2', 'Deploy.A STARTED@21#2');
      const execution = buildExecution([...history, ...retried]);
      const failed = announcements(execution).find(({ status }) => status === 'failed');

      expect(executionCard(execution, failed).reasons.map((reason) => reason.text)).toEqual([guess]);
    });
  });

  it('tells what the service said when it was asked, rather than what the event says', () => {
    const facts = {
      ...BUILD_FAILED.facts,
      why: 'expect(3).toBe(4)',
      failedAt: 'BUILD',
      tests: '1 of 9 failed',
    };

    expect(reasonsOf({ ...BUILD_FAILED, facts })).toMatchObject([
      { text: 'expect(3).toBe(4)', failedAt: 'BUILD', tests: '1 of 9 failed' },
    ]);
  });

  it('names an action as its maker does, else by its own name', () => {
    const labelOf = (provider: string) => reasonsOf({ ...BUILD_FAILED, facts: { provider } })[0]?.provider;

    expect(labelOf('Deploy/ECS')).toBe('Amazon ECS');
    expect(labelOf('Build/Acme-Jenkins')).toBe('Jenkins');
    expect(labelOf('Deploy/Terraform')).toBe('Terraform');
    expect(labelOf('Deploy/')).toBeUndefined();
  });

  it.each([
    ['GitHub', 'GitHub'],
    ['GitHubEnterpriseServer', 'GitHub Enterprise Server'],
    ['BitBucket', 'Bitbucket Cloud'],
    ['gitlab', 'GitLab.com'],
    ['GitLabSelfManaged', 'GitLab self-managed'],
    ['Gitea', 'AWS CodeConnections'],
    [undefined, 'AWS CodeConnections'],
  ])('names a connection to %s as %s', (host, name) => {
    const facts = { provider: 'Source/CodeStarSourceConnection', ...(host !== undefined && { host }) };

    expect(reasonsOf({ ...BUILD_FAILED, facts })[0]?.provider).toBe(name);
  });

  it.each([
    ['https://github.com/x', { label: 'Open action (github.com)', url: 'https://github.com/x' }],
    ['http://console.aws.amazon.com/x', undefined],
    ['javascript:alert(1)', undefined],
  ])('links a reason to %s only where it is safe, and says where it leads', (url, link) => {
    const failed = { ...BUILD_FAILED, facts: { url } };

    expect(reasonsOf(failed)[0]?.link).toEqual(link);
  });

  it.each([
    ['of its own Region', { region: 'ap-northeast-1' }, 'ap-northeast-1'],
    ["of the pipeline's Region, where it is the same", {}, 'eu-west-1'],
    ['of the action, where that of the event cannot be one', { url: 'http://x/' }, 'eu-west-1'],
  ])('links a reason to the page %s', (_, more, region) => {
    const facts = { provider: 'Deploy/CodeDeploy', externalId: 'd-AB12CD34E', ...more };

    expect(reasonsOf({ ...BUILD_FAILED, facts })[0]?.link).toEqual({
      label: 'Open action',
      url: `https://${region}.console.aws.amazon.com/codesuite/codedeploy/deployments/d-AB12CD34E?region=${region}`,
    });
  });

  it.each([
    ['too soon for a time-out', 60, 'rejected'],
    ['after seven days', 7 * 86_400, 'nobody decided in time'],
    ['in between', 1800, 'rejected, or nobody decided in time'],
  ])('tells how an approval failed that is known by its own event alone: %s', (_, after, text) => {
    const facts = { provider: 'Approval/Manual', errorCode: 'JobFailed', startedAt: String(START * 1000) };
    const other = seen('Approve.Security FAILED@9')[0] ?? {};

    const [told] = reasonsOf({ ...seen(`Approve.Lead FAILED@${after}`)[0], facts }, other);

    expect(told?.text).toBe(text);
  });

  it('tells who failed it at an approval, in the attempt that it was asked in', () => {
    const place = { stage: 'Gate', action: 'Lead' };
    const asked = (attempt: number): Partial<Observation> => ({ ...place, attempt, state: APPROVAL });
    const failed = (attempt: number, facts: Facts): Partial<Observation> => ({
      ...seen(`Gate.Lead FAILED@9#${attempt}`)[0],
      facts: { provider: 'Approval/Manual', ...facts },
    });
    const rejected = failed(2, { summary: 'Not today', errorCode: 'JobFailed' });
    const broken = failed(2, { summary: 'No such topic', errorCode: 'ConfigurationError' });

    expect(reasonsOf(asked(2), rejected)[0]?.text).toBe('rejected in AWS: Not today');
    expect(reasonsOf(asked(1), rejected)[0]?.text).toBe('Not today');
    expect(reasonsOf(asked(2), broken)[0]?.text).toBe('No such topic');
  });
});
