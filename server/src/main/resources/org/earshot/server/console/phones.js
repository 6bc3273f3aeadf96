// Who is registered, and where.
import { html, useState } from '/console/htm.js';
import { get, part, post } from '/console/api.js';
import { name, t, time } from '/console/words.js';
import { Badge, Card, Confirm, Field, Head, Loaded, Table, useLoaded } from '/console/ui.js';

const PAGE = 100;

export function Phones({ session }) {
  const [pages, setPages] = useState(['']);
  const [search, setSearch] = useState('');
  const after = pages.at(-1);
  const [state, load] = useLoaded(
    () => get(`/bindings?limit=${PAGE + 1}&search=${part(search)}&after=${part(after)}`), [search, after]);
  const [waiting, loadWaiting] = useLoaded(() => get('/messages/waiting'));
  const [ending, setEnding] = useState(null);
  // whole addresses: those of the last one may be more than the page has room for
  const last = rows => rows[Math.min(PAGE, rows.length) - 1].address;
  const shown = rows => rows.length <= PAGE ? rows : rows.filter(row => row.address <= last(rows));
  return html`<${Head} title=${t('page.phones')} lead=${t('phones.lead')}><button onClick=${() => { load(); loadWaiting(); }}>${t('reload')}</button><//>
    <${Card} title=${t('phones.registered')}>
      <${Field} label=${t('search')} type="search" value=${search} onInput=${e => { setPages(['']); setSearch(e.target.value); }} />
      <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('phones.caption', { n: shown(rows).length })} rows=${shown(rows)} empty=${search ? t('phones.none') : t('phones.empty')} columns=${[
        { label: t('address'), cell: b => html`<div class="wide"><strong>${name(b.address)}</strong></div>` },
        { label: t('phones.kind'), cell: b => b.userAgent || html`<span class="quiet">${t('phones.unknown')}</span>` },
        { label: t('phones.transport'), cell: b => html`<${Badge} kind=${['TLS', 'WSS'].includes(b.transport) ? 'good' : 'warn'}>${b.transport}<//>` },
        { label: t('phones.from'), cell: b => html`<span class="mono key">${b.from.replace(/^\//, '')}</span>${b.nat && html` <${Badge}>NAT<//>`}
          <div class="small quiet">${t(b.connection ? 'phones.flow' : 'phones.flow.none', { node: b.node, number: b.connection })}</div>` },
        { label: t('phones.contact'), cell: b => html`<span class="mono">${b.contact.split(/(?=;)/).map(one => html`<wbr />${one}`)}</span>` },
        { label: t('phones.until'), cell: b => time(b.expiresAt) },
        ...(session.role === 'auditor' ? [] : [{ label: t('actions'), end: true, cell: b => html`<button class="plain danger" onClick=${() => setEnding(b)}>${t('phones.end')}</button>` }]),
      ]} />
      <div class="actions"><button disabled=${pages.length < 2} onClick=${() => setPages(pages.slice(0, -1))}>${t('previous')}</button>
        <button disabled=${rows.length <= PAGE} onClick=${() => setPages([...pages, last(rows)])}>${t('next')}</button></div>`}<//><//>
    <${Card} title=${t('phones.waiting')}><${Loaded} state=${waiting} load=${loadWaiting}>${rows => html`<${Table} caption=${t('phones.waiting.caption')} rows=${rows} empty=${t('phones.waiting.empty')} columns=${[
      { label: t('address'), cell: w => name(w.address) },
      { label: t('phones.device'), cell: w => html`<span class="mono">${w.device || '–'}</span>` },
      { label: t('phones.count'), cell: w => w.waiting },
      { label: t('phones.oldest'), cell: w => time(w.oldest) }]} />`}<//><//>
    ${ending && html`<${Confirm} title=${t('phones.end.title')} text=${t('phones.end.text', { name: name(ending.address) })} button=${t('phones.end')}
      action=${async () => { await post('/bindings/end', { address: ending.address, contact: ending.contact }); load(); }} onClose=${() => setEnding(null)} />`}`;
}
