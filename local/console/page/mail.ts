import type { MailView } from '../sections.ts';
import type { Context } from './context.ts';
import { toClock } from './moment.ts';
import { type Element, h, type Node } from './tree.ts';

/** The mailbox of somebody who subscribed to the topics by e-mail. */
export function renderMail(mail: readonly MailView[], chosen: string, context: Context): Node {
  const newestFirst = mail.toReversed();
  const shown = mail.find(({ id }) => id === chosen) ?? newestFirst[0];
  if (!shown)
    return h(
      'div',
      { class: 'empty' },
      h('strong', {}, 'No mail yet'),
      h('span', {}, 'What goes to an SNS topic arrives here as its subscribers read it.'),
    );

  return h(
    'div',
    { class: 'mailbox' },
    h(
      'ol',
      { class: 'mail-list', 'aria-label': 'Mails' },
      newestFirst.map((mailed) => renderLine(mailed, mailed === shown, context)),
    ),
    renderLetter(shown, context),
  );
}

function renderLine({ id, subject, topic, at }: MailView, isShown: boolean, context: Context): Element {
  return h(
    'li',
    { key: id },
    h(
      'a',
      { class: 'mail-line', href: `#/mail/${id}`, 'aria-current': isShown ? 'true' : undefined },
      h('span', { class: 'mail-subject' }, subject),
      h('span', { class: 'quiet' }, `${topic} · ${toClock(new Date(at), context)}`),
    ),
  );
}

function renderLetter({ id, subject, topic, text, at }: MailView, context: Context): Element {
  return h(
    'article',
    { class: 'letter', key: id, 'aria-label': 'Mail' },
    h('h2', {}, subject),
    h(
      'dl',
      {},
      h('dt', {}, 'From'),
      h('dd', {}, 'AWS Notifications <no-reply@sns.amazonaws.com>'),
      h('dt', {}, 'To'),
      h('dd', {}, `subscribers of ${topic}`),
      h('dt', {}, 'Date'),
      h('dd', {}, new Date(at).toLocaleString(context.locale)),
    ),
    h('pre', { class: 'letter-text', tabindex: '0' }, text),
  );
}
