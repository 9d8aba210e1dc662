import { describe, expect, it } from '@jest/globals';
import { callJson } from '../client.ts';
import { ADA, pressApprove, startAsked } from '../interactivity/buttons.ts';

const VIEW = { type: 'modal', title: { type: 'plain_text', text: 'Reject' }, blocks: [{ type: 'divider' }] };

/** Ada pressed, and the app got a trigger. */
async function startTriggered() {
  let now = 1_790_000_000_000;
  const { slack, app, ts } = await startAsked({ now: () => now });
  await pressApprove(slack, ts, ADA);
  const trigger_id = app.received[0]?.payload.trigger_id ?? '';
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  return { slack, wait, open: (view: object) => callJson(slack, 'views.open', { trigger_id, view }) };
}

describe('views.open', () => {
  it('opens a modal once, for the person whose trigger it was', async () => {
    const { slack, open } = await startTriggered();

    const first = await open(VIEW);
    const second = await open(VIEW);

    expect(first).toMatchObject({
      ok: true,
      view: {
        id: slack.modals(ADA)[0]?.id,
        title: VIEW.title,
        state: { values: {} },
        previous_view_id: null,
      },
    });
    expect(second).toMatchObject({ ok: false, error: 'trigger_exchanged' });
    expect(slack.modals()).toHaveLength(1);
  });

  it('opens nothing with a trigger that is older than three seconds', async () => {
    const { slack, wait, open } = await startTriggered();
    wait(3_001);

    expect(await open(VIEW)).toMatchObject({ ok: false, error: 'expired_trigger_id' });
    expect(slack.modals()).toEqual([]);
  });

  it('opens nothing with a trigger that nobody gave out', async () => {
    const { slack } = await startTriggered();

    const answer = await callJson(slack, 'views.open', { trigger_id: '1.2.abc', view: VIEW });

    expect(answer).toMatchObject({ ok: false, error: 'invalid_trigger_id' });
  });

  it('refuses a title that is too long, says where, and leaves the trigger for another try', async () => {
    const { open } = await startTriggered();
    const title = { type: 'plain_text', text: 'A title that is longer than Slack allows' };

    const refused = await open({ ...VIEW, title });

    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      errors: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    });
    expect(await open(VIEW)).toMatchObject({ ok: true });
  });
});

describe('views.update', () => {
  it('is guarded by the hash of the modal', async () => {
    const { slack, open } = await startTriggered();
    const { view } = await open(VIEW);
    const update = { view_id: view.id, hash: view.hash, view: VIEW };

    const updated = await callJson(slack, 'views.update', update);
    const late = await callJson(slack, 'views.update', update);

    expect(updated).toMatchObject({ ok: true, view: { id: view.id, title: VIEW.title } });
    expect(late).toMatchObject({ ok: false, error: 'hash_conflict' });
  });

  it('finds nothing once the modal is closed', async () => {
    const { slack, open } = await startTriggered();
    const { view } = await open(VIEW);
    slack.close({ viewId: view.id, user: ADA });

    expect(await callJson(slack, 'views.update', { view_id: view.id, view: VIEW })).toMatchObject({
      error: 'not_found',
    });
  });
});
