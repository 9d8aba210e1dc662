import { toComposerKey } from './composer.ts';
import { begin, end, findPerson } from './state.ts';

const PERSON = 'signalbox.person';

/** Each tab remembers whom its reader plays. */
export function recallPerson() {
  return sessionStorage.getItem(PERSON) ?? '';
}

export function choosePerson(state, id) {
  sessionStorage.setItem(PERSON, id);
  return { ...state, person: id, problems: {} };
}

/** What the reader does as the person whom they play. */
export function createSlack({ getState, change }) {
  /** Once at a time; gives whether Slack took it. */
  async function send(path, key, body) {
    if (getState().underWay.has(key)) return false;

    change(begin({ ...getState(), notice: undefined }, key));
    const { isDone, words } = await post(path, { ...body, user: findPerson(getState())?.id });
    const next = end(getState(), key, isDone ? words : undefined);
    change(isDone ? next : { ...next, notice: words });
    return isDone;
  }

  return {
    press: (value) => send('/slack/press', value, JSON.parse(value)),
    close: (viewId) => send('/slack/close', viewId, { viewId }),
    submit: (form) =>
      send('/slack/submit', form.dataset.value, {
        viewId: form.dataset.value,
        values: Object.fromEntries(new FormData(form)),
      }),
    async say(form) {
      const channel = form.dataset.value;
      const { text } = Object.fromEntries(new FormData(form));
      if (text.trim() === '') return;

      const isDone = await send('/slack/say', toComposerKey({ id: channel }), { channel, text });
      if (isDone) form.reset();
    },
  };
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { isDone: response.ok, words: isJson ? JSON.parse(text).words : text };
  } catch {
    return { isDone: false, words: 'The console does not answer.' };
  }
}
