import { describe, expect, it } from '@jest/globals';
import { firstSeed, measured, seeds } from './support/figures.ts';
import { type ActionOptions, PARAMETERS, runAction } from './support/job-action.ts';
import { Random } from './support/random.ts';
import { TROUBLES, type Trouble } from './support/sim-jobs.ts';

const ACTIONS = 60;
const MOST_TROUBLES = 8;
/** Each costs two seconds, as it does in an invocation. */
const MOST_HANGING = 2;
/** What is left of an invocation for its look is short, so that one that hangs is over soon. */
const INVOCATION_MILLISECONDS = 8400;
const SHORT_MILLISECONDS = 2600;

describe('R21 CodePipeline throttles, fails, hangs and loses the answers of jobs', () => {
  it('gives every job one answer, and every action its end', async () => {
    const all = Array.from({ length: seeds }, (_, index) => actionsOf(new Random(firstSeed + index))).flat();

    const ended = await Promise.all(all.map(runAction));

    const answers = ended.flatMap(({ jobs }) => [...jobs.taken.values()]);
    expect(ended.filter(({ end }) => end !== 'succeeded')).toEqual([]);
    expect(answers.filter((taken) => taken.length !== 1)).toEqual([]);
    expect(ended.filter(({ invocations }) => Math.max(...invocations) > 2)).toEqual([]);
    expect(ended.flatMap(({ jobs }) => jobs.troubles)).toEqual([]);
    measured(
      'R21',
      `${ended.length} actions, ${answers.length} jobs, ${all.flatMap(({ troubles }) => troubles).length} troubled calls: each job answered once, each action ended`,
    );
  }, 120_000);

  it.each([1, 2])(
    'leaves a job to repeats of its own event when %i of them get nothing through',
    async (outage) => {
      const ended = await Promise.all(
        PARAMETERS.map((parameters, index) =>
          runAction({
            run: `outage-${index}`,
            parameters,
            troubles: [],
            milliseconds: SHORT_MILLISECONDS,
            outage,
          }),
        ),
      );

      expect(ended.map(({ end }) => end)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect(ended.map(({ effects }) => effects)).toEqual([1, 0, 1]);
      expect(ended.map(({ invocations }) => invocations[0])).toEqual([outage + 1, outage + 1, outage + 1]);
      expect(ended.flatMap(({ jobs }) => [...jobs.taken.values()].map(({ length }) => length))).not.toContain(
        2,
      );
      measured('R21', `out for ${outage} of three invocations: answered by the next`);
    },
  );
});

function actionsOf(random: Random): readonly ActionOptions[] {
  return Array.from({ length: ACTIONS }, (_, index) => {
    const drawn = Array.from({ length: Math.floor(random.between(0, MOST_TROUBLES)) }, () =>
      random.pick(TROUBLES),
    );
    const isHanging = (trouble: Trouble) => trouble.endsWith('hanging');
    const troubles = drawn.filter(
      (trouble, place) =>
        !isHanging(trouble) || drawn.slice(0, place).filter(isHanging).length < MOST_HANGING,
    );
    return {
      run: `${random.seed}-${index}`,
      parameters: random.pick(PARAMETERS),
      troubles,
      milliseconds: INVOCATION_MILLISECONDS,
    };
  });
}
