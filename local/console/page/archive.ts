import type { ArchiveObject } from '../sections.ts';
import { type Element, h, type Node } from './tree.ts';

/** The objects of the archive bucket, and the one that was opened. */
export function renderArchive(
  objects: readonly ArchiveObject[],
  opened: { readonly key: string; readonly text: string } | undefined,
): Node {
  if (objects.length === 0)
    return h(
      'div',
      { class: 'empty' },
      h('strong', {}, 'The archive is empty'),
      h('span', {}, 'Events arrive here a few seconds after they happened.'),
    );

  return h(
    'div',
    { class: 'archive' },
    h(
      'ol',
      { class: 'objects', 'aria-label': 'Objects' },
      objects
        .toSorted((one, other) => other.at - one.at)
        .map((object) => renderObject(object, object.key === opened?.key)),
    ),
    opened &&
      h(
        'section',
        { class: 'object', 'aria-label': opened.key },
        h('h2', {}, opened.key),
        h('pre', { tabindex: '0' }, toReadable(opened.text)),
      ),
  );
}

function renderObject({ key, size }: ArchiveObject, isOpened: boolean): Element {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return h(
    'li',
    { key },
    h(
      'button',
      {
        class: 'object-line',
        type: 'button',
        'aria-pressed': isOpened ? 'true' : 'false',
        'data-action': 'open-object',
        'data-value': key,
      },
      h('span', { class: 'object-folder' }, key.slice(0, key.length - name.length)),
      h('span', { class: 'object-name' }, name),
      h('span', { class: 'quiet' }, toSize(size)),
    ),
  );
}

/** JSON, or one JSON per line, with room between; anything else as it is. */
function toReadable(text: string): string {
  try {
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.stringify(JSON.parse(line), undefined, 2))
      .join('\n\n');
  } catch {
    return text;
  }
}

function toSize(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KB`;
}
