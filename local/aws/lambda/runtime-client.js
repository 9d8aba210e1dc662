// The process side of one Lambda environment: loads the bundle, asks for invocations, runs them.
// It speaks the Runtime API only, so that AWS's own aws-lambda-ric can stand in its place.
// Plain JavaScript without imports beyond Node, because its start-up is part of every cold start.
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const API = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

// Standard input is a pipe that the parent never writes to: it ends when the parent is gone, however it went.
process.stdin.on('end', () => process.exit(0)).resume();

await serve(await load());

async function load() {
  const [file, name] = _HANDLER.split('.');
  const path = join(LAMBDA_TASK_ROOT, `${file}.mjs`);
  try {
    const { [name]: handler } = await import(pathToFileURL(path).href);
    if (typeof handler !== 'function')
      throw Object.assign(new Error(`${path} exports no function ${name}`), {
        name: 'Runtime.HandlerNotFound',
      });
    return handler;
  } catch (error) {
    await post('/init/error', describe(error));
    process.exit(1);
  }
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    try {
      const result = await handler(JSON.parse(body), contextOf(id, headers));
      await post(`/invocation/${id}/response`, result ?? null);
    } catch (error) {
      await post(`/invocation/${id}/error`, describe(error));
    }
  }
}

function contextOf(id, headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') };
}

function post(path, value) {
  return call('POST', path, JSON.stringify(value));
}

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    request(
      `${API}${path}`,
      { method, agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    )
      .on('error', reject)
      .end(body);
  });
}
