import { expect, it } from '@jest/globals';
import type { Execution } from '#local/codepipeline/execution.ts';
import { rollbackStage } from '#local/codepipeline/rollback.ts';
import type { Simulation } from './support.ts';
import { buildDefinition, simulate } from './support.ts';

it('runs the one stage as a new execution, started by the one it goes back to', async () => {
  const { simulation, target } = await released();

  const execution = rollBack(simulation, target);
  await simulation.finished();

  expect(simulation.story(execution)).toEqual([
    'pipeline STARTED',
    'Build STARTED',
    'Build/Compile STARTED',
    'Build/Compile SUCCEEDED',
    'Build SUCCEEDED',
    'pipeline SUCCEEDED',
  ]);
  const events = simulation.events.filter((event) => event.detail['execution-id'] === execution.id);
  expect(events[0]?.detail['execution-trigger']).toEqual({
    'trigger-type': 'ManualRollback',
    'trigger-detail': target.id,
  });
  expect(events.at(-1)?.detail).not.toHaveProperty('execution-trigger');
});

it('works with the artifacts of the one it goes back to', async () => {
  const { simulation, target } = await released();
  const used = simulation.events.find((event) => event.detail['input-artifacts'])?.detail['input-artifacts'];

  const { id } = rollBack(simulation, target);
  await simulation.finished();

  const again = simulation.events.find(
    ({ detail }) => detail['execution-id'] === id && detail['input-artifacts'],
  );
  expect(used).toHaveLength(1);
  expect(again?.detail['input-artifacts']).toEqual(used);
});

it.each([
  ['a source stage', {}, 'Source'],
  ['a pipeline of type V1', { type: 'V1' }, 'Build'],
  ['PARALLEL mode', { mode: 'PARALLEL' }, 'Build'],
] as const)('is refused for %s', async (_, more, stage) => {
  const { simulation, target } = await released(more);

  const refused = () => rollBack(simulation, target, stage);

  expect(refused).toThrow(expect.objectContaining({ name: 'UnableToRollbackStageException' }));
});

it('is refused to a rollback', async () => {
  const { simulation, target } = await released();
  const rollback = rollBack(simulation, target);
  await simulation.finished();

  const refused = () => rollBack(simulation, rollback);

  expect(refused).toThrow(expect.objectContaining({ name: 'UnableToRollbackStageException' }));
});

it('is refused to an execution that failed in the stage, or never came there', async () => {
  const simulation = simulate(buildDefinition());
  const behaviors = { 'Build/Compile': [{ milliseconds: 1, outcome: 'FAILED' as const }] };
  const target = simulation.start({ behaviors });
  await simulation.finished();

  for (const stage of ['Build', 'Deploy'])
    expect(() => rollBack(simulation, target, stage)).toThrow(
      expect.objectContaining({ name: 'UnableToRollbackStageException' }),
    );
});

it('is refused while the stage runs', async () => {
  const { simulation, target } = await released();
  rollBack(simulation, target);

  const refused = () => rollBack(simulation, target);

  expect(refused).toThrow(expect.objectContaining({ message: 'The stage Build is running' }));
});

async function released(more: Parameters<typeof buildDefinition>[0] = {}) {
  const simulation = simulate(buildDefinition(more));
  const target = simulation.start();
  await simulation.finished();
  return { simulation, target };
}

function rollBack({ world, pipeline }: Simulation, target: Execution, name = 'Build'): Execution {
  const stage = pipeline.definition.stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(`There is no stage ${name}`);
  return rollbackStage(world, stage, target);
}
