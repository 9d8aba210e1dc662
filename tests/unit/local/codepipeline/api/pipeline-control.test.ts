import { describe, expect, it } from '@jest/globals';
import { createPipelineControl } from '#shared/clients/pipeline-control.ts';
import { PLACE } from '../support.ts';
import { createApi } from './support.ts';

async function failInBuild() {
  const { service, client } = createApi();
  const [executionId = ''] = (await service.runDemo('fails-in-build')).executions;
  await service.finished();
  const view = service.pipelines().find(({ executions }) => executions.some(({ id }) => id === executionId));
  const place = { region: PLACE.region, pipeline: view?.name ?? '', executionId, stage: 'Build' };
  return { service, place, control: createPipelineControl(() => client) };
}

describe('what Signalbox controls pipelines by, in the loopback CodePipeline', () => {
  it('lists, finds and retries what failed', async () => {
    const { service, place, control } = await failInBuild();
    const [newest] = (await control.listExecutions(place)) ?? [];
    const { startedAt = 0, updatedAt = 0 } = newest ?? {};

    expect(newest).toMatchObject({ executionId: place.executionId, status: 'Failed', rollbackTo: undefined });
    expect(await control.findStage(place)).toBe('Build');
    expect(await control.hasRunSince(place, startedAt)).toBe(true);
    expect(await control.hasRunSince(place, updatedAt)).toBe(false);
    expect(await control.retry(place)).toBe('TAKEN');
    await service.finished();
    expect(await control.hasRunSince(place, updatedAt)).toBe(true);
    expect(await control.retry({ ...place, stage: 'Source' })).toBe('StageNotRetryable');
  });

  it('rolls back to what went well, and says what CodePipeline will not do', async () => {
    const { service, place, control } = await failInBuild();
    const stranger = '00000000-0000-4000-8000-000000000000';

    expect(await control.listExecutions(place, 'Build')).toEqual([]);
    expect(await control.rollback(place, place.executionId)).toBe('UnableToRollbackStage');
    expect(await control.rollback(place, stranger)).toBe('PipelineExecutionNotFound');
    expect(await control.stop(place, 'too late')).toBe('PipelineExecutionNotStoppable');
    expect(await control.retry({ ...place, stage: 'Nowhere' })).toBe('StageNotFound');
    expect(await control.listExecutions({ ...place, pipeline: 'nothing' })).toBeUndefined();
    await service.finished();
  });
});
