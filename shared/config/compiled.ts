import * as z from 'zod/mini';
import { ApprovalRule } from '#shared/routing/approval-rule.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';
import { Rule } from '#shared/routing/rule.ts';
import { JobSettings } from './job-settings.ts';

/** signalbox.yml after checking, as it stands in the bundles. A destination's own settings are its channel's matter. */
export const Settings = z.object({
  destinations: z.record(z.string(), z.record(z.string(), z.unknown())),
  routes: z.array(Rule),
  approvals: z.optional(z.array(ApprovalRule)),
  controls: z.optional(z.array(ControlRule)),
  jobs: z.optional(JobSettings),
});
export type Settings = Readonly<z.infer<typeof Settings>>;
