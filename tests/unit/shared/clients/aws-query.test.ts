import { describe, expect, it } from '@jest/globals';
import { createAwsQuery } from '#shared/clients/aws-query.ts';
import { AwsServiceError } from '#shared/clients/aws-request.ts';
import type { HttpResponse } from '#shared/clients/http.ts';
import { FakeHttpClient } from '#tests/support/fakes.ts';

const SERVICE = { id: 'CLOUDFORMATION', host: 'cloudformation', version: '2010-05-15' };
const ANSWER =
  '<DescribeStackEventsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">' +
  '<DescribeStackEventsResult><NextToken>next</NextToken></DescribeStackEventsResult>' +
  '<ResponseMetadata><RequestId>8b9e</RequestId></ResponseMetadata></DescribeStackEventsResponse>';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-key' };

function queryOver(...script: readonly Partial<HttpResponse>[]) {
  const http = new FakeHttpClient(...script);
  const variables = { ...CREDENTIALS, AWS_REGION: 'us-east-1' };
  return { http, query: createAwsQuery(SERVICE, { http, variables, region: 'eu-west-1' }) };
}

describe('a service that takes forms', () => {
  it('is asked with the action, its parameters and a signature', async () => {
    const { http, query } = queryOver({ body: ANSWER });

    const result = await query.call('DescribeStackEvents', { StackName: 'a b&c', NextToken: undefined });

    expect(result.children).toEqual([{ name: 'NextToken', text: 'next', children: [] }]);
    expect(http.requests).toEqual([
      expect.objectContaining({
        url: 'https://cloudformation.eu-west-1.amazonaws.com/',
        body: 'Action=DescribeStackEvents&Version=2010-05-15&StackName=a+b%26c',
        headers: expect.objectContaining({
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/cloudformation\/aws4_request, SignedHeaders=content-type;host/,
          ),
        }),
      }),
    ]);
  });

  it('refuses by the code that it gives, without what else it says', async () => {
    const { query } = queryOver({
      status: 400,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>canary</Message></Error></ErrorResponse>',
    });

    const refused = await query.call('DescribeStackEvents', {}).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(AwsServiceError);
    expect(refused).toMatchObject({ name: 'ValidationError', $metadata: { httpStatusCode: 400 } });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('canary');
  });

  it('is asked again when it is busy, and no more than three times', async () => {
    const throttled = {
      status: 400,
      body: '<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>',
    };
    const helped = queryOver(throttled, { body: ANSWER });
    const helpless = queryOver({ status: 503, body: 'Service Unavailable' });

    expect((await helped.query.call('DescribeStackEvents', {})).name).toBe('DescribeStackEventsResult');
    await expect(helpless.query.call('DescribeStackEvents', {})).rejects.toMatchObject({ name: 'Http503' });

    expect([helped, helpless].map(({ http }) => http.requests.length)).toEqual([2, 3]);
  });

  it.each([['<html></html>'], ['not XML'], ['<DescribeStackEventsResponse/>']])(
    'is not believed when it answers %j',
    async (body) => {
      const { query } = queryOver({ body });

      await expect(query.call('DescribeStackEvents', {})).rejects.toBeInstanceOf(SyntaxError);
    },
  );
});
