// Trunks and how they are, who may dial what, and what would become of a number.
import { html, useState } from '/console/htm.js';
import { get, part } from '/console/api.js';
import { say } from '/console/said.js';
import { number, t, time } from '/console/words.js';
import { Badge, Card, Field, Form, Head, Loaded, Notice, Table, useLoaded } from '/console/ui.js';

const KIND = { up: 'good', down: 'bad' };
const who = names => names.map(one => one === 'everybody' ? t('routing.everybody') : one.replace(/^group:/, t('routing.group') + ' ')).join(', ');

function Trunks() {
  const [trunks, load] = useLoaded(() => get('/trunks'));
  return html`<${Card} title=${t('routing.trunks')} tools=${html`<button onClick=${load}>${t('reload')}</button>`}>
    <p class="small quiet">${t('routing.trunks.lead')}</p>
    <${Loaded} state=${trunks} load=${load}>${rows => html`<${Table} caption=${t('routing.trunks.caption')} rows=${rows} empty=${t('routing.trunks.empty')} columns=${[
      { label: t('routing.trunk'), cell: k => html`<strong>${k.name}</strong><br /><span class="small quiet mono key">${k.address}</span>` },
      { label: t('state'), cell: k => html`<${Badge} kind=${KIND[k.state] || ''}>${t('routing.state.' + k.state)}<//><br /><span class="small quiet">${say(k.reason)}</span>` },
      { label: t('since'), cell: k => k.since ? time(k.since) : '–' },
      { label: t('routing.calls'), cell: k => t('routing.calls.of', { n: number(k.calls), most: number(k.maxCalls) }) },
      { label: t('routing.counts'), cell: k => t('routing.counts.of', { out: number(k.out), in: number(k.in), failed: number(k.failed) }) },
      { label: t('routing.shown'), cell: k => html`<span class="mono">${k.number}</span>` }]} />`}<//><//>`;
}

function Test() {
  const [found, setFound] = useState(null);
  return html`<${Card} title=${t('routing.test')}><p class="small quiet">${t('routing.test.lead')}</p>
    <${Form} button=${t('routing.test.do')} send=${async f => setFound(await get('/dialplan/test/' + part(f.number.trim()) + (f.from.trim() ? '?from=' + part(f.from.trim()) : '')))}>
      <${Field} label=${t('routing.number')} name="number" required maxlength="40" hint=${t('routing.number.hint')} />
      <${Field} label=${t('routing.from')} name="from" maxlength="64" hint=${t('routing.from.hint')} /><//>
    ${found && html`<div role="status"><${Notice} kind=${found.result === 'refused' ? 'warn' : 'good'}><strong>${t('routing.result.' + found.result)}:</strong> ${say(found.words.replace(/^(goes out: |is refused with )/, ''))}<//>
      <ol class="small">${found.steps.map(step => html`<li>${say(step)}</li>`)}</ol></div>`}<//>`;
}

function Plan() {
  const [plan, load] = useLoaded(() => get('/dialplan'));
  return html`<${Card} title=${t('routing.rules')} tools=${html`<button onClick=${load}>${t('reload')}</button>`}>
    <p class="small quiet">${t('routing.rules.lead')}</p>
    <${Loaded} state=${plan} load=${load}>${p => html`
      <${Table} caption=${t('routing.rules.caption')} rows=${p.rules} empty=${t('routing.rules.empty')} columns=${[
        { label: t('routing.rule'), cell: r => html`<strong>${r.name}</strong>` },
        { label: t('routing.pattern'), cell: r => html`<span class="mono">${r.pattern}</span>` },
        { label: t('routing.who'), cell: r => who(r.who) },
        { label: t('routing.change'), cell: r => [r.strip ? t('routing.strip', { n: r.strip }) : '', r.prepend ? t('routing.prepend', { digits: r.prepend }) : ''].filter(Boolean).join(', ') || '–' },
        { label: t('routing.by'), cell: r => r.trunks.join(', ') },
        { label: t('routing.premium'), cell: r => r.premium ? html`<${Badge} kind="warn">${t('routing.premium.yes')}<//>` : '–' }]} />
      <p class="small">${t('routing.emergency', { numbers: p.emergency.join(', ') || '–', trunks: p.emergencyTrunks.join(', ') || '–' })}</p>
      <p class="small">${t('routing.limits', { hour: number(p.callsPerHour), once: number(p.callsAtOnce) })}</p>
      <${Table} caption=${t('routing.numbers.caption')} rows=${p.numbers} empty=${t('routing.numbers.empty')} columns=${[
        { label: t('routing.ours'), cell: n => html`<strong class="mono">${n.number}</strong>` },
        { label: t('routing.rings'), cell: n => who(n.to) }]} />`}<//><//>`;
}

export function Routing() {
  return html`<${Head} title=${t('page.routing')} lead=${t('routing.lead')} /><${Trunks} /><${Test} /><${Plan} />`;
}
