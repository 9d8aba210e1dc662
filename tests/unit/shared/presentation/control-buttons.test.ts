import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import { CONTROL_ACTIONS, type ControlAction } from '#shared/domain/control.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';

const RECORD = toRecordKey(IDENTITY);
const FAILURE = ['STARTED@0', 'Build.Test FAILED@9', 'FAILED@10'] as const;

/** By its parent and its announcements: which buttons there are. */
function buttonsOf(lines: readonly string[], controls: readonly ControlAction[] = CONTROL_ACTIONS) {
  const execution = { ...buildExecution(seen(...lines)), controls };
  const cards = [undefined, ...announcements(execution)].map((news) => ({
    of: news?.key ?? 'present',
    buttons: executionCard(execution, news).buttons,
  }));
  return cards.filter(({ buttons }) => buttons.length > 0);
}

describe('the buttons of an execution', () => {
  it('stop what runs', () => {
    const stop = { action: 'execution.stop', label: 'Stop', style: 'danger', value: RECORD };

    expect(buttonsOf(['STARTED@0'])).toEqual([{ of: 'present', buttons: [stop] }]);
    expect(buttonsOf([...FAILURE, 'RESUMED@20#2'])).toEqual([{ of: 'present', buttons: [stop] }]);
  });

  it('mend what failed, on the news of it', () => {
    const value = `${RECORD} Build`;

    expect(buttonsOf(FAILURE)).toEqual([
      {
        of: 'failed 1',
        buttons: [
          { action: 'execution.retry', label: 'Retry failed stage', style: 'primary', value },
          { action: 'execution.rollback', label: 'Roll back', style: 'danger', value },
          { action: 'execution.silence', label: 'Silence', style: undefined, value },
        ],
      },
    ]);
  });

  it('are on the news of the newest attempt only', () => {
    const again = buttonsOf([...FAILURE, 'RESUMED@20#2', 'Build.Test FAILED@29#2', 'FAILED@30#2']);

    expect(again.map(({ of }) => of)).toEqual(['failed 2']);
  });

  it.each([
    [['STARTED@0', 'STOPPING@5']],
    [['STARTED@0', 'STOPPED@5']],
    [['STARTED@0', 'SUCCEEDED@5']],
    [['STARTED@0', 'SUPERSEDED@5']],
    [['STARTED@0', 'CANCELED@5']],
    [[...FAILURE, 'RESUMED@20#2', 'SUCCEEDED@30#2']],
  ])('are none after %j', (lines) => {
    expect(buttonsOf(lines)).toEqual([]);
  });

  it('are only those that somebody may press', () => {
    const [failed] = buttonsOf(FAILURE, ['silence']);

    expect(failed?.buttons.map(({ label }) => label)).toEqual(['Silence']);
    expect(buttonsOf(FAILURE, [])).toEqual([]);
    expect(buttonsOf(['STARTED@0'], ['retry'])).toEqual([]);
  });
});
