import type { PipelineDefinition, Place } from '../definition.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: '9b1e6c2f4d8a70315fe2b6c7d8091a2b3c4d5e6f',
  message: 'Round refunds to the smallest unit of the currency',
  author: { name: 'Nikki Wolf', email: 'nikki.wolf@example.com' },
  branch: 'main',
  repository: 'example-org/payments-api',
  host: 'GitHub',
};

const REASON =
  'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: npm test. Reason: exit status 1';

const DIAGNOSIS: Diagnosis = {
  build: {
    tests: {
      total: 120,
      failed: [
        'refund rounds half a yen down',
        'refund keeps three digits for dinars',
        'refund never exceeds the payment',
      ],
    },
  },
  log: [
    '[Container] 2026/03/04 09:15:00.123456 Entering phase BUILD',
    '[Container] 2026/03/04 09:15:00.234567 Running command npm test',
    '> payments-api@3.1.0 test',
    '> jest --ci',
    'PASS src/capture.test.ts',
    // A made-up password, for people to see that it is taken out.
    'connecting to postgres://tests:made-up-password@127.0.0.1:5432/payments',
    'FAIL src/refund.test.ts',
    '  ✕ refund rounds half a yen down (4 ms)',
    '  ✕ refund keeps three digits for dinars (2 ms)',
    '  ✕ refund never exceeds the payment (3 ms)',
    '    Expected: 1234',
    '    Received: 1235',
    '      at src/refund.test.ts:41:27',
    'Tests: 3 failed, 117 passed, 120 total',
    '[Container] 2026/03/04 09:15:09.345678 Command did not exit successfully npm test exit status 1',
    '[Container] 2026/03/04 09:15:09.456789 Phase complete: BUILD State: FAILED',
  ],
};

/** Tests fail beside a scan that goes well, and fail again whenever they are retried. */
export function failsInBuild(place: Place): Demo {
  return {
    name: 'fails-in-build',
    title: 'Fails in build',
    description: 'payments-api breaks its unit tests; nothing is deployed.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Build/UnitTests': [
              { milliseconds: 4200, outcome: 'FAILED', summary: REASON, diagnosis: DIAGNOSIS },
            ],
            'Build/ImageScan': [
              {
                milliseconds: 2600,
                outcome: 'SUCCEEDED',
                summary: '0 critical, 0 high, 3 medium vulnerabilities',
              },
            ],
            'Build/Image': [{ milliseconds: 2400, outcome: 'SUCCEEDED' }],
          },
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  return {
    name: 'payments-api',
    version: 31,
    type: 'V2',
    mode: 'QUEUED',
    stages: [
      connectionSource(place, COMMIT),
      {
        name: 'Build',
        actions: [
          codeBuild('Image', 'payments-api-image', { outputs: ['ImageDefinition'] }),
          codeBuild('UnitTests', 'payments-api-test', { kind: 'Test/CodeBuild', runOrder: 2 }),
          {
            name: 'ImageScan',
            kind: 'Invoke/Snyk',
            owner: 'ThirdParty',
            runOrder: 2,
            inputs: ['SourceCode'],
          },
        ],
      },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Service',
            kind: 'Deploy/ECS',
            inputs: ['ImageDefinition'],
            configuration: { ClusterName: 'payments', ServiceName: 'payments-api' },
          },
        ],
      },
    ],
  };
}
