/** What a person may ask for about an execution, or about its pipeline, in chat. */
export const CONTROL_ACTIONS = ['retry', 'rollback', 'stop', 'silence'] as const;
export type ControlAction = (typeof CONTROL_ACTIONS)[number];
