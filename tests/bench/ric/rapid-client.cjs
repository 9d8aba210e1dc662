// Answers for the native part of aws-lambda-ric by node:http, so that it runs without a compiler. Everything else of
// it is as in Lambda: how it loads a handler, patches the console, shapes errors.
const Module = require('node:module');
const { Agent, request } = require('node:http');

const agent = new Agent({ keepAlive: true });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const load = Module._load;
Module._load = (name, ...rest) => (name.endsWith('/rapid-client.node') ? client : load(name, ...rest));

const client = {
  next: async () => {
    const { headers, body } = await call('GET', 'next');
    return { headers, bodyJson: body };
  },
  done: (id, body) => void call('POST', `${id}/response`, body),
  error: (id, body) => void call('POST', `${id}/error`, body),
};

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    request(
      { host, port, method, agent, path: `/2018-06-01/runtime/invocation/${path}` },
      async (response) => {
        const chunks = await response.toArray();
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() });
      },
    )
      .on('error', reject)
      .end(body);
  });
}
