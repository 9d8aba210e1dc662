import type { PipelineDefinition, Place } from '../definition.ts';
import type { Behavior, Commit, Plan } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const REPOSITORY = { repository: 'example-org/docs-preview', host: 'GitHub' } as const;

const GUIDE: Commit = {
  ...REPOSITORY,
  branch: 'guide/getting-started',
  id: '70c1f3b5d7e9a0b2c4d6f8e1a3c5b7d9f0e2a4c6',
  message: 'Rewrite the getting started guide',
  author: { name: 'Saanvi Sarkar', email: 'saanvi.sarkar@example.com' },
};

const LINKS: Commit = {
  ...REPOSITORY,
  branch: 'fix/broken-links',
  id: '81d2a4c6e8f0b1c3d5e7a9f2b4d6c8e0a1f3b5d7',
  message: 'Repair 14 broken links',
  author: { name: 'Terry Whitlock', email: 'terry.whitlock@example.com' },
};

const LOG = [
  '+ npx linkinator public',
  'crawling public (412 links)',
  '[404] public/guide/install.html',
  '[404] public/api/v1.html',
  'ERROR: Detected 2 broken links. Scanned 412 links in 6.2 seconds.',
];

/** Two branches run through one pipeline in PARALLEL mode; one of them fails. */
export function twoAtOnce(place: Place): Demo {
  const trigger = pushed(place);
  const failure =
    'Action failed with status: FAILED. COMMAND_EXECUTION_ERROR: Error while executing command:';
  return {
    name: 'two-at-once',
    title: 'Two at once',
    description: 'docs-preview runs in PARALLEL mode: two branches side by side, one of them fails.',
    pipeline: pipeline(place),
    executions: [
      { afterMilliseconds: 0, trigger, plan: plan(GUIDE, { outcome: 'SUCCEEDED' }) },
      {
        afterMilliseconds: 900,
        trigger,
        plan: plan(LINKS, {
          outcome: 'FAILED',
          summary: `${failure} npx linkinator public. Reason: exit status 1`,
          diagnosis: { log: LOG },
        }),
      },
    ],
  };
}

function plan(commit: Commit, check: Omit<Behavior, 'milliseconds'>): Plan {
  return {
    commit,
    behaviors: {
      'Build/Pages': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
      'Check/Links': [{ milliseconds: 2100, ...check }],
      'Publish/Preview': [{ milliseconds: 1800, outcome: 'SUCCEEDED' }],
    },
  };
}

function pipeline(place: Place): PipelineDefinition {
  return {
    name: 'docs-preview',
    version: 3,
    type: 'V2',
    mode: 'PARALLEL',
    stages: [
      connectionSource(place, GUIDE),
      { name: 'Build', actions: [codeBuild('Pages', 'docs-preview', { outputs: ['Pages'] })] },
      { name: 'Check', actions: [{ name: 'Links', kind: 'Compute/Commands', inputs: ['Pages'] }] },
      {
        name: 'Publish',
        actions: [
          {
            name: 'Preview',
            kind: 'Deploy/S3',
            inputs: ['Pages'],
            configuration: { BucketName: 'example-docs-preview', Extract: 'true' },
          },
        ],
      },
    ],
  };
}
