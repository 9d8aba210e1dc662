import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import type { Facts } from '#shared/domain/facts.ts';
import type { Fact } from '#shared/presentation/card.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';

const TARGET = '7f231dd1-b879-466f-b0e7-3f4e49392282';
const LINK = {
  label: 'to execution 7f231dd1',
  url: `https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web-shop/executions/${TARGET}/timeline?region=eu-west-1`,
};

/** What the card of the present and each piece of news say of a rollback. */
function rollbacksOf(facts: Facts): readonly (Fact | undefined)[] {
  const execution = buildExecution([{ ...seen('STARTED@0')[0], facts }, ...seen('SUCCEEDED@9')]);
  return [undefined, ...announcements(execution)].map((announcement) =>
    executionCard(execution, announcement).facts.find(({ label }) => label === 'Rollback'),
  );
}

describe('a rollback', () => {
  it.each<[string, Facts, Partial<Fact>]>([
    [
      'by hand',
      { trigger: 'ManualRollback', triggeredBy: TARGET },
      { text: 'to execution 7f231dd1', link: LINK },
    ],
    [
      'by CodePipeline itself, with a commit',
      { trigger: 'AutomatedRollback', triggeredBy: TARGET, commit: 'c' },
      { text: 'to execution 7f231dd1, automatic', link: LINK },
    ],
    [
      'to nobody knows what',
      { trigger: 'ManualRollback' },
      { text: 'to an earlier execution', link: undefined },
    ],
    [
      'to what is no execution',
      { trigger: 'AutomatedRollback', triggeredBy: 'arn:aws:sts::1:assumed-role/R/jo' },
      { text: 'to an earlier execution, automatic', link: undefined },
    ],
  ])('is told in the present and in each piece of news: %s', (_, facts, fact) => {
    const told = rollbacksOf(facts);

    expect(told).toEqual(told.map(() => ({ label: 'Rollback', ...fact })));
    expect(told).toHaveLength(3);
  });

  it.each<[readonly string[], readonly string[]]>([
    [['STARTED@0'], ['rollback is running', 'rollback started']],
    [
      ['STARTED@0', 'SUCCEEDED@9'],
      ['rolled back to execution 7f231dd1', 'rollback started', 'rolled back to execution 7f231dd1'],
    ],
    [
      ['STARTED@0', 'Deploy FAILED@9'],
      ['rollback failed in Deploy', 'rollback started', 'rollback failed in Deploy'],
    ],
    [
      ['STARTED@0', 'STOPPED@9'],
      ['rollback was stopped', 'rollback started', 'rollback was stopped'],
    ],
  ])('is the subject of its headlines: %j', (lines, headlines) => {
    const facts = { trigger: 'AutomatedRollback', triggeredBy: TARGET };
    const execution = buildExecution([{ facts }, ...seen(...lines)]);

    const told = [undefined, ...announcements(execution)].map(
      (announcement) => executionCard(execution, announcement).headline,
    );

    expect(told).toEqual(headlines);
  });

  it('that succeeded says so, wherever it goes back to', () => {
    const execution = buildExecution([{ facts: { trigger: 'ManualRollback' } }, ...seen('SUCCEEDED@9')]);

    expect(executionCard(execution).headline).toBe('rolled back to an earlier execution');
  });

  it.each<Facts>([{ trigger: 'StartPipelineExecution', triggeredBy: TARGET }, {}])(
    'is not seen in %j',
    (facts) => {
      expect(rollbacksOf(facts)).toEqual([undefined, undefined, undefined]);
    },
  );
});
