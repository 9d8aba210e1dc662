import { renderArchive } from './archive.ts';
import { renderChannel } from './channel.ts';
import { renderComposer, toComposerKey } from './composer.ts';
import type { Context } from './context.ts';
import { renderDecisions } from './decisions.ts';
import { renderLog } from './log.ts';
import { renderMail } from './mail.ts';
import { renderModal } from './modal.ts';
import { renderNavigation } from './navigation.ts';
import { renderPipelines } from './pipelines.ts';
import { findModal, findPerson, findShownChannel, type Place, type State } from './state.ts';
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
      renderMessageBox(state),
    ),
    h(
      'aside',
      { class: 'side', 'aria-label': 'Pipelines' },
      renderPipelines(state.pipelines, state.demos, now),
    ),
    ...renderAbove(state, context),
  ];
}

/** A modal says itself what would stand in a notice that it covers. */
function renderAbove(state: State, context: Context): readonly Element[] {
  const modal = findModal(state);
  if (modal)
    return [
      renderModal(modal, {
        context,
        isUnderWay: state.underWay.has(modal.id),
        problem: state.notice ?? modal.problem,
      }),
    ];

  return state.notice === undefined ? [] : [renderNotice(state.notice)];
}

function renderNotice(text: string): Element {
  return h(
    'div',
    { class: 'toast', role: 'alert' },
    text,
    h('button', { type: 'button', 'data-action': 'dismiss' }, 'Dismiss'),
  );
}

function toContext({ channels, people, groups }: State, now: Date): Context {
  const names = Object.fromEntries([
    ...channels.map(({ id, name }) => [id, name]),
    ...people.map(({ id, realName }) => [id, realName]),
    ...groups.map(({ id, handle }) => [id, `@${handle}`]),
  ]);
  return { names, now };
}

function renderTitle(state: State): Element {
  const channel = findShownChannel(state);
  const person = findPerson(state)?.realName ?? 'people';
  const verb = findPerson(state) ? 'sees' : 'see';
  const titles: Readonly<Record<Place['view'], readonly [string, string]>> = {
    channel: [channel ? `# ${channel.name}` : 'Slack', `The channel as ${person} ${verb} it in Slack`],
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
  if (!channel) return h('div', { class: 'empty' }, renderNoChannel(state));

  const { toggledThreads, underWay, problems } = state;
  return renderChannel(channel, {
    context: { ...context, presses: { channel: channel.id, ts: '', underWay, problems } },
    toggledThreads,
    user: findPerson(state)?.id ?? '',
  });
}

function renderNoChannel({ channels }: State): string {
  return channels.length === 0 ? 'Waiting for Slack…' : 'No channel is shared with this person.';
}

function renderMessageBox(state: State): Element | undefined {
  const channel = findShownChannel(state);
  const person = findPerson(state);
  return channel && person && !channel.archived
    ? renderComposer(channel, { person, isUnderWay: state.underWay.has(toComposerKey(channel)) })
    : undefined;
}
