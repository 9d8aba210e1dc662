/** An element: its own text, and the elements in it in order. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Open[];
}

/** A declaration, an end, a start, text: each pattern begins in another way, and none can match in two. */
const TOKEN =
  /<\?[^>]*\?>|<\/(?<end>[A-Za-z_][\w.:-]*)\s*>|<(?<start>[A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(?<isEmpty>\/?)>|(?<text>[^<]+)/gy;
const ENTITY = /&(amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/g;
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const LAST_CODE_POINT = 0x10ffff;

/**
 * Elements and their text, which is all that services answer in. Attributes are passed over; what else there is in XML
 * (document types, entities of one's own, CDATA, comments) is refused, so nothing can grow as it is read.
 *
 * @throws SyntaxError
 */
export function parseXml(text: string): XmlElement {
  const document: Open = { name: '', text: '', children: [] };
  const path = [document];
  let read = 0;
  for (const { 0: token, groups = {} } of text.matchAll(TOKEN)) {
    if (!take(groups, path)) break;
    read += token.length;
  }
  const [root] = document.children;
  const isWhole = read === text.length && path.length === 1 && document.children.length === 1;
  if (root === undefined || !isWhole || document.text.trim() !== '')
    throw new SyntaxError(`no XML at character ${read} of ${text.length}`);
  return root;
}

/** Takes a token into the innermost element, the last of the path; false where it cannot stand. */
function take({ start, isEmpty, end, text }: Readonly<Record<string, string>>, path: Open[]): boolean {
  const inner = path.at(-1);
  if (inner === undefined) return false;
  if (text !== undefined) inner.text += decode(text);
  if (end !== undefined) return path.pop()?.name === end;
  if (start !== undefined) {
    const element = { name: start, text: '', children: [] };
    inner.children.push(element);
    if (isEmpty === '') path.push(element);
  }
  return true;
}

/** Once, so that what was written as text is no entity afterwards. */
function decode(text: string): string {
  return text.replace(ENTITY, (_, entity: string) => {
    const named = NAMED.get(entity);
    if (named !== undefined) return named;
    const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** Undefined where there is no such element, or nothing in it. */
export function findText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text || undefined;
}

/** The members of a list, which the Query protocol spells `<Name><member>…</member></Name>`. */
export function listMembers(element: XmlElement, name: string): readonly XmlElement[] {
  const list = element.children.find((child) => child.name === name);
  return list?.children.filter((child) => child.name === 'member') ?? [];
}
