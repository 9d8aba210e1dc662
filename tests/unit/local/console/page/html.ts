import type { Node } from '#local/console/page/tree.ts';

/** Nodes as people would write them down: only what these tests look at. */
export function toHtml(nodes: readonly Node[]): string {
  return nodes.map(toTag).join('');
}

function toTag(node: Node): string {
  if (typeof node === 'string') return node.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  const { href, class: style } = node.attributes;
  const attributes = [
    href === undefined ? '' : ` href="${href}"`,
    node.tag === 'span' ? ` class="${style}"` : '',
  ];
  return `<${node.tag}${attributes.join('')}>${toHtml(node.children)}</${node.tag}>`;
}
