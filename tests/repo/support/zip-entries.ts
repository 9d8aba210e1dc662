import { readFile } from 'node:fs/promises';

const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const NAME_LENGTH_AT = 28;
const NAME_AT = 46;

/** The names in a zip's central directory. */
export async function zipEntries(file: string): Promise<readonly string[]> {
  const zip = await readFile(file);
  const names: string[] = [];
  for (let at = zip.indexOf(ENTRY); at >= 0; at = zip.indexOf(ENTRY, at + NAME_AT))
    names.push(zip.toString('utf8', at + NAME_AT, at + NAME_AT + zip.readUInt16LE(at + NAME_LENGTH_AT)));
  return names;
}
