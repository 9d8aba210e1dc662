import { ROWS } from './rows.ts';

const HEAD = `# Reliability

What Signalbox promises when things go wrong, the test that holds it to that, and what was measured. Written by \`npm run test:faults\`; do not edit it.

Rows R1 to R17 run the real functions in virtual time: many environments side by side, with queues, table and Slack in memory, killed, throttled and out of step by a printed seed. R1, R10, R14, R18, R19, S2 and S8 run the packaged bundles in processes of their own on the embedded AWS. R21 runs the real function of pipelines' actions, in real time, over a client of CodePipeline with trouble. A judge reads only what the Slack channels show in the end, and what they showed on the way.

| row | what happens | what is promised | test | measured |
|---|---|---|---|---|
`;

const TAIL = `
Run it again with \`npm run test:faults\`, which takes some twenty minutes. \`-- --seed 7\` begins with another seed, \`--seeds\`, \`--events\` and \`--process-seeds\` make it shorter or longer. A short form of every row is part of \`npm test\`.
`;

/** docs/reliability.md, from the figures that a run left behind. */
export function toReport(figures: ReadonlyMap<string, readonly string[]>): string {
  const rows = ROWS.map(({ id, fault, promise, tests }) => {
    const files = tests.map((name) => `[${name}](../tests/faults/${name}.test.ts)`).join(', ');
    const measured = [...new Set(figures.get(id) ?? [])].sort().join('; ');
    return `| ${id} | ${fault} | ${promise} | ${files} | ${measured === '' ? 'not measured' : measured} |\n`;
  });
  return `${HEAD}${rows.join('')}${TAIL}`;
}
