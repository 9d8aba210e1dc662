import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'e5b8d1f4a7c0396d2f5b8e1a4d7f0c3b6e9a2d5f',
  message: 'Index product names in all languages 🌍',
  author: { name: 'Efua Owusu', email: 'efua.owusu@example.com' },
  branch: 'main',
  repository: 'example-org/search-indexer',
  host: 'GitHub',
};

const REASON =
  'Build terminated with state: FAILED. Phase: PRE_BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: ./wait-for-cluster.sh. Reason: exit status 124';

const LOG = [
  '[Container] 2026/03/04 09:20:00.123456 Running command ./wait-for-cluster.sh',
  'waiting for http://search.test.example.com:9200/_cluster/health',
  'still red after 60 s: 2 of 3 nodes joined',
  'timed out: the cluster is not up',
];

/** One of two tests fails, is retried by hand in a second attempt, and the release goes through. */
export function retried(place: Place): Demo {
  return {
    name: 'retried',
    title: 'Retried and recovered',
    description: 'search-indexer meets a test cluster that is not up yet; the stage is retried and recovers.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Source/Checkout': [{ milliseconds: 800, outcome: 'SUCCEEDED' }],
            'Test/Integration': [
              { milliseconds: 2400, outcome: 'FAILED', summary: REASON, diagnosis: { log: LOG } },
              { milliseconds: 1900, outcome: 'SUCCEEDED' },
            ],
          },
          interventions: [
            {
              stage: 'Test',
              state: 'FAILED',
              afterMilliseconds: 2600,
              act: { kind: 'retry', mode: 'FAILED_ACTIONS' },
            },
          ],
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  return {
    name: 'search-indexer',
    version: 9,
    type: 'V2',
    mode: 'QUEUED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Compile', 'search-indexer', { outputs: ['Jar'] })] },
      {
        name: 'Test',
        actions: [
          codeBuild('Integration', 'search-indexer-it', { kind: 'Test/CodeBuild', inputs: ['Jar'] }),
          { name: 'Licenses', kind: 'Compute/Commands', inputs: ['SourceCode'] },
        ],
      },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Service',
            kind: 'Deploy/ECS',
            inputs: ['Jar'],
            configuration: { ClusterName: 'search', ServiceName: 'indexer' },
          },
        ],
      },
    ],
  };
}
