// The console: who has logged in, which page, and the frame around it.
import { html, render, useEffect, useState } from '/console/htm.js';
import * as api from '/console/api.js';
import { choose, chosen, load, t } from '/console/words.js';
import { FirstRun, LogIn } from '/console/gate.js';
import { Live } from '/console/live.js';
import { People } from '/console/people.js';
import { Phones } from '/console/phones.js';
import { Calls } from '/console/calls.js';
import { Routing } from '/console/routing.js';
import { Security } from '/console/security.js';
import { Compliance } from '/console/compliance.js';
import { Settings } from '/console/settings.js';
import { Start } from '/console/start.js';

const PAGES = [
  ['live', Live, 'M3 12h4l3-8 4 16 3-8h4'],
  ['people', People, 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21a7 7 0 0 1 14 0M17 11a4 4 0 0 0 0-8M22 21a7 7 0 0 0-5-6.7'],
  ['phones', Phones, 'M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2ZM11 18h2'],
  ['calls', Calls, 'M5 3h4l2 5-2.5 2a12 12 0 0 0 5.500 5.500L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2Z'],
  ['routing', Routing, 'M6 3v12M6 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM18 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM18 9a9 9 0 0 1-9 9'],
  ['security', Security, 'M12 2 4 5v6c0 5 3.400 9 8 11 4.600-2 8-6 8-11V5l-8-3ZM9 12l2 2 4-4'],
  ['compliance', Compliance, 'M14 3v4a1 1 0 0 0 1 1h4M17 21H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2ZM9 13h6M9 17h4'],
  ['settings', Settings, 'M4 6h10M18 6h2M4 12h2M10 12h10M4 18h8M16 18h4M16 4v4M8 10v4M14 16v4'],
];

function pageOf(hash) {
  const name = hash.replace(/^#\//, '').split('?')[0];
  return name === 'start' ? ['start', Start] : PAGES.find(([key]) => key === name) || PAGES[0];
}

function Language() {
  const [, again] = useState(0);
  return html`<select aria-label=${t('language')} value=${chosen()} onChange=${async event => {
    await choose(event.target.value); again(n => n + 1); window.dispatchEvent(new Event('earshot-language')); }}>
    <option value="en">English</option><option value="de">Deutsch</option></select>`;
}

function Frame({ session, hash, onOut }) {
  const [key, Page] = pageOf(hash);
  useEffect(() => { window.scrollTo(0, 0); document.querySelector('main h1')?.focus({ preventScroll: true });
    document.querySelector('nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' }); }, [key]);
  return html`<a class="skip" href="#content" onClick=${event => { event.preventDefault(); document.querySelector('main h1')?.focus(); }}>${t('skip')}</a>
    <div class="frame">
      <header class="side">
        <div class="brand"><img src="/console/icon.svg" alt="" /><div>Earshot<small>${session.domain}</small></div></div>
        <nav aria-label=${t('pages')}><ul>${PAGES.map(([name, , icon]) => html`<li><a href=${'#/' + name}
          aria-current=${name === key ? 'page' : undefined}><svg viewBox="0 0 24 24" aria-hidden="true"><path d=${icon} /></svg>${t('page.' + name)}</a></li>`)}</ul></nav>
        <div class="who"><div><strong>${session.name}</strong><div class="small quiet">${t('role.' + session.role)}</div></div>
          <div class="row"><${Language} /><button onClick=${onOut}>${t('logout')}</button></div></div>
      </header>
      <main id="content"><${Page} session=${session} key=${key + chosen()} /></main>
    </div>`;
}

function App() {
  const [session, setSession] = useState(undefined);
  const [ended, setEnded] = useState(''); // whose session has
  const [hash, setHash] = useState(location.hash);
  const [, again] = useState(0);
  useEffect(() => {
    api.onEnded(name => { setSession(null); setEnded(name); });
    const moved = () => setHash(location.hash);
    const spoken = () => again(n => n + 1);
    addEventListener('hashchange', moved);
    addEventListener('earshot-language', spoken);
    api.current().then(setSession, () => setSession(null));
    return () => { removeEventListener('hashchange', moved); removeEventListener('earshot-language', spoken); };
  }, []);
  const enter = one => { setEnded(''); setSession(one); if (!location.hash.startsWith('#/')) location.hash = location.hash.startsWith('#setup=') ? '#/start' : '#/live'; };
  if (session === undefined) return html`<p class="visually-hidden" role="status">${t('loading')}</p>`;
  if (hash.startsWith('#setup=')) return html`<${FirstRun} token=${hash.slice('#setup='.length)} onIn=${enter} />`;
  if (session === null) return html`<${LogIn} ended=${ended} why=${hash.startsWith('#login=') ? hash.slice('#login='.length) : ''} onIn=${enter} language=${html`<${Language} />`} />`;
  return html`<${Frame} session=${session} hash=${hash} onOut=${async () => {
    try { await api.logOut(); } finally { setSession(null); } }} />`;
}

await load();
render(html`<${App} />`, document.getElementById('app'));
