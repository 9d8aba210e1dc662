import * as z from 'zod/mini';
import { toFact } from '#shared/domain/facts.ts';
import { NOTICE_TONES, type Notice } from '#shared/domain/notice.ts';
import { ConfigError } from '#shared/errors.ts';
import { executionLink } from '#shared/presentation/console-link.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { oneOrMore } from '#shared/routing/rule.ts';
import { saveNotice } from '#shared/store/notices.ts';
import { defineJob, type JobApp, type JobRun } from './job.ts';

const MAX_FIELDS = 10;

const Parameters = z.strictObject({
  job: z.literal('notify'),
  message: z.string().check(z.minLength(1)),
  /** Names of destinations; left out, the routes for notices decide. */
  to: z.optional(oneOrMore(z.string().check(z.minLength(1)))),
  title: z.optional(z.string().check(z.minLength(1))),
  tone: z.optional(z.enum(NOTICE_TONES)),
  fields: z.optional(
    z
      .record(z.string(), z.string())
      .check(
        z.refine((fields) => Object.keys(fields).length <= MAX_FIELDS, `at most ${MAX_FIELDS} are shown`),
      ),
  ),
});
type Parameters = z.infer<typeof Parameters>;

/** A message from a pipeline to people: once for each run of its action. */
export const notify = defineJob<Parameters>({
  name: 'notify',
  parameters: Parameters,
  async look(run, app) {
    const notice = toNotice(run);
    const destinations = findDestinations(notice, app);
    const record = await saveNotice(app.table, notice, app.clock.now());
    const urgent = notice.tone === 'bad';
    await app.deliveries.send(toDeliveryMessages({ record, destinations, urgent }, app.destinations));
    return { kind: 'done', summary: `Told ${destinations.join(', ')}` };
  },
});

function toNotice({ parameters, place, startedAt }: JobRun<Parameters>): Notice {
  const { message, title, tone, fields = {}, to } = parameters;
  const { account, region, pipeline, actionExecutionId } = place;
  const link = executionLink(place);
  return {
    kind: 'notice',
    id: `job-${actionExecutionId}`,
    title: toFact(title ?? pipeline) || pipeline,
    headline: toFact(message) || 'sent an empty message',
    source: undefined,
    account,
    region,
    resource: undefined,
    time: startedAt,
    tone: tone ?? 'neutral',
    pipeline,
    details: Object.entries(fields).map(([label, text]) => ({ label: toFact(label), text: toFact(text) })),
    ...(link && { link }),
    ...(to && { to }),
  };
}

/** @throws ConfigError: a message that reaches nobody is a mistake of who wrote the pipeline */
function findDestinations(notice: Notice, { destinations, rules }: JobApp): readonly string[] {
  // The others are ours, and show no notice to anybody.
  const known = [...destinations.keys()].filter((name) => !name.startsWith('_'));
  const unknown = (notice.to ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ConfigError(
      `signalbox.yml has no destination ${unknown.join(', ')}; use one of ${known.join(', ')}`,
    );
  const found = destinationsOf(route(notice, rules));
  if (found.length === 0)
    throw new ConfigError(`no route of signalbox.yml brings a notice to anybody; name destinations in "to"`);
  return found;
}
