import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '#shared/errors.ts';
import { addVote, parseApprovalKey } from '#shared/store/approvals.ts';
import { BEN } from '#tests/support/fake-people.ts';
import { createWorld, press, replyAbout, started } from './support/approvals.ts';

describe('a vote beside a decision', () => {
  it('does not keep a lost answer from being known again', async () => {
    const world = createWorld();
    await world.play(...started());
    const click = press(world, { reason: 'Looked at it' });
    const answer = world.approvals.answer.bind(world.approvals);
    world.approvals.answer = async (given) => {
      world.approvals.answer = answer;
      await answer(given);
      const bens = {
        user: BEN,
        name: 'Ben Lindqvist',
        choice: 'approve',
        reason: '',
        at: world.clock.time,
      } as const;
      await addVote(world.table, parseApprovalKey(click.record) ?? '', bens);
      throw new UnavailableError('the answer was lost', { ambiguous: true });
    };

    await world.ask(click);
    await world.wait(10);

    expect(replyAbout(world)).toContain('was approved by Ada Okafor');
    expect(replyAbout(world)).not.toContain('in AWS');
    expect(world.people.whispers).toEqual([]);
  });
});
