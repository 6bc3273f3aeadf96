// The REST API, as the pages use it.
let csrf = '';
let ended = () => {};

export class Problem extends Error {
  constructor(status, detail) { super(detail); this.status = status; }
}

export function onEnded(listener) { ended = listener; }

async function send(method, path, body, headers) {
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
  if (answer.ok) return answer;
  let detail = answer.statusText;
  try { detail = (await answer.json()).detail || detail; } catch { /* no JSON: the status says it */ }
  if (answer.status === 401 && path !== '/session') ended();
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
  const session = await json('GET', '/session');
  csrf = session.csrf;
  return session;
}

export async function logIn(name, password, code) {
  const session = await json('POST', '/session', { name, password, code });
  csrf = session.csrf;
  return session;
}

export async function logOut() {
  await json('DELETE', '/session');
  csrf = '';
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
  const source = new EventSource('/api/v1/live');
  source.onmessage = event => onLook(JSON.parse(event.data));
  source.addEventListener('ended', () => { source.close(); ended(); });
  source.onerror = onLost;
  return () => source.close();
}

export const part = encodeURIComponent;
