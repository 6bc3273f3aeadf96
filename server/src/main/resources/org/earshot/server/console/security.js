// Who tried what, who has which role, and what they did.
import { html, useState } from '/console/htm.js';
import { get, part, post, remove } from '/console/api.js';
import { say } from '/console/said.js';
import { name, number, t, time } from '/console/words.js';
import { Badge, Card, Choice, Codes, Confirm, Dialog, Field, Form, Head, Loaded, Table, Tabs, When, useLoaded } from '/console/ui.js';
import { Tokens } from '/console/tokens.js';

function Tries() {
  const [paused, loadPaused] = useLoaded(() => get('/paused'));
  const [refused, loadRefused] = useLoaded(() => get('/audit?page=latest&limit=100&kind=administration-refused'));
  return html`<${Card} title=${t('security.paused')} tools=${html`<button onClick=${() => { loadPaused(); loadRefused(); }}>${t('reload')}</button>`}>
      <p class="small quiet">${t('security.paused.lead')}</p>
      <${Loaded} state=${paused} load=${loadPaused}>${rows => html`<${Table} caption=${t('security.paused.caption')} rows=${rows} empty=${t('security.paused.empty')} columns=${[
        { label: t('security.account'), cell: p => html`<strong>${p.account}</strong>` },
        { label: t('security.network'), cell: p => html`<span class="mono">${p.network}</span>` },
        { label: t('security.tries'), cell: p => p.failures }, { label: t('security.last'), cell: p => time(p.last) },
        { label: t('state'), cell: p => p.pausedUntil ? html`<${Badge} kind="warn">${t('security.until', { at: time(p.pausedUntil) })}<//>` : html`<${Badge}>${t('security.free')}<//>` }]} />`}<//><//>
    <${Card} title=${t('security.refused')}><${Loaded} state=${refused} load=${loadRefused}>${found => html`<${Table} caption=${t('security.refused.caption')} rows=${[...found.records].reverse()} empty=${t('security.refused.empty')} columns=${[
      { label: t('when'), cell: r => html`<${When} at=${r.time} />` }, { label: t('security.who'), cell: r => say(r.actor) }, { label: t('security.what'), cell: r => [r.action, r.subject].filter(Boolean).join(' ') },
      { label: t('security.why'), cell: r => r.outcome || '–' }]} />`}<//><//>`;
}

function Bans({ session }) {
  const [bans, loadBans] = useLoaded(() => get('/bans'));
  const [failed, loadFailed] = useLoaded(() => get('/failed-logins?days=7&limit=500'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const lifts = session.role !== 'auditor';
  return html`<${Card} title=${t('bans.title')} tools=${html`<button onClick=${() => { loadBans(); loadFailed(); }}>${t('reload')}</button>`}>
      <p class="small quiet">${t('bans.lead')}</p>
      <${Loaded} state=${bans} load=${loadBans}>${rows => html`<${Table} caption=${t('bans.caption')} rows=${rows} empty=${t('bans.empty')} columns=${[
        { label: t('security.network'), cell: b => html`<strong class="mono">${b.network}</strong>` },
        { label: t('security.why'), cell: b => t('bans.reason', { n: b.accounts }) },
        { label: t('since'), cell: b => time(b.since) },
        { label: t('bans.until'), cell: b => html`<${Badge} kind="bad">${time(b.until)}<//>` },
        { label: t('bans.dropped'), cell: b => number(b.dropped) },
        ...(lifts ? [{ label: t('actions'), end: true, cell: b => html`<button class="plain" aria-label=${t('bans.lift.of', { network: b.network })} onClick=${() => setDialog(html`<${Confirm} title=${t('bans.lift.of', { network: b.network })} text=${t('bans.lift.text')} button=${t('bans.lift')}
          action=${async () => { await post('/bans/lift', { network: b.network }); loadBans(); }} onClose=${close} />`)}>${t('bans.lift')}</button>` }] : [])]} />`}<//>${dialog}<//>
    <${Card} title=${t('failed.title')}>
      <p class="small quiet">${t('failed.lead')}</p>
      <${Loaded} state=${failed} load=${loadFailed}>${rows => html`<${Table} caption=${t('failed.caption')} rows=${rows} empty=${t('failed.empty')} columns=${[
        { label: t('failed.day'), cell: f => f.day }, { label: t('failed.kind'), cell: f => t('failed.kind.' + f.kind) },
        { label: t('security.account'), cell: f => f.account ? html`<strong>${f.account}</strong>` : html`<span class="quiet">${t('failed.nobody')}</span>` },
        { label: t('security.network'), cell: f => html`<span class="mono">${f.network || t('failed.many')}</span>` },
        { label: t('security.tries'), cell: f => number(f.times) }, { label: t('security.last'), cell: f => time(f.lastAt) }]} />`}<//><//>`;
}

function Audit() {
  const [pages, setPages] = useState(['latest']);
  const page = pages.at(-1);
  const [state, load] = useLoaded(() => get('/audit?limit=100&kind=administered&page=' + part(page)), [page]);
  return html`<${Card} title=${t('security.audit')}><${Loaded} state=${state} load=${load}>${found => html`
    <${Table} caption=${t('security.audit.caption')} rows=${[...found.records].reverse()} empty=${t('security.audit.empty')} columns=${[
      { label: t('when'), cell: r => html`<${When} at=${r.time} />` }, { label: t('security.who'), cell: r => say(r.actor) },
      { label: t('security.what'), cell: r => html`<strong>${r.action}</strong> ${r.subject || ''}` },
      { label: t('security.outcome'), cell: r => r.outcome ? html`<${Badge} kind=${r.outcome === 'done' ? 'good' : 'bad'}>${r.outcome}<//>` : html`<span class="quiet">${t('security.look')}</span>` },
      { label: t('record'), cell: r => html`<span class="mono">${r.record}</span>` }]} />
    <div class="actions"><button disabled=${pages.length < 2} onClick=${() => setPages(pages.slice(0, -1))}>${t('later')}</button>
      <button disabled=${!found.next} onClick=${() => setPages([...pages, found.next])}>${t('earlier')}</button></div>`}<//><//>`;
}

function Roles({ session }) {
  const [state, load] = useLoaded(() => get('/people'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const appoints = session.role === 'officer';
  return html`<${Card} title=${t('security.roles')} tools=${appoints && html`<button class="primary" onClick=${() => setDialog(html`<${Dialog} title=${t('roles.new')} onClose=${close}>
      <${Form} button=${t('roles.give')} onCancel=${close} send=${async f => {
        const made = await post('/people', { name: f.name.trim(), role: f.role, password: f.password }); load();
        setDialog(html`<${Dialog} title=${t('setup.app', { name: made.name })} onClose=${close}><${Codes} made=${made} /><div class="actions"><button class="primary" onClick=${close}>${t('close')}</button></div><//>`); }}>
        <${Field} label=${t('login.name')} name="name" required hint=${t('setup.name.hint')} />
        <${Choice} label=${t('roles.role')} name="role" options=${['administrator', 'officer', 'auditor'].map(r => [r, t('role.' + r)])} />
        <${Field} label=${t('login.password')} name="password" type="password" minlength="8" required autocomplete="new-password" /><//><//>`)}>${t('roles.new')}</button>`}>
    <p class="small quiet">${t('roles.lead')}</p>
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('roles.caption')} rows=${rows} empty=${t('roles.empty')} columns=${[
      { label: t('login.name'), cell: p => html`<div class="wide"><strong>${p.name}</strong>${p.subject && html`<br /><span class="small quiet mono">${t('roles.tied', { subject: p.subject, issuer: p.issuer })}</span>`}</div>` }, { label: t('roles.role'), cell: p => t('role.' + p.role) },
      { label: t('since'), cell: p => html`<${When} at=${p.appointedAt} />` }, { label: t('roles.by'), cell: p => say(p.appointedBy) },
      { label: t('state'), cell: p => p.removedAt ? html`<${Badge}>${t('roles.removed', { at: time(p.removedAt) })}<//>` : html`<${Badge} kind="good">${t('roles.active')}<//>` },
      ...(appoints ? [{ label: t('actions'), end: true, cell: p => html`${p.subject && html`<button class="plain" onClick=${() => setDialog(html`<${Confirm} title=${t('roles.untie.of', { name: p.name })} text=${t('roles.untie.text')} button=${t('roles.untie')} action=${async () => { await post('/people/' + part(p.name) + '/untie', {}); load(); }} onClose=${close} />`)}>${t('roles.untie')}</button>`}${p.removedAt || p.name === session.name ? '' : html`<button class="plain danger" onClick=${() => setDialog(html`<${Confirm} title=${t('roles.remove.of', { name: p.name })} text=${t('roles.remove.text')} button=${t('roles.remove')} action=${async () => { await remove('/people/' + part(p.name)); load(); }} onClose=${close} />`)}>${t('roles.remove')}</button>`}` }] : [])]} />`}<//>${dialog}<//>`;
}

function Held({ session }) {
  const [state, load] = useLoaded(() => get('/quarantine?limit=500'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const changes = session.role !== 'auditor';
  const ask = (f, what, action) => setDialog(html`<${Confirm} title=${t('held.' + what + '.of', { name: f.name })} text=${t('held.' + what + '.text')} button=${t('held.' + what)} action=${async () => { await action(); load(); }} onClose=${close} />`);
  return html`<${Card} title=${t('held.title')} tools=${html`<button onClick=${load}>${t('reload')}</button>`}>
    <p class="small quiet">${t('held.lead')}</p>
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('held.caption')} rows=${rows} empty=${t('held.empty')} columns=${[
      { label: t('held.file'), cell: f => html`<div class="wide"><strong>${f.name}</strong><br /><span class="small quiet">${t('held.bytes', { n: f.size })}</span></div>` },
      { label: t('held.why'), cell: f => say(f.reason) },
      { label: t('held.who'), cell: f => html`<div class="wide">${name(f.owner)}<br /><span class="small quiet">${f.recipients.map(name).join(', ')}</span></div>` },
      { label: t('since'), cell: f => html`<${When} at=${f.heldAt} />` }, { label: t('held.until'), cell: f => html`<${When} at=${f.expiresAt} />` },
      ...(changes ? [{ label: t('actions'), end: true, cell: f => html`<button class="plain" onClick=${() => ask(f, 'release', () => post('/quarantine/' + part(f.id) + '/release', {}))}>${t('held.release')}</button>
        <button class="plain danger" onClick=${() => ask(f, 'delete', () => remove('/quarantine/' + part(f.id)))}>${t('held.delete')}</button>` }] : [])]} />`}<//>${dialog}<//>`;
}

export function Security({ session }) {
  const [tab, setTab] = useState('tries');
  return html`<${Head} title=${t('page.security')} lead=${t('security.lead')} />
    <${Tabs} chosen=${tab} choose=${setTab} tabs=${[['tries', t('security.tries.tab')], ['bans', t('bans.tab')], ['audit', t('security.audit')], ['held', t('held.tab')], ['roles', t('security.roles')], ['tokens', t('tokens.tab')]]}>
    ${tab === 'tries' ? html`<${Tries} />` : tab === 'bans' ? html`<${Bans} session=${session} />` : tab === 'audit' ? html`<${Audit} />` : tab === 'held' ? html`<${Held} session=${session} />` : tab === 'roles' ? html`<${Roles} session=${session} />` : html`<${Tokens} session=${session} />`}<//>`;
}
