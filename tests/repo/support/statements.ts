import * as z from 'zod';
import type { Resource } from '#infra/template.ts';

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const Statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  Resource: z.union([z.array(z.unknown()), z.unknown().transform((resource) => [resource])]),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) });
const Policies = z.union([
  z.object({ Policies: z.array(Document) }).transform((role) => role.Policies),
  Document.transform((policy) => [policy]),
]);
const Intrinsic = z.union([
  z.object({ Ref: z.string() }).transform((ref) => `\${${ref.Ref}}`),
  z.object({ 'Fn::Sub': z.string() }).transform((sub) => sub['Fn::Sub']),
  z.object({ 'Fn::GetAtt': z.array(z.string()) }).transform((att) => `\${${att['Fn::GetAtt'].join('.')}}`),
]);

/** What a role, or the policy of a queue or bucket, allows and denies. */
export function statementsIn(resource: Resource | undefined): readonly Statement[] {
  return Policies.parse(resource?.Properties).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** A resource of a statement as one text: `Fn::Sub` as it is written, the others as `${Id}` and `${Id.Attribute}`. */
export function textOf(resource: unknown): string {
  return typeof resource === 'string' ? resource : Intrinsic.parse(resource);
}
