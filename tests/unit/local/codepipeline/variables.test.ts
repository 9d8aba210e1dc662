import { describe, expect, it } from '@jest/globals';
import { getStage } from '#local/codepipeline/definition.ts';
import { startExecution } from '#local/codepipeline/progress.ts';
import { rollbackStage } from '#local/codepipeline/rollback.ts';
import { resolveVariables } from '#local/codepipeline/variables.ts';
import { buildAction, buildDefinition, PUSHED, simulate } from './support.ts';

describe('the variables of an execution', () => {
  it.each([
    ['BranchName', 'main'],
    ['CommitId', '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d'],
    ['CommitMessage', 'Raise the timeout'],
    ['FullRepositoryName', 'example-org/web-shop'],
    ['AuthorDate', '2026-03-04T09:14:17Z'],
  ])('tell the %s of the source', async (name, value) => {
    const { execution } = await released();

    expect(resolveVariables(execution, `<#{SourceVariables.${name}}>`)).toEqual({
      text: `<${value}>`,
      unresolved: [],
    });
  });

  it('tell its id from the start, and what it was started with', () => {
    const { world, pipeline } = simulate(buildDefinition());
    const variables = [{ name: 'REGION', value: 'north' }];

    const execution = startExecution(world, pipeline, { trigger: PUSHED, variables });

    const text = '#{codepipeline.PipelineExecutionId} goes #{variables.REGION}';
    expect(resolveVariables(execution, text).text).toBe(`${execution.id} goes north`);
  });

  it('are under the namespace that the action names, and no longer under the usual one', async () => {
    const { execution } = await released('Code');
    const text = '#{Code.BranchName} #{SourceVariables.BranchName}';

    expect(resolveVariables(execution, text)).toEqual({
      text: 'main #{SourceVariables.BranchName}',
      unresolved: ['SourceVariables.BranchName'],
    });
  });

  it('are not there before the source has succeeded', () => {
    const execution = simulate(buildDefinition()).start();

    const { unresolved } = resolveVariables(execution, '#{SourceVariables.CommitId}');

    expect(unresolved).toEqual(['SourceVariables.CommitId']);
  });

  it.each(['SourceVariables.Tag', 'Nowhere.Tag', 'SourceVariables.constructor', 'CommitId', ''])(
    'are not what #{%s} stands for',
    async (name) => {
      const { execution } = await released();

      const { text, unresolved } = resolveVariables(execution, `a #{${name}} b`);

      expect({ text, unresolved }).toEqual({ text: `a #{${name}} b`, unresolved: [name] });
    },
  );

  it('are put in as they are, whatever stands in them', async () => {
    const { simulation } = await released();
    const commit = { ...simulation.pipeline.usualPlan.commit, message: 'Say "$&" and #{codepipeline.x}' };
    const execution = simulation.start({ commit });
    await simulation.finished();

    const { text } = resolveVariables(execution, '{"about":"#{SourceVariables.CommitMessage}"}');

    expect(text).toBe('{"about":"Say "$&" and #{codepipeline.x}"}');
  });

  it('are in a rollback those of the execution that it goes back to, but for the id', async () => {
    const { simulation, execution: target } = await released();

    const execution = rollbackStage(
      simulation.world,
      getStage(simulation.pipeline.definition, 'Build'),
      target,
    );

    const text = '#{SourceVariables.BranchName} #{codepipeline.PipelineExecutionId}';
    expect(resolveVariables(execution, text).text).toBe(`main ${execution.id}`);
  });
});

async function released(namespace?: string) {
  const [source, ...stages] = buildDefinition().stages;
  const [checkout = buildAction('Checkout')] = source?.actions ?? [];
  const actions = [{ ...checkout, ...(namespace !== undefined && { namespace }) }];
  const simulation = simulate(buildDefinition({ stages: [{ name: 'Source', actions }, ...stages] }));
  const execution = simulation.start();
  await simulation.finished();
  return { simulation, execution };
}
