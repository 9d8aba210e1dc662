import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Call } from '#local/aws/call.ts';
import { type FrontDoor, openFrontDoor } from '#local/aws/front-door.ts';
import { ServiceFault } from '#local/aws/service-fault.ts';

let door: FrontDoor;
let calls: Call[];

beforeEach(async () => {
  calls = [];
  door = await openFrontDoor((call) => calls.push(call));
});

afterEach(() => door.close());

describe('the front door', () => {
  it('goes by the service of the signature', async () => {
    door.addJson('codepipeline', async (operation, input) => ({ operation, input }));

    const response = await post(
      { service: 'codepipeline', target: 'CodePipeline_20150709.GetPipeline' },
      { name: 'x' },
    );

    expect(await response.json()).toEqual({ operation: 'GetPipeline', input: { name: 'x' } });
  });

  it('tells who called what, and leaves the body to the service', async () => {
    door.addJson('codepipeline', async (_, input) => input);

    const response = await post(
      { service: 'codepipeline', target: 'CodePipeline_20150709.GetPipeline' },
      { name: 'x' },
    );

    expect(await response.json()).toEqual({ name: 'x' });
    expect(calls).toEqual([
      {
        key: 'local',
        service: 'codepipeline',
        region: 'eu-west-1',
        operation: 'GetPipeline',
        method: 'POST',
        path: '/',
        body: '{"name":"x"}',
      },
    ]);
  });

  it('lets somebody stand between, who may answer or let pass', async () => {
    const strict = await openFrontDoor(undefined, ({ key, service, operation }, response, pass) => {
      if (operation === 'GetPipeline') pass();
      else response.writeHead(418).end(`${key} ${service} ${operation}`);
    });
    strict.addJson('codepipeline', async () => ({ passed: true }));
    const ask = (operation: string) =>
      post({ service: 'codepipeline', target: `CodePipeline_20150709.${operation}` }, {}, strict.endpoint);

    const [passed, stopped] = [await ask('GetPipeline'), await ask('StopPipelineExecution')];

    expect(await passed.json()).toEqual({ passed: true });
    expect(stopped.status).toBe(418);
    expect(await stopped.text()).toBe('local codepipeline StopPipelineExecution');
    await strict.close();
  });

  it('goes by the target when there is no signature', async () => {
    door.addJson('events', async (operation) => ({ operation }));

    const response = await post({ target: 'AWSEvents.PutEvents' }, {});

    expect(await response.json()).toEqual({ operation: 'PutEvents' });
  });

  it('names a service that is not there', async () => {
    const response = await post({ service: 'kms', target: 'TrentService.Encrypt' }, {});

    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      __type: 'NotImplemented',
      message: 'The embedded AWS has no service kms Encrypt',
    });
  });

  it.each([
    { error: named('PipelineNotFoundException', 'no x'), status: 400, code: 'PipelineNotFoundException' },
    { error: new ServiceFault('Throttling', 'slow down', 429), status: 429, code: 'Throttling' },
    { error: new TypeError('a bug'), status: 500, code: 'InternalFailure' },
  ])('answers $error as the protocol does', async ({ error, status, code }) => {
    door.addJson('codepipeline', () => Promise.reject(error));

    const response = await post({ service: 'codepipeline', target: 'CodePipeline_20150709.GetPipeline' }, {});

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ __type: code, message: expect.stringContaining(error.message) });
  });

  it('does not take a second service of the same name', () => {
    door.addJson('logs', async () => ({}));

    expect(() => door.addJson('logs', async () => ({}))).toThrow('The service logs is there already');
  });
});

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function post(
  { service, target }: { service?: string; target: string },
  body: unknown,
  endpoint = door.endpoint,
): Promise<Response> {
  const scope = `AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/${service}/aws4_request, Signature=x`;
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': target, ...(service && { authorization: scope }) },
    body: JSON.stringify(body),
  });
}
