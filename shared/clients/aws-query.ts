import { type AwsAddress, type AwsSettings, createAwsPost } from './aws-request.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** A service of AWS that takes forms and answers in XML: the Query protocol. */
export interface AwsQueryService extends AwsAddress {
  /** Of its API: a date. */
  readonly version: string;
}

/** Calls actions of one service. */
export interface AwsQuery {
  /** The result's element. @throws AwsServiceError when the service refuses, UnavailableError when it gives no answer in time */
  call(action: string, parameters: Readonly<Record<string, string | undefined>>): Promise<XmlElement>;
}

const HEADERS = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function createAwsQuery(service: AwsQueryService, settings: AwsSettings): AwsQuery {
  const post = createAwsPost(service, settings, findCode);
  return {
    async call(action, parameters) {
      const form = new URLSearchParams({ Action: action, Version: service.version });
      for (const [name, value] of Object.entries(parameters)) if (value !== undefined) form.set(name, value);
      const answer = parseXml(await post({ operation: action, headers: HEADERS, body: form.toString() }));
      const result = answer.children.find(({ name }) => name === `${action}Result`);
      if (result === undefined)
        throw new SyntaxError(`${service.id} ${action}: an answer without its result`);
      return result;
    },
  };
}

/** `<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>…`; it may come from a gateway, and be no XML. */
function findCode(body: string): string | undefined {
  return /<Code>([A-Za-z][\w.]{0,100})<\/Code>/.exec(body)?.[1];
}
