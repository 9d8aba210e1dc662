import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';
import { type Mailbox, startMailbox } from '#local/mailbox.ts';

const TOPIC = 'arn:aws:sns:us-east-1:999900001111:release-mail';
const TAKEN = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>';
const REFUSED =
  '<ErrorResponse><Error><Code>NotFound</Code><Message>no topic</Message></Error></ErrorResponse>';

let answer = { status: 200, body: TAKEN };
let calls: URLSearchParams[] = [];
let sns: Server;
let mailbox: Mailbox;
let client: SNSClient;

beforeEach(async () => {
  answer = { status: 200, body: TAKEN };
  calls = [];
  sns = createServer(async (request, response) => {
    calls.push(new URLSearchParams(await text(request)));
    response.writeHead(answer.status).end(answer.body);
  });
  mailbox = await startMailbox();
  mailbox.forwardTo(`http://127.0.0.1:${await listenOnLoopback(sns)}`);
  client = new SNSClient({
    endpoint: mailbox.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await mailbox.stop();
  await closeServer(sns);
});

describe('the mailbox', () => {
  it("keeps the text for e-mail of what AWS's own client publishes", async () => {
    const Message = JSON.stringify({ default: 'for all', email: 'for mail', sqs: '{}' });

    const published = await client.send(
      new PublishCommand({ TopicArn: TOPIC, Subject: 'web failed', Message, MessageStructure: 'json' }),
    );

    expect(published.MessageId).toBe('m-1');
    expect(mailbox.mails()).toMatchObject([
      { topic: 'release-mail', subject: 'web failed', text: 'for mail' },
    ]);
  });

  it('takes the text for everybody where there is none for e-mail', async () => {
    await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        Message: JSON.stringify({ default: 'for all' }),
        MessageStructure: 'json',
      }),
    );
    await client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'plain' }));

    expect(mailbox.mails()).toMatchObject([
      { subject: 'AWS Notification Message', text: 'for all' },
      { text: 'plain' },
    ]);
  });

  it('finds a topic of any account here, under its name', async () => {
    await client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'plain' }));

    expect(calls[0]?.get('TopicArn')).toBe('arn:aws:sns:eu-west-1:111122223333:release-mail');
  });

  it('keeps nothing that SNS refused', async () => {
    answer = { status: 404, body: REFUSED };

    await expect(
      client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'plain' })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
    });

    expect(mailbox.mails()).toEqual([]);
  });

  it('tells its subscribers of new mail', async () => {
    let mails = 0;
    mailbox.subscribe(() => {
      mails += 1;
    });

    await client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'plain' }));

    expect(mails).toBe(1);
  });
});
