/** What to do where AWS is asked and nobody has said who asks. */
export function noCredentials(result: string, naming: string): string {
  return `${result}: no AWS credentials were found. Do one of these, then run the command again:
  - aws sso login --profile NAME     and ${naming}
  - export AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a temporary key, AWS_SESSION_TOKEN`;
}
