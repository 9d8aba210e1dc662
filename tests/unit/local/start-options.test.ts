import { describe, expect, it } from '@jest/globals';
import { parseStartOptions } from '#local/start-options.ts';

describe('parseStartOptions', () => {
  it('starts with signalbox.yml on a free port unless told otherwise', () => {
    expect(parseStartOptions([])).toEqual({ help: false, config: 'signalbox.yml', port: 0 });
    expect(parseStartOptions(['--config', 'mine.yml', '--port', '8080'])).toEqual({
      help: false,
      config: 'mine.yml',
      port: 8080,
    });
  });

  it.each([
    [['--port', 'high'], '--port high is no port. Give a number from 0 to 65535'],
    [['--port', '65536'], '--port 65536 is no port'],
    [['--endpoint', 'http://127.0.0.1:4566'], '--endpoint is not possible yet'],
    [['--verbose'], "Unknown option '--verbose'"],
    [['mine.yml'], 'mine.yml'],
  ])('refuses %j and says why', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });
});
