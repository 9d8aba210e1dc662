import { parseArgs } from 'node:util';

export const START_USAGE = `Runs Signalbox on this machine: the packaged template and functions on an AWS, a Slack and a CodePipeline of its own.

  npm start -- [--config FILE] [--port N]

  --config FILE   the settings; default: signalbox.yml
  --port N        the port of the console's page; default: a free one
  --help          this text

Everything listens on 127.0.0.1 only. Ctrl-C stops everything. In another terminal, "npm run send -- FILE" sends events.`;

/** Told without a stack: what, where, and how to mend it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export interface StartOptions {
  readonly help: boolean;
  readonly config: string;
  readonly port: number;
}

export function parseStartOptions(args: readonly string[]): StartOptions {
  const { help, config, port, endpoint } = parse(args);
  if (endpoint !== undefined)
    throw new StartError(
      '--endpoint is not possible yet: npm start brings its own AWS along. Leave --endpoint out.',
    );
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new StartError(`--port ${port} is no port. Give a number from 0 to 65535; 0 means a free one.`);

  return { help, config, port: Number(port) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        config: { type: 'string', default: 'signalbox.yml' },
        port: { type: 'string', default: '0' },
        endpoint: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${START_USAGE}`);
  }
}
