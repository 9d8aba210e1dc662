import type { AwsQuery } from '#shared/clients/aws-query.ts';
import { parseXml, type XmlElement } from '#shared/clients/xml.ts';

/** A service of forms that keeps what it was asked and answers from a script of results in XML, its last answer for ever; an Error is thrown. */
export class FakeAwsQuery implements AwsQuery {
  readonly calls: { readonly action: string; readonly parameters: unknown }[] = [];
  private readonly script: (string | Error)[];

  constructor(...script: readonly (string | Error)[]) {
    this.script = [...script];
  }

  async call(action: string, parameters: Readonly<Record<string, string | undefined>>): Promise<XmlElement> {
    this.calls.push({ action, parameters });
    const answer = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (answer instanceof Error) throw answer;
    return parseXml(answer ?? '<Result/>');
  }
}

/** A result as the Query protocol spells it: lists in `member`, everything else by its name. */
export function toXml(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `<${name}>${value.map((one) => toXml('member', one)).join('')}</${name}>`;
  const inside =
    typeof value === 'object'
      ? Object.entries(Object(value))
          .map(([key, one]) => toXml(key, one))
          .join('')
      : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${inside}</${name}>`;
}
