import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Workspace } from '../workspace.ts';

export type Answer = Readonly<Record<string, unknown>>;

export interface Method {
  /** Reading methods take forms only; Slack does not look into a JSON body that is sent to them. */
  readonly takesJson: boolean;
  readonly call: (input: unknown, workspace: Workspace) => Answer;
}

/** Forms carry everything as text. */
export const Flag = z.union([z.boolean(), z.stringbool()]).default(false);
export const Count = z.coerce.number().int();

export function defineMethod<Arguments extends z.ZodType>(definition: {
  readonly takes: Arguments;
  readonly takesJson?: boolean;
  readonly run: (args: z.output<Arguments>, workspace: Workspace) => Answer;
}): Method {
  return {
    takesJson: definition.takesJson ?? true,
    call: (input, workspace) => {
      const args = definition.takes.safeParse(input);
      if (!args.success) throw new Refusal('invalid_arguments', args.error.issues.map(explain));

      return definition.run(args.data, workspace);
    },
  };
}

function explain(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.');
  return issue.code === 'invalid_type' && issue.input === undefined
    ? `[ERROR] missing required field: ${field}`
    : `[ERROR] ${field}: ${issue.message}`;
}
