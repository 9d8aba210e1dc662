import { describe, expect, it } from '@jest/globals';
import {
  begin,
  countUnread,
  end,
  findChannels,
  findModal,
  findPerson,
  findShownChannel,
  INITIAL_STATE,
  markAllRead,
  markRead,
  type State,
  toggleThread,
  toPlace,
} from '#local/console/page/state.ts';
import type { ChannelView, MessageView, ModalView, Person } from '#local/slack/views.ts';

function buildChannel(name: string, stamps: readonly string[]): ChannelView {
  const messages = stamps.map(
    (ts): MessageView => ({
      ts,
      author: { id: 'B1', name: 'Signalbox', kind: 'app' },
      text: 'x',
      blocks: [],
      attachments: [],
      edited: false,
      broadcast: false,
      replies: [],
    }),
  );
  return { id: `C-${name}`, name, archived: false, members: [], messages, ephemeral: [] };
}

const PIPELINES = buildChannel('pipelines', ['1.1', '1.2']);
const CHAT = buildChannel('chat', ['1.1']);
const STATE: State = { ...INITIAL_STATE, channels: [PIPELINES, CHAT] };

describe('toPlace', () => {
  it.each([
    ['#/channel/pipelines', { view: 'channel', item: 'pipelines' }],
    ['#/mail/7', { view: 'mail', item: '7' }],
    ['#/log', { view: 'log', item: '' }],
    ['#message-1.1', { view: 'channel', item: '' }],
    ['', { view: 'channel', item: '' }],
  ])('reads %s', (hash, place) => {
    expect(toPlace(hash)).toEqual(place);
  });
});

describe('unread messages', () => {
  it('are those that came while another channel was on the screen', () => {
    const state = markRead(STATE);

    expect(countUnread(PIPELINES, state.readUntil)).toBe(0);
    expect(countUnread(CHAT, state.readUntil)).toBe(1);
  });

  it('are none for somebody who has just come', () => {
    const state = markAllRead(STATE);

    expect([PIPELINES, CHAT].map((channel) => countUnread(channel, state.readUntil))).toEqual([0, 0]);
  });

  it('stay unread while the mail is on the screen', () => {
    const state = markRead({ ...STATE, place: { view: 'mail', item: '' } });

    expect(countUnread(PIPELINES, state.readUntil)).toBe(2);
  });
});

describe('findShownChannel', () => {
  it('is the one in the address, else the first', () => {
    expect(findShownChannel({ ...STATE, place: toPlace('#/channel/chat') })).toBe(CHAT);
    expect(findShownChannel({ ...STATE, place: toPlace('#/channel/gone') })).toBe(PIPELINES);
  });
});

describe('toggleThread', () => {
  it('remembers whose thread was toggled, until it is toggled back', () => {
    const closed = toggleThread(STATE, '1.1');

    expect([...closed.toggledThreads]).toEqual(['1.1']);
    expect([...toggleThread(closed, '1.1').toggledThreads]).toEqual([]);
  });
});

describe('the person whom the reader plays', () => {
  const [ada, guest] = ['ada', 'gwen'].map(
    (id): Person => ({
      id,
      name: id,
      realName: id,
      email: `${id}@x.io`,
      teamId: 'T1',
      isGuest: id === 'gwen',
    }),
  ) as [Person, Person];
  const modals = [ada, guest, guest].map(
    ({ id: user }, index): ModalView => ({
      id: `V${index}`,
      user,
      callbackId: '',
      privateMetadata: '',
      title: 'Approve',
      close: 'Cancel',
      blocks: [],
      values: {},
      errors: {},
    }),
  );
  const channels = [
    { ...PIPELINES, members: ['ada'] },
    { ...CHAT, members: ['ada', 'gwen'] },
  ];
  const state: State = { ...INITIAL_STATE, channels, people: [ada, guest], modals };

  it('is the first one until somebody is chosen', () => {
    expect(findPerson(state)).toBe(ada);
    expect(findPerson({ ...state, person: 'gwen' })).toBe(guest);
    expect(findPerson({ ...state, person: 'nobody' })).toBe(ada);
  });

  it('sees only the channels that they are in', () => {
    const asGuest = { ...state, person: 'gwen' };

    expect(findChannels(asGuest).map(({ name }) => name)).toEqual(['chat']);
    expect(findShownChannel({ ...asGuest, place: toPlace('#/channel/pipelines') })?.name).toBe('chat');
  });

  it('sees the topmost of their own modals', () => {
    expect(findModal(state)?.id).toBe('V0');
    expect(findModal({ ...state, person: 'gwen' })?.id).toBe('V2');
  });
});

describe('what the reader does', () => {
  it('is under way until it ends, and leaves what Slack said until it is done again', () => {
    const begun = begin(STATE, 'press');
    const ended = end(begun, 'press', 'Operation timed out.');

    expect([...begun.underWay]).toEqual(['press']);
    expect([...ended.underWay]).toEqual([]);
    expect(ended.problems).toEqual({ press: 'Operation timed out.' });
    expect(begin(ended, 'press').problems).toEqual({});
  });
});
