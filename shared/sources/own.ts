import type { Source } from './source.ts';

/**
 * What Signalbox itself put on a bus or published to a topic: read again, it would be told again, and so on. Not what
 * its state machine says.
 */
export const own: Source = {
  id: 'own',
  matches: ({ source, record = '' }) =>
    source === undefined
      ? /^(execution|notice)\//.test(record)
      : /^signalbox(\.(?!failure-response$)|$)/.test(source),
  read: () => ({ passedOver: 'it is an event of ours' }),
};
