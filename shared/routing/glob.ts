/** A glob without its stars: what stands before, between and after them. */
interface Glob {
  readonly head: Piece;
  readonly middle: readonly Piece[];
  /** Undefined: there is no star. */
  readonly tail: Piece | undefined;
}

interface Piece {
  readonly text: string;
  /** Whether it holds a `?`. */
  readonly isOpen: boolean;
}

// Each is taken apart once. They come from signalbox.yml, so there are at most a few thousand.
const globs = new Map<string, Glob>();

/** `*` is any run of characters, `?` any one; case counts. Never exponential: no star goes back behind the one before it. */
export function matchesGlob(glob: string, name: string): boolean {
  const { head, middle, tail } = globs.get(glob) ?? takeApart(glob);
  if (tail === undefined) return name.length === head.text.length && isAt(head, name, 0);
  const end = name.length - tail.text.length;
  // Both ends first: they decide nearly always.
  if (end < head.text.length || !isAt(tail, name, end) || !isAt(head, name, 0)) return false;
  let from = head.text.length;
  for (const piece of middle) {
    const place = find(piece, name, from);
    if (place < 0) return false;
    from = place + piece.text.length;
  }
  return from <= end;
}

function takeApart(glob: string): Glob {
  const [head = '', ...others] = glob.split(/\*+/);
  const tail = others.pop();
  const taken = {
    head: toPiece(head),
    middle: others.map(toPiece),
    tail: tail === undefined ? undefined : toPiece(tail),
  };
  globs.set(glob, taken);
  return taken;
}

function toPiece(text: string): Piece {
  return { text, isOpen: text.includes('?') };
}

function find(piece: Piece, name: string, from: number): number {
  if (!piece.isOpen) return name.indexOf(piece.text, from);
  for (let place = from; place + piece.text.length <= name.length; place += 1)
    if (isAt(piece, name, place)) return place;
  return -1;
}

function isAt({ text, isOpen }: Piece, name: string, place: number): boolean {
  if (!isOpen) return name.startsWith(text, place);
  for (let index = 0; index < text.length; index += 1)
    if (text[index] !== '?' && text[index] !== name[place + index]) return false;
  return true;
}
