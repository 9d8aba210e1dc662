import * as z from 'zod/mini';

/** What the topic of an approval action publishes. Whoever may publish there can forge it: CodePipeline has the last word. */
export const ApprovalMessage = z.object({
  region: z.string(),
  pipeline: z.string(),
  stage: z.string(),
  action: z.string(),
  token: z.string(),
});
export type ApprovalMessage = Readonly<z.infer<typeof ApprovalMessage>>;
