import type { LoopbackCodePipeline } from '#local/codepipeline/index.ts';

type Decided = Parameters<LoopbackCodePipeline['decide']>[0];

/** Lets everything run to its end: approves whatever waits for a person, until nothing does. */
export async function approveAll(codepipeline: LoopbackCodePipeline): Promise<void> {
  await codepipeline.finished();
  for (let open = openApprovals(codepipeline); open.length > 0; open = openApprovals(codepipeline)) {
    for (const approval of open) await codepipeline.decide(approval);
    await codepipeline.finished();
  }
}

export function openApprovals(codepipeline: LoopbackCodePipeline): readonly Decided[] {
  return codepipeline.pipelines().flatMap(({ name: pipeline, executions }) =>
    executions.flatMap(({ id: executionId, stages }) =>
      stages.flatMap(({ name: stage, actions }) =>
        actions
          .filter(({ approval }) => approval)
          .map(({ name: action }) => {
            return { pipeline, stage, action, executionId, result: 'Approved', summary: 'As agreed' };
          }),
      ),
    ),
  );
}
