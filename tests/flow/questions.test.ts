import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '#shared/errors.ts';
import { buildPipelineEvent, buildStageEvent, EXECUTION_ID, START } from '#tests/support/build-event.ts';
import { ADA, GUEST } from '#tests/support/fake-people.ts';
import { FAILED_EXECUTION } from '#tests/support/fake-pipeline-control.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { audit, ended, message, started } from './support/approvals.ts';
import { createWorld, lastWhisper, question, silence } from './support/controls.ts';
import { World } from './support/world.ts';

const LINK = `<https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web-shop/executions/${EXECUTION_ID}/timeline?region=eu-west-1|web-shop>`;

describe('/signalbox status', () => {
  it('tells how the newest execution of a pipeline stands, and that it is silenced', async () => {
    const world = createWorld();
    world.control.executions = [FAILED_EXECUTION, { ...FAILED_EXECUTION, status: 'Succeeded' }];
    await world.ask(silence(world, { reason: '<!channel> we move' }));
    world.clock.time = START + 71 + 300;

    await world.ask(question(world, 'status', { pipeline: 'web-shop' }));

    expect(lastWhisper(world)).toBe(
      `*${LINK}* failed in Build, 5 min ago\n` +
        `:no_bell: silenced until <!date^${START + 3600}^{date_short_pretty} {time}|2026-03-04 10:15 UTC> by Ada Okafor: &lt;!channel&gt; we move`,
    );
  });

  it.each([
    ['InProgress', 'is running in Build, for 1 h'],
    ['Succeeded', 'succeeded, 58 min 49 s ago'],
    ['Superseded', 'was superseded by a newer execution, 58 min 49 s ago'],
    ['Stopping', 'is being stopped in Build, for 1 h'],
    ['Strange', 'is in state Strange, 58 min 49 s ago'],
  ])('has words for %s', async (status, words) => {
    const world = createWorld();
    world.control.executions = [{ ...FAILED_EXECUTION, status }];
    world.clock.time = START + 3600;

    await world.ask(question(world, 'status', { pipeline: 'web-shop' }));

    expect(lastWhisper(world)).toBe(`*${LINK}* ${words}`);
  });

  it('knows pipelines that never ran, and those that are not there', async () => {
    const world = createWorld();
    world.control.executions = [];

    await world.ask(question(world, 'status', { pipeline: 'web-shop' }));
    await world.ask(question(world, 'status', { pipeline: 'web-shp' }));

    expect(world.people.whispers.map(({ text }) => text)).toEqual([
      'web-shop has not run in the last 12 months.',
      'There is no pipeline web-shp in eu-west-1. Those of other Regions have buttons on their messages.',
    ]);
  });

  it('lists what runs, the newest first', async () => {
    const world = createWorld();
    await world.ask(question(world, 'status'));
    await world.play(...quietExecution());
    for (const [index, pipeline] of ['api', 'web'].entries())
      await world.play(
        buildPipelineEvent({ pipeline, executionId: pipeline, after: 120 + index }),
        buildStageEvent({ pipeline, executionId: pipeline, after: 121 + index }),
      );

    world.clock.time = START + 181;
    await world.ask(question(world, 'status'));

    expect(world.people.whispers[0]?.text).toBe('Nothing runs.');
    expect(lastWhisper(world).replaceAll(/<[^|]*\|([^>]*)>/g, '$1')).toBe(
      '*web* is running in Build, for 1 min\n*api* is running in Build, for 1 min 1 s',
    );
  });

  it('is answered also when CodePipeline is not', async () => {
    const world = createWorld();
    world.control.error = new UnavailableError('no answer');

    await world.ask(question(world, 'status', { pipeline: 'web-shop' }));
    for (let time = 0; time < 4; time += 1) await world.wait(30);

    expect(world.people.whispers.map(({ text }) => text)).toEqual([
      'There was no clear answer (unavailable). Look at the pipeline before you ask again.',
    ]);
  });
});

describe('/signalbox approvals', () => {
  it('lists what waits, until when', async () => {
    const world = new World(`
destinations: { pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack } }
routes: [{ to: pipelines }]
approvals: [{ users: [${ADA}] }]
`);
    await world.ask(question(world, 'approvals'));
    await world.play(...started(), message());
    await world.ask(question(world, 'approvals'));
    await world.play(...ended('SUCCEEDED'));
    await world.ask(question(world, 'approvals'));

    const [before, between, after] = world.people.whispers.map(({ text }) => text);
    expect([before, after]).toEqual(['No approval waits.', 'No approval waits.']);
    expect(between).toMatch(/^\*<[^|]*\|web-shop>\* Approve\/ReleaseManager until <!date\^\d+\^[^>]*UTC>$/);
  });
});

describe('/signalbox help', () => {
  it('is answered by the list', async () => {
    const world = createWorld();

    await world.ask(question(world, 'help'));

    expect(lastWhisper(world)).toContain('`/signalbox status [PIPELINE]`');
  });
});

describe('whoever asks', () => {
  it('must be a full member', async () => {
    const world = createWorld();

    await world.ask(question(world, 'status', { user: GUEST, team: 'T0ELSEWHERE' }));

    expect(lastWhisper(world)).toContain('Only full members of the workspace');
    expect(audit(world)).toMatchObject([{ kind: 'refusal', wanted: 'status', person: { user: GUEST } }]);
  });
});
