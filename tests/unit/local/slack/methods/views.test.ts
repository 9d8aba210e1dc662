import { describe, expect, it } from '@jest/globals';
import { callJson, startSlack } from '../client.ts';

const VIEW = { type: 'modal', title: { type: 'plain_text', text: 'Reject' }, blocks: [{ type: 'divider' }] };

describe('views.open and views.update', () => {
  it('keep a modal and guard it by its hash', async () => {
    const slack = await startSlack();
    const { view } = await callJson(slack, 'views.open', { trigger_id: '1.2.abc', view: VIEW });

    const updated = await callJson(slack, 'views.update', { view_id: view.id, hash: view.hash, view: VIEW });
    const late = await callJson(slack, 'views.update', { view_id: view.id, hash: view.hash, view: VIEW });

    expect(updated).toMatchObject({ ok: true, view: { id: view.id, title: VIEW.title } });
    expect(late).toMatchObject({ ok: false, error: 'hash_conflict' });
  });

  it('refuses a title that is too long and says where', async () => {
    const slack = await startSlack();
    const title = { type: 'plain_text', text: 'A title that is longer than Slack allows' };

    const answer = await callJson(slack, 'views.open', { trigger_id: '1.2.abc', view: { ...VIEW, title } });

    expect(answer).toMatchObject({
      error: 'invalid_arguments',
      errors: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    });
  });
});
