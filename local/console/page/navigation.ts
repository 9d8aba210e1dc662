import type { Person } from '#local/slack/views.ts';
import { countUnread, findChannels, findPerson, findShownChannel, type Place, type State } from './state.ts';
import { type Element, h } from './tree.ts';

interface Line {
  readonly place: Place;
  readonly label: string;
  readonly isCurrent: boolean;
  readonly count?: number;
  readonly countLabel?: string;
  /** New messages that wait for the reader; any other count is only told. */
  readonly isUnread?: boolean;
}

/** The channels with what is unread in them, and the other views. */
export function renderNavigation(state: State): Element {
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Views' },
    renderBrand(),
    renderConnection(state.isConnected),
    renderPeople(state),
    renderGroup('Slack', toChannelLines(state)),
    renderGroup('Mail', [
      toLine(state, 'mail', { label: 'Topic mail', count: state.mail.length, countLabel: 'mails' }),
    ]),
    renderGroup('Behind the scenes', [
      toLine(state, 'decisions', { label: 'Decisions' }),
      toLine(state, 'archive', { label: 'Archive', count: state.archive.length, countLabel: 'objects' }),
      toLine(state, 'log', { label: 'Log' }),
    ]),
  );
}

function renderBrand(): Element {
  const lights = [1, 2, 3].map(() => h('i', {}));
  return h(
    'div',
    { class: 'brand' },
    h('span', { class: 'brand-sign', 'aria-hidden': 'true' }, lights),
    h('h1', {}, 'Signalbox'),
  );
}

function renderConnection(isConnected: boolean): Element {
  return h(
    'div',
    { class: isConnected ? 'connection on' : 'connection off', role: 'status' },
    isConnected ? 'Live' : 'Reconnecting…',
  );
}

/** Whom the reader plays: what they see and do in Slack is that person's. */
function renderPeople(state: State): Element {
  const chosen = findPerson(state);
  return h(
    'div',
    { class: 'person-choice' },
    h('label', { for: 'person' }, 'You are'),
    h(
      'select',
      { id: 'person', 'data-change': 'person' },
      state.people.map((person) =>
        h('option', { key: person.id, value: person.id, selected: person === chosen }, toShortName(person)),
      ),
    ),
  );
}

function toShortName({ realName, isGuest }: Person): string {
  return isGuest ? 'Guest' : realName.replace(/ .*$/, '');
}

function toChannelLines(state: State): readonly Line[] {
  const shown = findShownChannel(state);
  return findChannels(state).map((channel) => ({
    place: { view: 'channel', item: channel.name },
    label: `# ${channel.name}`,
    isCurrent: channel === shown,
    count: channel === shown ? 0 : countUnread(channel, state.readUntil),
    countLabel: 'unread',
    isUnread: true,
  }));
}

function toLine(
  { place }: State,
  view: Place['view'],
  line: Pick<Line, 'label' | 'count' | 'countLabel'>,
): Line {
  return { place: { view, item: '' }, isCurrent: place.view === view, ...line };
}

function renderGroup(title: string, lines: readonly Line[]): Element {
  return h('section', { class: 'nav-group' }, h('h2', {}, title), h('ul', {}, lines.map(renderLine)));
}

function renderLine({
  place,
  label,
  isCurrent,
  count = 0,
  countLabel = '',
  isUnread = false,
}: Line): Element {
  const href = `#/${place.view}/${encodeURIComponent(place.item)}`;
  return h(
    'li',
    { key: href },
    h(
      'a',
      {
        class: count > 0 && isUnread ? 'nav-line unread' : 'nav-line',
        href,
        'aria-current': isCurrent ? 'page' : undefined,
      },
      h('span', { class: 'nav-label' }, label),
      count > 0 &&
        h(
          'span',
          { class: isUnread ? 'count' : 'count quiet', 'aria-label': `${count} ${countLabel}` },
          String(count),
        ),
    ),
  );
}
