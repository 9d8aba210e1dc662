import { describe, expect, it } from '@jest/globals';
import { parseApprovalMessage } from '#shared/sources/approval-topic.ts';
import { readEvent } from '#shared/sources/index.ts';
import { readFiles, readText } from '#tests/repo/support/sources.ts';
import { eventsOf } from '#tests/support/samples.ts';

const samples = readFiles('events/approval-topic/*.json').map(({ path, text }) => ({
  path,
  message: eventsOf(JSON.parse(text))[0],
}));
const NEEDED = JSON.parse(readText('events/approval-topic/needed.json'));

function withApproval(members: Readonly<Record<string, unknown>>): unknown {
  return { ...NEEDED, approval: { ...NEEDED.approval, ...members } };
}

describe('the message of an approval topic', () => {
  it('has samples', () => {
    expect(samples.length).toBeGreaterThanOrEqual(6);
  });

  it.each(samples)('is read: $path', ({ message }) => {
    expect(parseApprovalMessage(message)).toEqual({
      region: 'eu-west-1',
      pipeline: 'web-storefront',
      stage: 'Approve',
      action: 'ReleaseManager',
      token: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  it.each(samples)('is told by the registry as an approval: $path', ({ message }) => {
    expect(readEvent(message, { receivedAt: 0 })).toEqual({ approval: parseApprovalMessage(message) });
  });

  it('leaves behind what anybody may have put into it', () => {
    const [awkward] = samples.filter(({ path }) => path.includes('awkward'));

    expect(JSON.stringify(parseApprovalMessage(awkward?.message))).not.toMatch(/channel|javascript|REL-17/);
  });

  it.each([
    ['a name with a slash', withApproval({ pipelineName: 'web/shop' })],
    ['a name with a line break', withApproval({ stageName: 'Approve\n' })],
    ['a name of more than a hundred characters', withApproval({ actionName: 'x'.repeat(101) })],
    ['an empty name', withApproval({ stageName: '' })],
    ['a name that is no text', withApproval({ pipelineName: 5 })],
    ['no token', withApproval({ token: undefined })],
    ['a token of another form', withApproval({ token: '../../etc/passwd' })],
    ['no approval', { ...NEEDED, approval: undefined }],
    ['a Region of another form', { ...NEEDED, region: 'evil.example/' }],
    ['text', 'APPROVAL NEEDED'],
    ['nothing', null],
    ['a list', [NEEDED]],
  ])('is none: %s', (_, message) => {
    expect(parseApprovalMessage(message)).toBeUndefined();
  });
});
