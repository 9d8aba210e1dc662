import { afterEach, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

let machines: Machines | undefined;

afterEach(async () => {
  await machines?.stop();
  machines = undefined;
});

const DEFINITION = {
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
      Resource: '${Worker}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
      Parameters: { text: '${Text}', other: '${Other}', same: '${Text}' },
      ResultSelector: { 'text.$': '$.event.text', 'other.$': '$.event.other' },
      End: true,
    },
  },
};
const SUBSTITUTIONS = { Worker: { 'Fn::GetAtt': ['WorkerLambdaFunction', 'Arn'] }, Text: 'say "hi"' };

describe('a state machine of a template', () => {
  it('runs its definition with the substitutions, and is known by Ref, Arn and Name', async () => {
    machines = await startMachines({
      resources: {
        Machine: machine({
          StateMachineName: 'shop-release',
          Definition: DEFINITION,
          DefinitionSubstitutions: SUBSTITUTIONS,
          RoleArn: 'arn:aws:iam::111122223333:role/shop',
        }),
      },
    });

    const { ref, attributes } = machines.stack.aws.resources.get('Machine') ?? {};
    const end = await machines.end(await machines.start(ref ?? ''));

    expect(ref).toBe('arn:aws:states:eu-west-1:111122223333:stateMachine:shop-release');
    expect(attributes).toEqual({ Arn: ref, Name: 'shop-release' });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what has no value stays
    expect(end).toEqual({ status: 'SUCCEEDED', output: { text: 'say "hi"', other: '${Other}' } });
  });

  it('has its definition as text, and a name made up', async () => {
    const DefinitionString = {
      'Fn::Join': [
        '',
        ['{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":', '$', '{Seconds},"End":true}}}'],
      ],
    };
    machines = await startMachines({
      resources: { Machine: machine({ DefinitionString, DefinitionSubstitutions: { Seconds: 0 } }) },
    });

    const end = await machines.end(await machines.start(machines.stack.ref('Machine'), { a: 1 }));

    expect(machines.stack.ref('Machine')).toMatch(/:stateMachine:local-Machine$/);
    expect(end).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
  });

  it.each([
    [{}, 'needs a Definition or a DefinitionString'],
    [{ Definition: { StartAt: 'A', States: {} } }, 'Invalid State Machine Definition'],
    [{ Definition: DEFINITION, StateMachineType: 'EXPRESS' }, 'expected "STANDARD"'],
    [{ DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, 'stands in the template'],
  ])('is refused at the start: %j', async (properties, message) => {
    await expect(startMachines({ resources: { Machine: machine(properties) } })).rejects.toThrow(message);
  });
});

function machine(Properties: Readonly<Record<string, unknown>>) {
  return { Type: 'AWS::StepFunctions::StateMachine', Properties };
}
