import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, toFault } from './json-service.ts';

/** A service that takes forms and answers in XML; gives the members of the result. */
export type QueryService = (action: string, parameters: URLSearchParams) => Promise<XmlMembers>;

/** A list is spelled `<Name><member>…</member></Name>`; what is undefined is left out. */
export interface XmlMembers {
  readonly [name: string]: string | readonly XmlMembers[] | undefined;
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export async function serveQuery(
  request: IncomingMessage,
  response: ServerResponse,
  service: QueryService,
): Promise<void> {
  try {
    const parameters = new URLSearchParams(await readBody(request));
    const action = parameters.get('Action') ?? '';
    const result = toXml(await service(action, parameters));
    answer(
      response,
      200,
      `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    );
  } catch (error) {
    const { code, message, status } = toFault(error);
    const told = toXml({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
    answer(response, status, `<ErrorResponse><Error>${told}</Error></ErrorResponse>`);
  }
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}

function toXml(members: XmlMembers): string {
  return Object.entries(members)
    .map(([name, value]) => {
      if (value === undefined) return '';
      const inner =
        typeof value === 'string'
          ? encode(value)
          : value.map((one) => `<member>${toXml(one)}</member>`).join('');
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

function encode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
