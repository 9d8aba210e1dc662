import { renderArchive } from './archive.ts';
import { renderChannel } from './channel.ts';
import type { Context } from './context.ts';
import { renderLog } from './log.ts';
import { renderMail } from './mail.ts';
import { renderPipelines } from './pipelines.ts';
import { countUnread, findShownChannel, type Place, type State } from './state.ts';
import { type Element, h, type Node } from './tree.ts';

/** The whole page for a state. */
export function renderPage(state: State, now: Date): readonly Node[] {
  const context = toContext(state, now);
  return [
    renderNavigation(state),
    h(
      'main',
      { class: 'stage-view', id: 'main', tabindex: '-1' },
      renderTitle(state),
      renderView(state, context),
    ),
    h(
      'aside',
      { class: 'side', 'aria-label': 'Pipelines' },
      renderPipelines(state.pipelines, state.demos, now),
    ),
    ...(state.notice === undefined ? [] : [renderNotice(state.notice)]),
  ];
}

function renderNotice(text: string): Element {
  return h(
    'div',
    { class: 'toast', role: 'alert' },
    text,
    h('button', { type: 'button', 'data-action': 'dismiss' }, 'Dismiss'),
  );
}

function toContext({ channels, people }: State, now: Date): Context {
  const names = Object.fromEntries([
    ...channels.map(({ id, name }) => [id, name]),
    ...people.map(({ id, realName }) => [id, realName]),
  ]);
  return { names, now };
}

function renderNavigation(state: State): Element {
  const shown = findShownChannel(state);
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Views' },
    h(
      'div',
      { class: 'brand' },
      h('span', { class: 'brand-sign', 'aria-hidden': 'true' }, h('i', {}), h('i', {}), h('i', {})),
      h('h1', {}, 'Signalbox'),
    ),
    h(
      'div',
      { class: `connection ${state.isConnected ? 'on' : 'off'}`, role: 'status' },
      state.isConnected ? 'Live' : 'Reconnecting…',
    ),
    renderGroup(
      'Slack',
      state.channels.map((channel) =>
        renderNavigationLine({
          place: { view: 'channel', item: channel.name },
          label: `# ${channel.name}`,
          isCurrent: channel === shown,
          count: channel === shown ? 0 : countUnread(channel, state.readUntil),
          countLabel: 'unread',
        }),
      ),
    ),
    renderGroup('Mail', [
      renderNavigationLine({
        place: { view: 'mail', item: '' },
        label: 'Topic mail',
        isCurrent: state.place.view === 'mail',
        count: state.mail.length,
        countLabel: 'mails',
        isQuiet: true,
      }),
    ]),
    renderGroup('Behind the scenes', [
      renderNavigationLine({
        place: { view: 'archive', item: '' },
        label: 'Archive',
        isCurrent: state.place.view === 'archive',
        count: state.archive.length,
        countLabel: 'objects',
        isQuiet: true,
      }),
      renderNavigationLine({
        place: { view: 'log', item: '' },
        label: 'Log',
        isCurrent: state.place.view === 'log',
        count: 0,
        countLabel: '',
      }),
    ]),
  );
}

function renderGroup(title: string, lines: readonly Element[]): Element {
  return h('section', { class: 'nav-group' }, h('h2', {}, title), h('ul', {}, lines));
}

interface NavigationLine {
  readonly place: Place;
  readonly label: string;
  readonly isCurrent: boolean;
  readonly count: number;
  readonly countLabel: string;
  readonly isQuiet?: boolean;
}

function renderNavigationLine({
  place,
  label,
  isCurrent,
  count,
  countLabel,
  isQuiet = false,
}: NavigationLine): Element {
  const href = `#/${place.view}/${encodeURIComponent(place.item)}`;
  const isUnread = count > 0 && !isQuiet;
  return h(
    'li',
    { key: href },
    h(
      'a',
      {
        class: isUnread ? 'nav-line unread' : 'nav-line',
        href,
        'aria-current': isCurrent ? 'page' : undefined,
      },
      h('span', { class: 'nav-label' }, label),
      count > 0 &&
        h(
          'span',
          { class: isQuiet ? 'count quiet' : 'count', 'aria-label': `${count} ${countLabel}` },
          String(count),
        ),
    ),
  );
}

function renderTitle(state: State): Element {
  const channel = findShownChannel(state);
  const titles: Readonly<Record<Place['view'], readonly [string, string]>> = {
    channel: [`# ${channel?.name ?? ''}`, 'The channel as people see it in Slack'],
    mail: ['Topic mail', 'What SNS delivers to subscribers by e-mail'],
    archive: ['Archive', 'Objects in the archive bucket, newest first'],
    log: ['Log', 'What the Lambda functions decided and wrote, newest first'],
  };
  const [title, subtitle] = titles[state.place.view];
  return h('header', { class: 'view-head' }, h('h2', {}, title), h('p', {}, subtitle));
}

function renderView(state: State, context: Context): Node {
  if (state.place.view === 'mail') return renderMail(state.mail, state.place.item, context);
  if (state.place.view === 'archive') return renderArchive(state.archive, state.openedObject);
  if (state.place.view === 'log') return renderLog(state.log);

  const channel = findShownChannel(state);
  return channel
    ? renderChannel(channel, { context, toggledThreads: state.toggledThreads })
    : h('div', { class: 'empty' }, 'Waiting for Slack…');
}
