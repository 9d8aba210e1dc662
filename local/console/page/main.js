import { countMistakes, focusMistake, syncDialogs } from './dialogs.js';
import { patch } from './dom.js';
import { renderPage } from './page.ts';
import { choosePerson, createSlack, recallPerson } from './slack.js';
import { INITIAL_STATE, markAllRead, markRead, toggleThread, toPlace } from './state.ts';

const SECTIONS = [
  'channels',
  'people',
  'modals',
  'pipelines',
  'demos',
  'mail',
  'archive',
  'decisions',
  'log',
];
const NEAR_BOTTOM = 80;

const app = document.querySelector('#app');
let state = { ...INITIAL_STATE, place: toPlace(location.hash), person: recallPerson() };
let isDrawing = false;
const slack = createSlack({ getState: () => state, change });

const ACTIONS = {
  'run-demo': (name) => post(`/demos/${encodeURIComponent(name)}`),
  'toggle-thread': (ts) => change(toggleThread(state, ts)),
  'show-message': (ts) =>
    document.getElementById(`message-${ts}`)?.scrollIntoView({ block: 'center', behavior: 'smooth' }),
  'open-object': openObject,
  dismiss: () => change({ ...state, notice: undefined }),
  press: slack.press,
  'close-modal': slack.close,
};
const FORMS = { 'submit-modal': slack.submit, say: slack.say };
const CHANGES = { person: (id) => change(choosePerson(state, id)) };

listen();
addEventListener('hashchange', () => change({ ...state, place: toPlace(location.hash) }));
addEventListener('focus', () => change(state));
app.addEventListener('click', onClick);
app.addEventListener('submit', onSubmit);
app.addEventListener('change', ({ target }) => CHANGES[target.dataset.change]?.(target.value));
// Escape asks a dialog to close; that does not bubble.
app.addEventListener('cancel', onCancel, true);
// Durations and ages grow without any event.
setInterval(draw, 1_000);
draw();

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('open', () => change({ ...state, isConnected: true }));
  events.addEventListener('error', () => change({ ...state, isConnected: false }));
  for (const section of SECTIONS)
    events.addEventListener(section, ({ data }) => {
      const isFirst = section === 'channels' && state.channels.length === 0;
      const next = { ...state, [section]: JSON.parse(data) };
      change(isFirst ? markAllRead(next) : next);
    });
}

function onClick(event) {
  const target = event.target.closest('[data-action]');
  if (!target) return;

  // A link that is also a button opens its page and tells the app.
  if (target.target !== '_blank') event.preventDefault();
  ACTIONS[target.dataset.action](target.dataset.value);
}

function onSubmit(event) {
  event.preventDefault();
  FORMS[event.target.dataset.form](event.target);
}

function onCancel(event) {
  event.preventDefault();
  void slack.close(event.target.dataset.value);
}

async function post(path) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) change({ ...state, notice: await response.text() });
}

async function openObject(key) {
  const response = await fetch(`/archive?key=${encodeURIComponent(key)}`);
  const text = await response.text();
  change(response.ok ? { ...state, openedObject: { key, text } } : { ...state, notice: text });
}

function change(next) {
  state = next;
  if (isDrawing) return;

  isDrawing = true;
  requestAnimationFrame(draw);
}

function draw() {
  isDrawing = false;
  if (document.hasFocus()) state = markRead(state);
  const followed = [...app.querySelectorAll('[data-scroll="bottom"]')].filter(isAtBottom);
  const known = new Set(app.querySelectorAll('[data-scroll="bottom"]'));
  const mistakes = countMistakes(app);
  patch(app, renderPage(state, new Date()));
  syncDialogs(app);
  focusMistake(app, mistakes);
  for (const element of app.querySelectorAll('[data-scroll="bottom"]'))
    if (followed.includes(element) || !known.has(element)) element.scrollTop = element.scrollHeight;
}

function isAtBottom({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
}
