import { describe, expect, it } from '@jest/globals';
import { destinationPermissions, jobPermissions } from '#infra/destination-permissions.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:mail';
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:clean-up';
const SECRETS = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:';

describe('destinationPermissions', () => {
  it('names each topic and each secret once', () => {
    const destinations = {
      one: { type: 'slack', channel: '#one', secret: 'signalbox/slack' },
      two: { type: 'slack', channel: '#two', secret: 'signalbox/slack' },
      mail: { type: 'sns', topic: TOPIC },
    };

    expect(destinationPermissions({ destinations, routes: [] })).toEqual([
      { actions: ['sns:Publish'], resources: [TOPIC] },
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [{ 'Fn::Sub': `${SECRETS}signalbox/slack-??????` }],
      },
    ]);
  });

  it.each(['*', 'signalbox/?', '${AWS::StackName}'])(
    'grants nothing for a secret that is called %s',
    (secret) => {
      const destinations = { chat: { type: 'slack', channel: '#ci', secret } };

      expect(() => destinationPermissions({ destinations, routes: [] })).toThrow('Secrets Manager');
    },
  );

  it('grants nothing where nothing is named', () => {
    const destinations = { mail: { type: 'sns', topic: TOPIC } };

    expect(destinationPermissions({ destinations: {}, routes: [] })).toEqual([]);
    expect(destinationPermissions({ destinations, routes: [] })).toEqual([
      { actions: ['sns:Publish'], resources: [TOPIC] },
    ]);
  });

  it('names a state machine once, without the version or alias that is started', () => {
    const destinations = {
      one: { type: 'state-machine', stateMachine: `${MACHINE}:live` },
      two: { type: 'state-machine', stateMachine: `${MACHINE}:7` },
      three: { type: 'state-machine', stateMachine: MACHINE },
      respond: { type: 'state-machine', stateMachine: 'failure-response' },
    };

    expect(destinationPermissions({ destinations, routes: [] })).toEqual([
      { actions: ['states:StartExecution'], resources: [MACHINE, { Ref: 'FailureResponse' }] },
    ]);
  });
});

describe('jobPermissions', () => {
  it('lets each state machine be started and looked at, whatever its version or alias', () => {
    const jobs = { stateMachines: { live: `${MACHINE}:live`, first: `${MACHINE}:1` } };

    expect(jobPermissions({ destinations: {}, routes: [], jobs })).toEqual([
      { actions: ['states:StartExecution'], resources: [MACHINE] },
      {
        actions: ['states:DescribeExecution'],
        resources: ['arn:aws:states:eu-west-1:111122223333:execution:clean-up:*'],
      },
    ]);
  });
});
