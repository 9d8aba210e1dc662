import type { ChannelView, Person } from '#local/slack/views.ts';
import { type Element, h } from './tree.ts';

/** The box in which a person types a message or a command. */
export function renderComposer(
  channel: ChannelView,
  { person, isUnderWay }: { readonly person: Person; readonly isUnderWay: boolean },
): Element {
  const id = `say-${channel.id}`;
  return h(
    'form',
    { class: 'composer', key: `composer-${channel.id}`, 'data-form': 'say', 'data-value': channel.id },
    h('label', { class: 'hidden', for: id }, `Message #${channel.name} as ${person.realName}`),
    h('input', {
      id,
      name: 'text',
      type: 'text',
      autocomplete: 'off',
      placeholder: `Message #${channel.name}, or /signalbox help`,
    }),
    h(
      'button',
      { class: 'button primary', type: 'submit', 'aria-disabled': isUnderWay ? 'true' : undefined },
      'Send',
    ),
  );
}

export function toComposerKey({ id }: Pick<ChannelView, 'id'>): string {
  return `say-${id}`;
}
