import { buildActionEvent, buildPipelineEvent } from '#tests/support/build-event.ts';

const MEGABYTE = 2 ** 20;
const DEPTH = 100_000;
const SQS_LIMIT = 256 * 1024;

/** Bodies that no event should be, made when they are asked for: some are large. */
export const POISON: Readonly<Record<string, () => string>> = {
  'no JSON': () => '{"detail-type": ',
  'nothing at all': () => '',
  'a number': () => '42',
  'an event without an execution': () => withDetail({ 'execution-id': undefined }),
  'an event whose pipeline is a number': () => withDetail({ pipeline: 5 }),
  'an event whose state is an object': () => withDetail({ state: { nested: true } }),
  'an event of 256 KB': () => withDetail({ 'execution-id': 'x'.repeat(SQS_LIMIT) }),
  '10 MB of nested objects': () => `{"detail":${'{"a":['.repeat(MEGABYTE)}${']}'.repeat(MEGABYTE)}}`,
  'brackets 100,000 deep': () => '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  'an event with brackets 100,000 deep': () =>
    JSON.stringify(buildPipelineEvent({ detail: { pipeline: 0 } })).replace(
      '"pipeline":0',
      `"pipeline":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`,
    ),
};

/** Texts that are shown, and must be made safe first. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'half a character': 'a\ud800b',
  'a mark that turns the direction': 'a\u202eb',
  NUL: 'a\u0000b',
  'an emoji of many parts where the text is cut': `${'a'.repeat(494)}${'👩‍👩‍👧‍👦'.repeat(3)}`,
  '200 KB': 'é'.repeat(100_000),
  'mentions and links': '<!channel> <@U1> <https://evil.example|click>',
};

export function hostileEvent(text: string) {
  return buildActionEvent({
    state: 'FAILED',
    detail: { 'execution-result': { 'external-execution-summary': text, 'error-code': text } },
  });
}

function withDetail(detail: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(buildPipelineEvent({ detail }));
}
