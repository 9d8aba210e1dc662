import { describe, expect, it } from '@jest/globals';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { findStructure, saveStructure } from '#shared/store/pipelines.ts';
import { START } from '#tests/support/build-event.ts';
import { IDENTITY } from '#tests/support/build-record.ts';

describe('the structure of a pipeline', () => {
  it('is found again for the same pipeline, account and region', async () => {
    const table = createMemoryTable();
    const structure = { version: '12', stages: ['Source', 'Build'] };
    await saveStructure(table, IDENTITY, { structure, now: START });

    expect(await findStructure(table, { ...IDENTITY, executionId: 'other' })).toEqual(structure);
    expect(await findStructure(table, { ...IDENTITY, account: '444455556666' })).toBeUndefined();
    expect(await findStructure(table, { ...IDENTITY, region: 'us-east-1' })).toBeUndefined();
  });
});
