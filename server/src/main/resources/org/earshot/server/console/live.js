// What goes on now.
import { html, useEffect, useState } from '/console/htm.js';
import * as api from '/console/api.js';
import { say, sayBoth } from '/console/said.js';
import { bytes, number, since, t, time } from '/console/words.js';
import { Address, Badge, Bar, Card, Head, Notice, Spark, Table } from '/console/ui.js';

const KEPT = 90; // three minutes

function Tile({ label, value, note, kind = '', children }) {
  return html`<dl class=${'tile ' + kind}><dt>${label}</dt><dd>${value ?? '–'}</dd>
    ${children && html`<dd class="note">${children}</dd>`}${note && html`<dd class="note">${note}</dd>`}</dl>`;
}

export const mosKind = mos => mos >= 4 ? 'good' : mos >= 3.1 ? 'warn' : 'bad';

export function Mos({ value }) {
  return value === undefined ? html`<span class="quiet">${t('calls.unheard')}</span>`
    : html`<${Badge} kind=${mosKind(value)}>${number(Math.round(value * 10) / 10)}<//>`;
}

export function Live() {
  const [looks, setLooks] = useState([]);
  const [lost, setLost] = useState(false);
  useEffect(() => api.live(
    look => { setLost(false); setLooks(before => [...before.slice(1 - KEPT), look]); },
    () => setLost(true)), []);
  const now = looks.at(-1);
  const series = key => looks.map(look => look[key]).filter(value => value !== undefined);
  if (!now) {
    return html`<${Head} title=${t('page.live')} lead=${t('live.lead')} />
      ${lost ? html`<${Notice} kind="bad">${t('live.lost')}<//>` : html`<p class="quiet" role="status">${t('loading')}</p>`}`;
  }
  const days = now.certificateDays;
  const warnings = now.warnings || [];
  return html`<${Head} title=${t('page.live')} lead=${t('live.lead')}>
      <${Badge} kind=${lost ? 'bad' : now.alarms.length ? 'bad' : 'good'}>${lost ? t('live.lost.short') : now.alarms.length ? t('live.alarms', { n: now.alarms.length }) : t('live.well')}<//><//>
    ${lost && html`<${Notice} kind="bad">${t('live.lost')}<//>`}
    ${now.alarms.length > 0 && html`<${Notice} kind="bad"><strong>${t('live.alarms.title')}</strong><ul>${now.alarms.map(one => html`<li>${sayBoth(one)}</li>`)}</ul><//>`}
    ${warnings.length > 0 && html`<${Notice} kind="warn"><strong>${t('live.warnings.title')}</strong><ul>${warnings.map(one => html`<li>${say(one)}</li>`)}</ul><//>`}
    <div class="tiles">
      <${Tile} label=${t('live.online')} value=${now.usersOnline === undefined ? undefined : number(now.usersOnline)} note=${t('live.phones', { n: now.phones ?? '–' })} />
      <${Tile} label=${t('live.calls')} value=${now.callsLive === undefined ? undefined : number(now.callsLive)}><${Spark} values=${series('callsLive')} label=${t('live.trend')} /><//>
      <${Tile} label=${t('live.messages')} value=${now.messagesPerSecond === undefined ? undefined : number(now.messagesPerSecond)}><${Spark} values=${series('messagesPerSecond')} label=${t('live.trend')} /><//>
      <${Tile} label=${t('live.cpu')} value=${now.cpu === undefined ? undefined : Math.round(now.cpu * 100) + ' %'} kind=${now.cpu > 0.9 ? 'warn' : ''}><${Spark} values=${series('cpu')} label=${t('live.trend')} /><//>
      <${Tile} label=${t('live.memory')} value=${bytes(now.memoryUsed)} note=${t('live.memory.of', { most: bytes(now.memoryMost) })}><${Bar} part=${now.memoryUsed / now.memoryMost} label=${t('live.memory')} /><//>
      <${Tile} label=${t('live.waiting')} value=${now.messagesWaiting === undefined ? undefined : number(now.messagesWaiting)} note=${t('live.waiting.note')} />
      <${Tile} label=${t('live.archive')} value=${number(now.archiveWaiting)} kind=${now.archiveWaiting > 0 ? 'warn' : ''} note=${now.archiveWaiting > 0 ? t('live.archive.late') : t('live.archive.note')} />
      <${Tile} label=${t('live.certificate')} value=${days === undefined ? undefined : t('live.days', { n: number(days) })} kind=${days === undefined ? '' : days < 7 ? 'bad' : days < 21 ? 'warn' : ''} note=${days === undefined ? t('live.certificate.none') : ''} />
    </div>
    <div class="two">
      <${Card} title=${t('live.calls.title')}>
        <${Table} caption=${t('live.calls.caption')} rows=${now.calls} empty=${t('live.calls.empty')} columns=${[
          { label: t('from'), cell: c => html`<${Address} of=${c.from} />` },
          { label: t('to'), cell: c => html`<${Address} of=${c.to} />` },
          { label: t('calls.lasts'), cell: c => html`<span class="nowrap">${since(c.since, now.at)}</span>` },
          { label: t('calls.mos'), cell: c => html`<${Mos} value=${c.mos} />` },
        ]} /><//>
      <${Card} title=${t('live.checks.title')}>
        <${Table} caption=${t('live.checks.caption')} rows=${now.checks} empty=${t('live.checks.empty')} columns=${[
          { label: t('live.check'), cell: c => c.check },
          { label: t('state'), cell: c => c.good ? html`<${Badge} kind="good">${t('good')}<//>` : html`<${Badge} kind="bad">${t('failed')}<//> ${say(c.problem)}` },
        ]} />
        <p class="small quiet">${t('live.at', { at: time(now.at) })}</p><//>
    </div>`;
}
