/** What a person may ask for about an execution, or about its pipeline, in chat. */
export const CONTROL_ACTIONS = ['retry', 'rollback', 'stop', 'silence'] as const;
export type ControlAction = (typeof CONTROL_ACTIONS)[number];

/** The others are about the whole execution, or about the pipeline. */
export function isAboutStage(action: ControlAction): boolean {
  return action === 'retry' || action === 'rollback';
}
