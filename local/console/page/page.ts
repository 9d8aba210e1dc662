import { renderArchive } from './archive.ts';
import { renderChannel } from './channel.ts';
import type { Context } from './context.ts';
import { renderDecisions } from './decisions.ts';
import { renderLog } from './log.ts';
import { renderMail } from './mail.ts';
import { renderNavigation } from './navigation.ts';
import { renderPipelines } from './pipelines.ts';
import { findShownChannel, type Place, type State } from './state.ts';
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

function renderTitle(state: State): Element {
  const channel = findShownChannel(state);
  const titles: Readonly<Record<Place['view'], readonly [string, string]>> = {
    channel: [`# ${channel?.name ?? ''}`, 'The channel as people see it in Slack'],
    mail: ['Topic mail', 'What SNS delivers to subscribers by e-mail'],
    decisions: ['Decisions', 'Who is told what, by which route, and what became of it; newest first'],
    archive: ['Archive', 'Objects in the archive bucket, newest first'],
    log: ['Log', 'What the Lambda functions wrote, newest first'],
  };
  const [title, subtitle] = titles[state.place.view];
  return h('header', { class: 'view-head' }, h('h2', {}, title), h('p', {}, subtitle));
}

function renderView(state: State, context: Context): Node {
  if (state.place.view === 'mail') return renderMail(state.mail, state.place.item, context);
  if (state.place.view === 'decisions') return renderDecisions(state.decisions);
  if (state.place.view === 'archive') return renderArchive(state.archive, state.openedObject);
  if (state.place.view === 'log') return renderLog(state.log);

  const channel = findShownChannel(state);
  return channel
    ? renderChannel(channel, { context, toggledThreads: state.toggledThreads })
    : h('div', { class: 'empty' }, 'Waiting for Slack…');
}
