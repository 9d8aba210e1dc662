import { describe, expect, it } from '@jest/globals';
import { destinationPermissions } from '#infra/destination-permissions.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:mail';
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
});
