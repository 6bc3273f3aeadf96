// Accounts and groups.
import { html, useState } from '/console/htm.js';
import { download, get, part, post, put, remove } from '/console/api.js';
import { say } from '/console/said.js';
import { name, t, time } from '/console/words.js';
import { Card, Choice, Confirm, Dialog, Field, Form, Head, Loaded, Notice, Secret, Table, Tabs, useLoaded } from '/console/ui.js';

const PAGE = 50;
const PHONES = ['Linphone', 'baresip', 'Yealink', 'Snom', 'Grandstream', 'Poly'];

export function NewAccount({ onClose, onMade }) {
  return html`<${Dialog} title=${t('people.new')} onClose=${onClose}>
    <${Form} button=${t('people.make')} onCancel=${onClose} send=${async f => {
      await post('/accounts', { name: f.name.trim(), displayName: f.displayName.trim(), password: f.password, md5: !!f.md5 }); onMade(); }}>
      <${Field} label=${t('people.name')} hint=${t('people.name.hint')} name="name" required autocapitalize="none" spellcheck="false" />
      <${Field} label=${t('people.display')} name="displayName" />
      <${Field} label=${t('login.password')} name="password" type="password" required autocomplete="new-password" />
      <label class="check"><input type="checkbox" name="md5" />${t('people.md5')}</label><//><//>`;
}

export function Invite({ onClose }) {
  const [made, setMade] = useState(null);
  if (made) return html`<${Secret} title=${t('people.invite')} text=${t('people.invite.once', { at: time(made.expiresAt) })} secret=${made.link} onClose=${onClose} />`;
  return html`<${Dialog} title=${t('people.invite')} onClose=${onClose}><p class="small quiet">${t('people.invite.lead')}</p>
    <${Form} button=${t('people.invite.make')} onCancel=${onClose} send=${async f => {
      setMade(await post('/invitations', { ...(f.name.trim() ? { name: f.name.trim() } : {}), days: Number(f.days) })); }}>
      <${Field} label=${t('people.name')} hint=${t('people.invite.name')} name="name" autocapitalize="none" spellcheck="false" />
      <${Field} label=${t('people.invite.days')} name="days" type="number" min="1" max="90" defaultValue="7" required /><//><//>`;
}

// Spreadsheets write tables in UTF-8, in UTF-16 or, on Windows, in the code page of the machine: what is no UTF-8 is that of western Europe.
function textOf(bytes) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export function Import({ onClose, onMade }) {
  const [csv, setCsv] = useState('');
  const [answer, setAnswer] = useState(null);
  const run = async dryRun => { const one = await post('/accounts/import', { csv, dryRun }); setAnswer(one); if (!dryRun) onMade(); };
  const bad = answer ? answer.lines.filter(line => line.problem) : [];
  const made = answer && !answer.dryRun ? answer.lines.filter(line => line.password) : [];
  return html`<${Dialog} title=${t('import.title')} onClose=${onClose}>
    <p class="quiet small">${t('import.lead')}</p>
    <${Form} button=${answer?.dryRun && answer.good ? t('import.make', { n: answer.good }) : t('import.try')} onCancel=${onClose}
      send=${() => run(!(answer?.dryRun && answer.good))}>
      <label><span>${t('import.file')}</span><input type="file" accept=".csv,text/csv" onChange=${async e => { const [file] = e.target.files; setAnswer(null); setCsv(file ? textOf(await file.arrayBuffer()) : ''); }} /></label>
      <${Field} label=${t('import.text')} type="textarea" value=${csv} onInput=${e => { setAnswer(null); setCsv(e.target.value); }} required placeholder=${'name,displayName,password\nanna,Anna Müller,'} /><//>
    ${answer && html`<${Notice} kind=${bad.length ? 'warn' : 'good'}>${answer.dryRun
      ? [t('import.tried'), t('import.good', { n: answer.good }), bad.length > 0 && t('import.bad', { n: answer.bad })].filter(Boolean).join(' ')
      : [t('import.made', { n: answer.good }), bad.length > 0 && t('import.left', { n: answer.bad })].filter(Boolean).join(' ')}
      ${bad.length > 0 && html`<ul>${bad.slice(0, 20).map(line => html`<li>${t('import.line', { ...line, problem: say(line.problem) })}</li>`)}</ul>`}<//>`}
    ${made.length > 0 && html`<p>${t('import.passwords')}</p><pre>${made.map(line => line.name + '\t' + line.password).join('\n')}</pre>`}<//>`;
}

function Accounts({ session }) {
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(['']);
  const [dialog, setDialog] = useState(null);
  const after = pages.at(-1);
  const [state, load] = useLoaded(
    () => get(`/accounts?limit=${PAGE + 1}&search=${part(search)}&after=${part(after)}`), [search, after]);
  const close = () => setDialog(null);
  const done = () => { close(); load(); };
  const changes = session.role !== 'auditor';
  const user = account => name(account.address).split('@')[0];
  return html`<${Card} title=${t('people.accounts')} tools=${changes && html`<button onClick=${() => setDialog(html`<${Import} onClose=${done} onMade=${load} />`)}>${t('import.button')}</button>
      <button onClick=${() => setDialog(html`<${Invite} onClose=${close} />`)}>${t('people.invite')}</button>
      <button class="primary" onClick=${() => setDialog(html`<${NewAccount} onClose=${close} onMade=${done} />`)}>${t('people.new')}</button>`}>
    <${Field} label=${t('search')} type="search" value=${search} onInput=${e => { setPages(['']); setSearch(e.target.value); }} />
    <${Loaded} state=${state} load=${load}>${list => html`
      <${Table} caption=${t('people.caption')} rows=${list.slice(0, PAGE)} empty=${search ? t('people.none', { search }) : t('people.empty')} columns=${[
        { label: t('people.display'), cell: a => html`<strong>${a.displayName || user(a)}</strong>` },
        { label: t('address'), cell: a => html`<span class="mono">${name(a.address)}</span>` },
        { label: t('since'), cell: a => time(a.createdAt) },
        ...(changes ? [{ label: t('actions'), end: true, cell: a => html`
          <button class="plain" onClick=${() => setDialog(html`<${Dialog} title=${t('people.password.of', { name: user(a) })} onClose=${close}>
            <p class="small quiet">${t('people.password.lead')}</p><${Form} button=${t('people.password.set')} onCancel=${close} send=${async f => { await put(`/accounts/${part(user(a))}/password`, { password: f.password }); close(); }}>
            <${Field} label=${t('login.password')} name="password" type="password" required autocomplete="new-password" /><//><//>`)}>${t('people.password')}</button>
          <button class="plain" onClick=${() => setDialog(html`<${Dialog} title=${t('people.phone.of', { name: user(a) })} onClose=${close}>
            <p class="small quiet">${t('people.phone.lead')}</p><${Form} button=${t('people.phone.make')} onCancel=${close} send=${async f => {
              const made = await post(`/accounts/${part(user(a))}/devices`, { label: f.label });
              setDialog(html`<${Secret} title=${t('people.phone.made')} text=${t('people.phone.once')} secret=${made.password} onClose=${close} />`); }}>
            <${Field} label=${t('people.phone.label')} name="label" required /><//>
            <p class="small quiet">${t('people.phone.file.lead')}</p><${Form} button=${t('people.phone.file')} send=${async f => {
              const made = await post(`/accounts/${part(user(a))}/phone-files`, { label: f.label, phone: f.phone, encryption: f.plain ? 'offered' : 'demanded' });
              setDialog(html`<${Secret} title=${t('people.phone.file.made')} text=${t('people.phone.file.once', { at: time(made.expiresAt) })} secret=${made.link} onClose=${close} />`); }}>
            <${Field} label=${t('people.phone.label')} name="label" required />
            <${Choice} label=${t('people.phone.file.kind')} name="phone" options=${PHONES.map(one => [one.toLowerCase(), one])} />
            <label class="check"><input type="checkbox" name="plain" />${t('people.phone.file.plain')}</label><//><//>`)}>${t('people.phone')}</button>
          <button class="plain" onClick=${() => setDialog(html`<${Confirm} title=${t('people.close.of', { name: user(a) })} text=${t('people.close.text')} button=${t('people.close')}
            action=${async () => { await post(`/accounts/${part(user(a))}/close`, {}); load(); }} onClose=${close} />`)}>${t('people.close')}</button>
          <button class="plain danger" onClick=${() => setDialog(html`<${Confirm} title=${t('people.delete.of', { name: user(a) })} text=${t('people.delete.text')} button=${t('delete')}
            action=${async () => { await remove(`/accounts/${part(user(a))}`); load(); }} onClose=${close} />`)}>${t('delete')}</button>` }] : []),
      ]} />
      <div class="actions"><button disabled=${pages.length < 2} onClick=${() => setPages(pages.slice(0, -1))}>${t('previous')}</button>
        <button disabled=${list.length <= PAGE} onClick=${() => setPages([...pages, list[PAGE - 1].address])}>${t('next')}</button></div>`}<//>
    ${dialog}<//>`;
}

function Anonymised({ of, fact, onClose }) {
  return html`<${Dialog} title=${t('people.anonymise.done', { name: of, pseudonym: name(fact.pseudonym || '') })} onClose=${onClose}><ul>
    ${Object.entries(fact.gone).map(([about, n]) => html`<li>${t('people.anonymise.gone', { text: `${about}, ${n}` })}</li>`)}
    ${fact.stays.map(text => html`<li>${t('people.anonymise.stays', { text })}</li>`)}
    <li>${t('people.anonymise.record', { text: fact.record })}</li></ul>
    <div class="actions"><button class="primary" onClick=${onClose}>${t('close')}</button></div><//>`;
}

function Closed({ session }) {
  const [state, load] = useLoaded(() => get('/closed-accounts'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const officer = session.role === 'officer';
  const user = account => name(account.address).split('@')[0];
  const exporting = a => setDialog(html`<${Dialog} title=${t('people.export.of', { name: user(a) })} onClose=${close}>
    <p class="small quiet">${t('people.export.lead')}</p><${Form} button=${t('people.export')} onCancel=${close} send=${async f => {
      await download('/accounts/export', { name: user(a), content: !!f.content }, `${user(a)}.zip`); close(); }}>
      ${officer && html`<label class="check"><input type="checkbox" name="content" />${t('people.export.content')}</label>`}<//><//>`);
  const anonymising = a => setDialog(html`<${Dialog} title=${t('people.anonymise.of', { name: user(a) })} onClose=${close}>
    <p>${t('people.anonymise.text')}</p><${Form} button=${t('people.anonymise')} danger onCancel=${close} send=${async f => {
      const fact = await post(`/accounts/${part(user(a))}/anonymise`, { ground: f.ground });
      load(); setDialog(html`<${Anonymised} of=${user(a)} fact=${fact} onClose=${close} />`); }}>
      <${Field} label=${t('people.anonymise.ground')} hint=${t('people.anonymise.ground.hint')} name="ground" required maxlength="2000" /><//><//>`);
  return html`<${Card} title=${t('people.closed')}><p class="small quiet">${t('people.closed.lead')}</p>
    <${Loaded} state=${state} load=${load}>${list => html`<${Table} caption=${t('people.closed')} rows=${list} empty=${t('people.closed.empty')} columns=${[
      { label: t('people.display'), cell: a => html`<strong>${a.displayName || user(a)}</strong>` },
      { label: t('address'), cell: a => html`<span class="mono">${name(a.address)}</span>` },
      { label: t('since'), cell: a => time(a.closedAt) },
      ...(session.role !== 'auditor' ? [{ label: t('actions'), end: true, cell: a => html`
        <button class="plain" onClick=${async () => { await post(`/accounts/${part(user(a))}/open`, {}); load(); }}>${t('people.open')}</button>
        <button class="plain" onClick=${() => exporting(a)}>${t('people.export')}</button>
        ${officer && html`<button class="plain danger" onClick=${() => anonymising(a)}>${t('people.anonymise')}</button>`}` }] : []),
    ]} />`}<//>${dialog}<//>`;
}

function Groups({ session }) {
  const [state, load] = useLoaded(() => get('/groups'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const changes = session.role !== 'auditor';
  const group = one => name(one.address).split('@')[0];
  const Members = ({ one }) => html`<${Dialog} title=${t('groups.members.of', { name: group(one) })} onClose=${close}>
    <${Table} caption=${t('groups.members')} rows=${one.members} empty=${t('groups.nobody')} columns=${[
      { label: t('address'), cell: m => name(m.address) },
      { label: t('groups.owner'), cell: m => m.owner ? t('yes') : t('no') },
      { label: t('actions'), end: true, cell: m => html`<button class="plain danger" onClick=${async () => { await remove(`/groups/${part(group(one))}/members/${part(name(m.address).split('@')[0])}`); close(); load(); }}>${t('groups.remove')}</button>` }]} />
    <${Form} button=${t('groups.add')} onCancel=${close} send=${async f => { await put(`/groups/${part(group(one))}/members/${part(f.member.trim())}`, { owner: !!f.owner }); close(); load(); }}>
      <${Field} label=${t('people.name')} name="member" required /><label class="check"><input type="checkbox" name="owner" />${t('groups.as.owner')}</label><//><//>`;
  return html`<${Card} title=${t('people.groups')} tools=${changes && html`<button class="primary" onClick=${() => setDialog(html`<${Dialog} title=${t('groups.new')} onClose=${close}>
      <${Form} button=${t('groups.make')} onCancel=${close} send=${async f => { await post('/groups', { name: f.name.trim(), displayName: f.displayName, owners: [f.owner.trim()] }); close(); load(); }}>
      <${Field} label=${t('people.name')} name="name" required /><${Field} label=${t('people.display')} name="displayName" /><${Field} label=${t('groups.owner')} name="owner" required /><//><//>`)}>${t('groups.new')}</button>`}>
    <${Loaded} state=${state} load=${load}>${list => html`<${Table} caption=${t('groups.caption')} rows=${list} empty=${t('groups.empty')} columns=${[
      { label: t('people.display'), cell: g => html`<strong>${g.displayName || group(g)}</strong>` },
      { label: t('address'), cell: g => html`<span class="mono">${name(g.address)}</span>` },
      { label: t('groups.members'), cell: g => g.members.length },
      { label: t('groups.rules'), cell: g => [g.open && t('groups.open'), g.moderated && t('groups.moderated')].filter(Boolean).join(', ') || t('groups.closed') },
      ...(changes ? [{ label: t('actions'), end: true, cell: g => html`<button class="plain" onClick=${() => setDialog(html`<${Members} one=${g} />`)}>${t('groups.members')}</button>
        <button class="plain danger" onClick=${() => setDialog(html`<${Confirm} title=${t('groups.delete.of', { name: group(g) })} text=${t('groups.delete.text')} button=${t('delete')} action=${async () => { await remove(`/groups/${part(group(g))}`); load(); }} onClose=${close} />`)}>${t('delete')}</button>` }] : []),
    ]} />`}<//>${dialog}<//>`;
}

export function People({ session }) {
  const [tab, setTab] = useState('accounts');
  return html`<${Head} title=${t('page.people')} lead=${t('people.lead')} />
    <${Tabs} chosen=${tab} choose=${setTab} tabs=${[['accounts', t('people.accounts')], ['groups', t('people.groups')], ['closed', t('people.closed')]]}>
    ${tab === 'accounts' && html`<${Accounts} session=${session} />`}
    ${tab === 'groups' && html`<${Groups} session=${session} />`}
    ${tab === 'closed' && html`<${Closed} session=${session} />`}<//>`;
}
