import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { JobSettings } from '#shared/config/job-settings.ts';
import {
  DESTINATION_NAME,
  MAX_APPROVALS,
  MAX_CONTROLS,
  MAX_ROUTES,
  USER_CHANNELS,
} from '#shared/config/settings.ts';
import { ApprovalRule } from '#shared/routing/approval-rule.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';
import { Rule } from '#shared/routing/rule.ts';

export const SCHEMA_FILE = 'signalbox.schema.json';

/** JSON Schema of signalbox.yml, for editors. What names what, `npm run check` finds: a schema cannot. */
export function formatSettingsSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'signalbox.yml',
    description: 'Where messages go and which ones. Written by "npx node cli/schema.ts".',
    type: 'object',
    properties: {
      destinations: {
        description: 'Name → type and settings',
        type: 'object',
        propertyNames: { pattern: DESTINATION_NAME.source },
        additionalProperties: { oneOf: USER_CHANNELS.map(({ settings }) => toSchema(settings)) },
      },
      routes: {
        description: 'The first that matches decides, and with "continue: true" the next is looked at too',
        type: 'array',
        minItems: 1,
        maxItems: MAX_ROUTES,
        items: toSchema(Rule),
      },
      approvals: {
        description: 'Who may decide approvals in Slack; the first rule that matches counts',
        type: 'array',
        maxItems: MAX_APPROVALS,
        items: toSchema(ApprovalRule),
      },
      controls: {
        description:
          'Who may retry, roll back, stop and silence in Slack; the first rule that matches counts',
        type: 'array',
        maxItems: MAX_CONTROLS,
        items: toSchema(ControlRule),
      },
      jobs: { description: 'What the Lambda action of pipelines may reach', ...toSchema(JobSettings) },
    },
    required: ['destinations', 'routes'],
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** As a person writes it: before defaults and transformations. */
function toSchema(schema: z.core.$ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

if (import.meta.main) await writeFile(SCHEMA_FILE, formatSettingsSchema());
