import * as z from 'zod';
import { TemplateError } from '../template.ts';
import { defineResource, madeUpName } from './kind.ts';

const ELSEWHERE = z
  .undefined({ error: 'a definition stands in the template in the embedded AWS' })
  .optional();

const Properties = z.object({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal('STANDARD').default('STANDARD'),
  Definition: z.record(z.string(), z.unknown()).optional(),
  DefinitionString: z.string().optional(),
  DefinitionS3Location: ELSEWHERE,
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
type Properties = z.infer<typeof Properties>;

export const stateMachine = defineResource({
  type: 'AWS::StepFunctions::StateMachine',
  properties: Properties,
  async wire({ logicalId, properties }, { states }) {
    const name = properties.StateMachineName ?? madeUpName(logicalId);
    const arn = await states.create({ name, definition: definitionOf(properties) });
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
});

function definitionOf({ Definition, DefinitionString, DefinitionSubstitutions }: Properties): string {
  const values = new Map(
    Object.entries(DefinitionSubstitutions).map(([name, value]) => [name, String(value)]),
  );
  if (DefinitionString !== undefined) return substitute(DefinitionString, values);
  if (Definition === undefined)
    throw new TemplateError('a state machine needs a Definition or a DefinitionString');
  // All placeholders of an object stand inside of strings.
  const escaped = [...values].map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)] as const);
  return substitute(JSON.stringify(Definition), new Map(escaped));
}

/** A placeholder without a value stays, as in CloudFormation. */
function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => values.get(name) ?? placeholder);
}
