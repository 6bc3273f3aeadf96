// The organisation's directory (LDAP): what is set, what came of the last reading, and what can be done now.
import { html, useState } from '/console/htm.js';
import { get, post } from '/console/api.js';
import { say, sayBoth } from '/console/said.js';
import { number, t, time } from '/console/words.js';
import { Badge, Card, Form, Loaded, Notice, Table, useLoaded } from '/console/ui.js';

function State({ fact }) {
  return html`<dl class="facts">
    <div><dt>${t('directory.accounts')}</dt><dd>${number(fact.accounts)}</dd></div>
    <div><dt>${t('directory.last')}</dt><dd>${fact.lastAt ? time(fact.lastAt) : t('directory.never')}</dd></div>
    <div><dt>${t('directory.well')}</dt><dd>${fact.succeededAt ? time(fact.succeededAt) : t('directory.never')}</dd></div>
    <div><dt>${t('state')}</dt><dd>${fact.reading ? html`<${Badge} kind="warn">${t('directory.reading')}<//>`
      : !fact.lastAt ? html`<${Badge}>${t('directory.never')}<//>`
      : fact.lastAt === fact.succeededAt ? html`<${Badge} kind="good">${t('directory.good')}<//>` : html`<${Badge} kind="bad">${t('directory.bad')}<//>`}</dd></div></dl>
    ${fact.last && html`<p class="small">${say(fact.last)}</p>`}`;
}

function Came({ came }) {
  const lists = ['steps', 'failed', 'refused'].filter(one => came.fact[one] && came.fact[one].length);
  return html`<div role="status"><${Notice} kind=${came.fact.warning || (came.fact.failed || []).length ? 'warn' : 'good'}>
      <strong>${t('directory.' + came.what + '.over')}</strong> ${say(came.fact.summary || '')}<//>
    ${came.fact.warning && html`<${Notice} kind="bad">${say(came.fact.warning)}<//>`}
    ${lists.map(one => html`<h3>${t('directory.' + came.what + '.' + one)}</h3><ul class="small">${came.fact[one].map(line => html`<li>${sayBoth(line)}</li>`)}</ul>`)}</div>`;
}

export function Directory({ session }) {
  const [state, load] = useLoaded(() => get('/ldap'));
  const [came, setCame] = useState(null);
  const doing = what => async () => { setCame(null); try { setCame({ what, fact: await post('/ldap/' + what, {}) }); } finally { load(); } };
  const ways = ['test', 'check', ...(session.role === 'auditor' ? [] : ['sync'])];
  return html`<${Card} title=${t('directory.title')} tools=${html`<button onClick=${load}>${t('reload')}</button>`}>
    <p class="small quiet">${t('directory.lead')}</p>
    <${Loaded} state=${state} load=${load}>${fact => fact.on ? html`<${State} fact=${fact} />
      ${ways.map(what => html`<p class="small quiet">${t('directory.' + what + '.lead')}</p><${Form} button=${t('directory.' + what)} send=${doing(what)} />`)}
      ${came && html`<${Came} came=${came} />`}` : html`<p class="empty">${t('directory.off')}</p>`}<//><//>
    ${state.value && state.value.on && html`<${Card} title=${t('directory.settings')}>
      <${Table} caption=${t('directory.settings.caption')} rows=${Object.entries(state.value.settings)} empty="" columns=${[
        { label: t('settings.key'), cell: ([key]) => html`<span class="mono key">${key}</span>` },
        { label: t('settings.value'), cell: ([, value]) => value === '' ? html`<span class="quiet">${t('settings.unset')}</span>` : value }]} /><//>`}`;
}
