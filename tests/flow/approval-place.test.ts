import { describe, expect, it } from '@jest/globals';
import { buildActionEvent, buildPipelineEvent, type RawEvent } from '#tests/support/build-event.ts';
import { World } from './support/world.ts';

const SOURCE = { owner: 'AWS', category: 'Source', provider: 'CodeCommit', version: '1' };
const APPROVAL = { owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' };
const COMMIT = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';

const CONFIG = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: pipelines, continue: true }
  - { match: { status: approval }, to: mail }
`;

/** Of a pipeline that has the same name in every Region. */
function asked(region: string): readonly RawEvent[] {
  const shared = { envelope: { region } };
  const taken = { 'external-execution-id': COMMIT, 'external-execution-summary': `For ${region}` };
  const source = { type: SOURCE, 'execution-result': taken };
  return [
    buildPipelineEvent({ ...shared, after: 1 }),
    buildActionEvent({ ...shared, stage: 'Source', state: 'SUCCEEDED', after: 5, detail: source }),
    buildActionEvent({ ...shared, stage: 'Approve', action: 'RM', after: 6, detail: { type: APPROVAL } }),
  ];
}

describe('an approval in a pipeline of several Regions', () => {
  it.each(['eu-west-1', 'us-east-1'])('says in which it is, and of what: %s', async (region) => {
    const world = new World(CONFIG);

    await world.play(...asked(region));
    await world.wait(30);

    const mails = world.topics.published.map(({ Message }) => String(JSON.parse(Message).email));
    const replies = world.slack.replies.map(({ body }) => JSON.stringify(body['blocks']));
    for (const texts of [mails, replies]) {
      expect(texts).toEqual([expect.stringContaining('Approve/RM waits for approval')]);
      expect(texts[0]).toContain(`Where: 111122223333 · ${region}`);
      expect(texts[0]).toMatch(new RegExp(`4f2c9d1\\S* For ${region}`));
    }
  });

  it('lists the commits in their stead, where CodePipeline tells them, by mail too', async () => {
    const world = new World(CONFIG);
    world.approvals.changes = [
      { commit: COMMIT, subject: 'Raise it' },
      { commit: 'b'.repeat(40), subject: undefined },
    ];

    await world.play(...asked('eu-west-1'));
    await world.wait(30);

    const [mail = ''] = world.topics.published.map(({ Message }) => String(JSON.parse(Message).email));
    expect(mail).toContain('\n\n4f2c9d1 Raise it\nbbbbbbb\n\n');
    expect(mail).not.toContain('Change: ');
  });
});
