import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTED_FINDINGS } from '#infra/accepted-findings.ts';
import { ALLOWED_WILDCARDS, type AllowedWildcard } from '#infra/allowed-wildcards.ts';
import { DIAGNOSIS_WILDCARDS } from '#infra/diagnosis-permissions.ts';
import { type Finding, type Inspection, inspectTemplates } from './support/inspected.ts';
import { namesInColumn, sectionOf } from './support/markdown.ts';
import { MEMBER_TEMPLATE } from './support/member-template.ts';
import { packageOffline } from './support/packaged.ts';
import { ROOT, readText } from './support/sources.ts';
import { isAbout } from './support/wildcards.ts';

const WILDCARD = /^AwsSolutions-IAM5\[Resource::(.*)\]$/;

const page = readText('docs/security.md');

let folder: string;
let inspection: Inspection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-inspected-'));
  const member = join(folder, 'member.yml');
  await copyFile(join(ROOT, MEMBER_TEMPLATE), member);
  inspection = await inspectTemplates([
    await packageInto('dev'),
    await packageInto('prod', {
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
      memberAccounts: '222233334444',
      notificationTopicArns: 'arn:aws:sns:eu-west-1:111122223333:approvals',
    }),
    member,
  ]);
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

describe('cdk-nag', () => {
  it('looks at both stages and at the template of a member, with both packs', () => {
    expect(inspection.by).toEqual(expect.arrayContaining(['AwsSolutions', 'Serverless']));
    expect(new Set(inspection.findings.map(({ template }) => template))).toEqual(
      new Set(['dev', 'prod', 'member']),
    );
  });

  it('finds nothing but what is accepted, with its reason', () => {
    expect(inspection.findings.filter((finding) => !isAccepted(finding))).toEqual([]);
  });

  it('still finds all that is accepted', () => {
    const gone = ACCEPTED_FINDINGS.filter(
      ({ rule, resources }) =>
        !inspection.findings.some((finding) => finding.rule === rule && resources.test(finding.resource)),
    );

    expect(gone).toEqual([]);
  });
});

describe('docs/security.md', () => {
  it('explains every accepted finding, and no other', () => {
    const section = sectionOf(page, '### Findings');

    expect(namesInColumn(section, 0)).toEqual(ACCEPTED_FINDINGS.map(({ rule }) => rule));
    for (const { reason } of ACCEPTED_FINDINGS) expect(section).toContain(reason);
  });

  it('explains every wildcard, and no other', () => {
    const rows = sectionOf(page, '### Wildcards')
      .split('\n')
      .filter((line) => line.startsWith('| `'));

    expect(rows.map((row) => [namesInColumn(row, 0), namesInColumn(row, 1)])).toEqual(
      ALLOWED_WILDCARDS.map((entry) => [entry.actions, [shownResource(entry)]]),
    );
    for (const [index, { reason }] of ALLOWED_WILDCARDS.entries()) expect(rows[index]).toContain(reason);
  });
});

function isAccepted({ rule, resource }: Finding): boolean {
  const [, wildcard] = WILDCARD.exec(rule) ?? [];
  if (wildcard !== undefined) {
    const text = wildcard.replace(/<([^<>]+)>/g, '${$1}');
    return [...ALLOWED_WILDCARDS, ...DIAGNOSIS_WILDCARDS].some((entry) => isAbout(entry, text));
  }
  return ACCEPTED_FINDINGS.some((entry) => entry.rule === rule && entry.resources.test(resource));
}

function shownResource({ resource }: AllowedWildcard): string {
  return typeof resource === 'string' ? resource : `…${resource.endsWith}`;
}

/** Gives the template, under a name of its own. */
async function packageInto(
  stage: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { templateFile, remove } = await packageOffline({ stage, parameters });
  const copy = join(folder, `${stage}.json`);
  await copyFile(templateFile, copy);
  await remove();
  return copy;
}
