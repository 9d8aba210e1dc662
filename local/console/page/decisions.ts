import type { DecisionView } from '../sections.ts';
import { type Element, h, type Node } from './tree.ts';

type Announcement = DecisionView['announcements'][number];

/** Answers "why was I (not) told?": per record what there is to say, the routes that matched, and the outcome. */
export function renderDecisions(decisions: readonly DecisionView[]): Node {
  if (decisions.length === 0)
    return h(
      'div',
      { class: 'empty' },
      h('strong', {}, 'Nothing was decided yet'),
      h('span', {}, 'Every execution appears here with the routes that matched it and who was told.'),
    );

  return h('div', { class: 'decisions' }, decisions.map(renderDecision));
}

function renderDecision({ key, subject, detail, announcements }: DecisionView): Element {
  return h(
    'section',
    { class: 'decision', key, 'aria-label': subject },
    h('h3', {}, subject, ' ', h('span', { class: 'quiet' }, detail)),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['What', 'Route', 'Destinations'].map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h('tbody', {}, announcements.map(renderAnnouncement)),
    ),
  );
}

function renderAnnouncement({ what, routes, destinations }: Announcement): Element {
  return h(
    'tr',
    { key: what },
    h('td', {}, what),
    h('td', {}, routes.length === 0 ? 'none matched' : routes.join(', ')),
    h(
      'td',
      {},
      destinations.length === 0 && h('span', { class: 'quiet' }, 'nobody'),
      destinations.map(({ name, outcome }) => [
        h(
          'span',
          { class: 'told', key: name },
          h('strong', {}, name),
          ' ',
          h('span', { class: 'quiet' }, outcome),
        ),
        ' ',
      ]),
    ),
  );
}
