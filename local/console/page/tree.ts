/** What is to be shown, as data: built by pure functions, put into the document by dom.js. */
export type Node = string | Element;

export interface Element {
  readonly tag: string;
  /** `key` tells siblings apart; `--name` sets a custom property; false and undefined leave an attribute out. */
  readonly attributes: Attributes;
  readonly children: readonly Node[];
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | undefined | false | readonly Child[];

export function h(tag: string, attributes: Attributes, ...children: readonly Child[]): Element {
  return { tag, attributes, children: flatten(children) };
}

/** The text that people would read. */
export function toText(node: Child): string {
  if (!node) return '';
  if (typeof node === 'string') return node;
  return ('tag' in node ? node.children : node).map(toText).join('');
}

function flatten(children: readonly Child[]): readonly Node[] {
  return children.flatMap((child) => {
    if (!child) return [];
    return typeof child === 'string' || 'tag' in child ? [child] : flatten(child);
  });
}
