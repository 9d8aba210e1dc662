import * as z from 'zod';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { NotPossible } from '#local/slack/refusal.ts';

type Slack = Pick<LoopbackSlack, 'press' | 'submit' | 'close' | 'command' | 'say'>;

/** What the page shows of it. */
export interface Outcome {
  readonly status: number;
  /** Slack's words, if it has any. */
  readonly words?: string | undefined;
}

type Interact = (input: unknown, slack: Slack) => Promise<string | undefined>;

const Press = z.object({
  channel: z.string(),
  ts: z.string(),
  actionId: z.string(),
  blockId: z.string().optional(),
  user: z.string(),
});
const Submission = z.object({
  viewId: z.string(),
  user: z.string(),
  values: z.record(z.string(), z.string()),
});
const Said = z.object({ channel: z.string(), user: z.string(), text: z.string().trim().min(1).max(4_000) });

const INTERACTIONS: ReadonlyMap<string, Interact> = new Map<string, Interact>([
  ['press', (input, slack) => slack.press(Press.parse(input))],
  [
    'submit',
    async (input, slack) => {
      // What was wrong with it is said in the modal.
      await slack.submit(Submission.parse(input));
      return undefined;
    },
  ],
  [
    'close',
    async (input, slack) => {
      slack.close(Submission.omit({ values: true }).parse(input));
      return undefined;
    },
  ],
  ['say', (input, slack) => say(Said.parse(input), slack)],
]);

/** Does in Slack what a person did on the page; nothing for what people cannot do. */
export async function interact(name: string, input: unknown, slack: Slack): Promise<Outcome | undefined> {
  const run = INTERACTIONS.get(name);
  if (!run) return undefined;
  try {
    return { status: 200, words: await run(input, slack) };
  } catch (error) {
    if (error instanceof NotPossible) return { status: 409, words: error.message };
    if (error instanceof z.ZodError) return { status: 400, words: z.prettifyError(error) };
    throw error;
  }
}

/** A command is for the app, anything else is for everybody in the channel. */
async function say({ text, ...place }: z.infer<typeof Said>, slack: Slack): Promise<string | undefined> {
  const { command, rest = '' } = /^\/(?<command>\S*)\s*(?<rest>[\s\S]*)$/.exec(text)?.groups ?? {};
  if (command === undefined) {
    slack.say({ ...place, text });
    return undefined;
  }
  if (command !== 'signalbox') throw new NotPossible(`/${command} is not a valid command.`);

  // Slackbot tells the person what it gives.
  await slack.command({ ...place, text: rest });
  return undefined;
}
