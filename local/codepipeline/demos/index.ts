import { approvalDecidedInConsole } from './approval-decided-in-console.ts';
import { approvalSuperseded } from './approval-superseded.ts';
import { approvalsInParallel } from './approvals-in-parallel.ts';
import type { DemoMaker } from './demo.ts';
import { failsInBuild } from './fails-in-build.ts';
import { failsInDeploy } from './fails-in-deploy.ts';
import { failsInStack } from './fails-in-stack.ts';
import { gated } from './gated.ts';
import { needsApproval } from './needs-approval.ts';
import { retried } from './retried.ts';
import { smokeTested } from './smoke-tested.ts';
import { stopped } from './stopped.ts';
import { succeeds } from './succeeds.ts';
import { superseded } from './superseded.ts';
import { twoAtOnce } from './two-at-once.ts';

/** Every demo, in the order in which it is offered. */
export const DEMOS: readonly DemoMaker[] = [
  succeeds,
  failsInBuild,
  failsInDeploy,
  failsInStack,
  retried,
  stopped,
  superseded,
  twoAtOnce,
  needsApproval,
  approvalDecidedInConsole,
  approvalSuperseded,
  approvalsInParallel,
  gated,
  smokeTested,
];
