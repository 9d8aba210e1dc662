import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveExecution } from '#shared/domain/execution.ts';
import { toObservation } from '#shared/domain/observation.ts';
import { describers } from '#shared/enrichment/describers.ts';
import { diagnosticians } from '#shared/enrichment/diagnoses/index.ts';
import type { Need } from '#shared/enrichment/diagnosis.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { findProvider, providers } from '#shared/providers/index.ts';
import type { Provider } from '#shared/providers/provider.ts';
import { readEvent } from '#shared/sources/index.ts';
import { ASKED_OF_ANY, SHOWS } from './provider-shows.ts';

export const PROVIDER_PAGE = 'docs/providers.md';

const NOTHING = '–';
const ROOT = join(import.meta.dirname, '..');

interface Asked {
  readonly providers: readonly string[];
  readonly needs: readonly Need[];
}

/** Whoever asks services: why, and what a source gave. */
export const ASKED: readonly Asked[] = [
  ...diagnosticians,
  ...describers.map(({ provider, needs }) => ({ providers: [provider], needs })),
];

/** What is told of each kind of action, from the registries and the samples. */
export function formatProviderPage(asked: readonly Asked[] = ASKED): string {
  const examples = readExamples();
  const rows = providers.map((provider) => {
    const { id, label } = provider;
    const own = asked.filter((one) => one.providers.includes(id));
    const cells = [`\`${id}\``, label, pageOf(provider), examples.get(id), SHOWS[id], actionsOf(own)];
    return toRow(cells);
  });
  const ofAny = ASKED_OF_ANY.map(({ action, when, shows }) => toRow([when, `\`${action}\``, shows]));
  return `# Action providers

Written by "npx node cli/provider-page.ts". What a message tells of each kind of action, and what \`enrich\` asks its service when it failed.

- **Called**: an action is called as its maker calls it. Names that a user chose (Jenkins, TeamCity) and those that nobody documents are known by a name within them, whatever their category. A connection is called as what it leads to, where its event tells: GitHub, GitHub Enterprise Server, Bitbucket Cloud, GitLab.com, GitLab self-managed. Any other action is called by its own name, and its message is as good.
- **Page**: the link of the event; where it has none, one that is built from the id of the run, if that tells enough. Nothing is guessed. An action that ran in another Region than its pipeline is linked there. Where a link leads outside the AWS console, its host is named.
- **Reason**: the words of the action, as its events hold them. Codes and JSON are put into words where nothing is lost by it but stack traces; of JSON that was cut, what can be read is told, with … where it ends. The commit that a source's summary tells is none. Without any words, it is what the error code means. What a service says when it is asked replaces it.
- **Approvals**: who rejected it and why, that nobody decided in time, or that nobody could be asked, as far as the approval's record tells ([more](approvals.md)).
- **Changes**: of a connection to GitHub, Bitbucket or GitLab, and of CodeCommit, the link is the page of the commit itself, if the repository is known. A host of your own is reached by the console's redirect. What is asked about them is asked after any failure of the execution, where no event tells it.
- **Shown after a failure**: what a service adds when it is asked. Where it says nothing, or nobody is asked, that is what CodePipeline itself knows, as of any action.

## Of any action

| when | IAM action | shown |
|---|---|---|
${ofAny.join('\n')}

## Of each kind

| action | called | page | in a message, for example | shown after a failure, besides | IAM actions, besides |
|---|---|---|---|---|---|
${rows.join('\n')}

The examples are those of [events/providers/](../events/README.md#providers). The IAM actions of both tables are what the role of \`enrich\` may ask AWS, and all of that, beside its own queues, table, log and secrets, and the reading roles of members. The end of a log is read, and \`logs:GetLogEvents\` allowed, only where a destination has \`excerpts: true\`.
`;
}

function pageOf({ link }: Provider): string {
  return link === undefined ? "the event's" : "the event's, or built from its id";
}

/** Beyond those of any action. */
function actionsOf(own: readonly Asked[]): string {
  const actions = new Set(own.flatMap(({ needs }) => needs.flatMap((need) => need.actions)));
  for (const { action } of ASKED_OF_ANY) actions.delete(action);
  return [...actions]
    .sort()
    .map((action) => `\`${action}\``)
    .join(' ');
}

function toRow(cells: readonly (string | undefined)[]): string {
  return `| ${cells.map((cell) => cell || NOTHING).join(' | ')} |`;
}

/** By provider, the first of its samples that has words, or else what stands for words. */
function readExamples(): ReadonlyMap<string, string> {
  const examples = new Map<string, string>();
  const names = globSync('events/providers/*.json', { cwd: ROOT }).map((file) => file.replace('.json', ''));
  for (const name of names.sort()) {
    const text = readFileSync(join(ROOT, `${name}.json`), 'utf8');
    const read = readEvent(JSON.parse(text), { receivedAt: 0 });
    if (!('event' in read)) throw new Error(`${name}.json is no event of an action`);
    const { execution, facts } = read.event;
    const card = executionCard(deriveExecution(execution, [toObservation(read.event)]));
    const change = card.facts.find(({ label }) => label === 'Change');
    const words = change?.text ?? card.reasons[0]?.text;
    const id = findProvider(facts.provider ?? '')?.id ?? '';
    const known = examples.get(id);
    if (words !== undefined && (known === undefined || known.startsWith('{')))
      examples.set(id, toCell(words));
  }
  return examples;
}

function toCell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/[<>*_`[\]]/g, '\\$&');
}

if (import.meta.main) await writeFile(PROVIDER_PAGE, formatProviderPage());
