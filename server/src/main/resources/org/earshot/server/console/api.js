// The REST API, as the pages use it.
const AUTOMATIC = { 'X-Earshot-Automatic': 'yes' }; // then the session is as idle as before
const PAUSE = 15000;

let csrf = '';
let session = null;
let usedAt = 0;
let timer = 0;
let ended = () => {};

export class Problem extends Error {
  constructor(status, detail) { super(detail); this.status = status; }
}

export function onEnded(listener) { ended = listener; }

function begun(one) {
  session = one;
  csrf = one.csrf;
  usedAt = Date.now();
  watch(0);
  return one;
}

function over() {
  clearTimeout(timer);
  if (!session) return;
  const { name } = session;
  session = null;
  csrf = '';
  ended(name);
}

// Whether the session goes on is asked when it may have ended: a page on which nothing happens has to say so too, and to hide what it shows.
function watch(least) {
  clearTimeout(timer);
  const due = Math.min(usedAt + session.idleSeconds * 1000, new Date(session.endsAt).getTime()) - Date.now();
  timer = setTimeout(look, Math.min(Math.max(due, least) + 500, 2 ** 31 - 1));
}

async function look() {
  try {
    await refresh();
  } catch (e) {
    if (e.status === 401) over();
  }
  if (session) watch(PAUSE);
}

// Another page of this browser may have logged in anew: then the token of before serves no more.
async function refresh() {
  const now = await json('GET', '/session', undefined, AUTOMATIC);
  if (session && (now.name !== session.name || now.role !== session.role)) location.reload();
  csrf = now.csrf;
  session = session && now;
}

async function send(method, path, body, headers, again) {
  let answer;
  try {
    answer = await fetch('/api/v1' + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(csrf ? { 'X-Earshot-CSRF': csrf } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch {
    throw new Problem(0, '');
  }
  if (answer.ok) {
    if (!headers?.['X-Earshot-Automatic']) usedAt = Date.now();
    return answer;
  }
  if (answer.status === 403 && method !== 'GET' && session && !again) {
    const before = csrf;
    await refresh().catch(() => {});
    if (csrf !== before) return send(method, path, body, headers, true);
  }
  let detail = answer.statusText;
  try { detail = (await answer.json()).detail || detail; } catch { /* no JSON: the status says it */ }
  if (answer.status === 401 && path !== '/session') over();
  throw new Problem(answer.status, detail);
}

async function json(method, path, body, headers) {
  const answer = await send(method, path, body, headers);
  return answer.status === 204 ? {} : answer.json();
}

export const get = path => json('GET', path);
export const post = (path, body = {}) => json('POST', path, body);
export const put = (path, body = {}) => json('PUT', path, body);
export const remove = path => json('DELETE', path);

export async function current() {
  return begun(await json('GET', '/session'));
}

export async function logIn(name, password, code) {
  return begun(await json('POST', '/session', { name, password, code }));
}

export async function logOut() {
  try {
    await json('DELETE', '/session');
  } finally {
    clearTimeout(timer);
    session = null;
    csrf = '';
  }
}

export async function download(path, body, fileName) {
  const answer = await send('POST', path, body);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  return answer.headers;
}

// What goes on, until the returned function is called.
export function live(onLook, onLost) {
  let source;
  let later = 0;
  const open = () => {
    source = new EventSource('/api/v1/live');
    source.onmessage = event => onLook(JSON.parse(event.data));
    source.addEventListener('ended', () => { source.close(); over(); });
    source.onerror = () => {
      onLost();
      // a browser tries again by itself where it was cut off, and not where it was refused, as after the server's restart
      if (source.readyState === EventSource.CLOSED) { look(); later = setTimeout(open, 5000); }
    };
  };
  open();
  return () => { clearTimeout(later); source.close(); };
}

export const part = encodeURIComponent;
