/** By the last part of an ARN: user, role session, federated user. */
export function personOf(arn: string | undefined): string | undefined {
  return arn?.split(/[/:]/).at(-1) || undefined;
}
