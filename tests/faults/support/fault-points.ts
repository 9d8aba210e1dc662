import type { App } from '#shared/app.ts';
import type { CodePipeline } from '#shared/clients/codepipeline.ts';
import type { Queues } from '#shared/clients/queues.ts';
import type { Table } from '#shared/store/table.ts';

/** Passes an input or output of a function: before it, in it, and after it something may happen. */
export type Gate = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export type Outside = Pick<App, 'table' | 'deliveries' | 'enrichments' | 'approvals' | 'channelClients'> & {
  readonly codepipeline: CodePipeline;
  readonly queues: Queues;
};

/** Everything that a function awaits, each by way of the gate. */
export function withFaultPoints(outside: Outside, gate: Gate): Outside {
  const { table, deliveries, enrichments, codepipeline, approvals, channelClients, queues } = outside;
  const { http, secrets, topics, objects } = channelClients;
  return {
    table: gatedTable(table, gate),
    deliveries: { send: (messages) => gate('sqs deliveries', () => deliveries.send(messages)) },
    enrichments: { send: (messages) => gate('sqs enrichment', () => enrichments.send(messages)) },
    codepipeline: { getStages: (query) => gate('codepipeline', () => codepipeline.getStages(query)) },
    approvals: {
      getStage: (place) => gate('codepipeline', () => approvals.getStage(place)),
      findRun: (place, id) => gate('codepipeline', () => approvals.findRun(place, id)),
      findExecution: (place, token) => gate('codepipeline', () => approvals.findExecution(place, token)),
      findTimeoutMinutes: (place) => gate('codepipeline', () => approvals.findTimeoutMinutes(place)),
      listChanges: (place, id) => gate('codepipeline', () => approvals.listChanges(place, id)),
      answer: (answer) => gate('codepipeline', () => approvals.answer(answer)),
    },
    channelClients: {
      ...channelClients,
      http: { post: (request) => gate(request.target.toLowerCase(), () => http.post(request)) },
      secrets: {
        get: (name) => gate('secrets', () => secrets.get(name)),
        forget: (name) => secrets.forget(name),
      },
      topics: { publish: (message) => gate('sns', () => topics.publish(message)) },
      objects: { put: (object) => gate('s3', () => objects.put(object)) },
    },
    queues: {
      park: (url, body, reason) => gate('sqs park', () => queues.park(url, body, reason)),
      delay: (url, handle, seconds) => gate('sqs delay', () => queues.delay(url, handle, seconds)),
    },
  };
}

function gatedTable(table: Table, gate: Gate): Table {
  return {
    add: (pk, addition) => gate('dynamodb add', () => table.add(pk, addition)),
    // Items of a batch are read one by one, and others write in between: DynamoDB promises no more.
    get: async (pks) => {
      const found = await Promise.all(pks.map((pk) => gate('dynamodb get', () => table.get([pk]))));
      return new Map(found.flatMap((items) => [...items]));
    },
    replace: (pk, attribute, replacement) =>
      gate('dynamodb replace', () => table.replace(pk, attribute, replacement)),
  };
}
