import { sayBuildFailure } from '#shared/domain/build-failure.ts';
import type { Facts } from '#shared/domain/facts.ts';

// CodeBuild's own, and what CodePipeline says of commands that it runs in CodeBuild.
const BUILD =
  /^Build terminated with state: (\w+)(?:\. Phase: (\w+)(?:, Code: (\w+))?(?:, Message: ([\s\S]+))?)?\.?$/;
const COMMANDS = /^(?:Action failed with status: (\w+)\. )?([A-Z]+(?:_[A-Z]+)+): ([\s\S]+)$/;

/** Undefined for what is worded otherwise. */
export function buildReason({ summary = '' }: Facts): string | undefined {
  const [, state, phase, code, message] = BUILD.exec(summary) ?? [];
  if (state !== undefined) return sayBuildFailure({ state, phase, code, message });
  const [, status, reported, told] = COMMANDS.exec(summary) ?? [];
  return reported === undefined
    ? undefined
    : sayBuildFailure({ state: status ?? 'FAILED', code: reported, message: told });
}
