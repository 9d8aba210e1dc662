import { describe, expect, it } from '@jest/globals';
import { observeMissed } from '#shared/enrichment/missed.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution } from '#tests/support/build-record.ts';

describe('observeMissed', () => {
  it.each([
    ['Deploy/CodeDeploy', { externalId: 'd-AB12CD34E' }],
    ['Approval/Manual', { startedAt: String(START * 1000) }],
  ])(
    'tells why %s failed, of an approval since when it waited, and not its id, which can be the token',
    async (provider, more) => {
      const run = {
        stage: 'Gate',
        action: 'Lead',
        status: 'Failed',
        startedAt: START,
        updatedAt: START + 60,
        provider,
        summary: 'Not today',
        errorCode: 'JobFailed',
        externalId: 'd-AB12CD34E',
        url: undefined,
      };
      const history = { findStatus: async () => 'Failed', listRuns: async () => [run] };

      const missed = await observeMissed({ execution: buildExecution(), observations: [] }, history);

      expect(missed[0]).toHaveProperty('facts', {
        provider,
        summary: 'Not today',
        errorCode: 'JobFailed',
        ...more,
      });
    },
  );
});
