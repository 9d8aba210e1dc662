/** The failure types of a job. What each means is in the words of its API alone. */
export const FAILURE_CODES: ReadonlyMap<string, string> = new Map([
  ['JobFailed', 'It failed and does not say why'],
  ['ConfigurationError', 'Its configuration is wrong'],
  ['PermissionError', 'It lacks a permission'],
  ['RevisionOutOfSync', 'Its revision is not the one that the source has'],
  ['RevisionUnavailable', 'Its revision cannot be had from the source'],
  ['SystemUnavailable', 'What it needs was not available: a retry may do'],
]);

/** Why an approval failed of which nobody was asked. Undefined where people failed it, which is a JobFailed, or may have. */
export function whyUnasked(code = ''): string | undefined {
  return code === 'JobFailed' ? undefined : FAILURE_CODES.get(code);
}
