// Calls that go on, how they were heard, and what the record has of them.
import { html } from '/console/htm.js';
import { get, post } from '/console/api.js';
import { name, number, since, t, time } from '/console/words.js';
import { Card, Head, Loaded, Table, useLoaded } from '/console/ui.js';
import { Mos } from '/console/live.js';

const percent = value => value === undefined ? '–' : number(value) + ' %';
const ms = value => value === undefined ? '–' : number(Math.round(value)) + ' ms';
const mos = heard => heard?.mosListening ?? heard?.mosConversation;

export function Calls() {
  const [live, loadLive] = useLoaded(() => get('/calls'));
  const [heard, loadHeard] = useLoaded(() => get('/quality?limit=100'));
  const [ended, loadEnded] = useLoaded(() => post('/archive/search', { page: 'latest', kind: 'call-ended', limit: 100 }));
  return html`<${Head} title=${t('page.calls')} lead=${t('calls.lead')}><button onClick=${() => { loadLive(); loadHeard(); loadEnded(); }}>${t('reload')}</button><//>
    <${Card} title=${t('calls.live')}><${Loaded} state=${live} load=${loadLive}>${rows => html`<${Table} caption=${t('live.calls.caption')} rows=${rows} empty=${t('live.calls.empty')} columns=${[
      { label: t('from'), cell: c => name(c.from) }, { label: t('to'), cell: c => name(c.to) },
      { label: t('calls.lasts'), cell: c => since(c.since) }, { label: 'Call-ID', cell: c => html`<span class="mono">${c.callId}</span>` }]} />`}<//><//>
    <${Card} title=${t('calls.ended')}><${Loaded} state=${ended} load=${loadEnded}>${found => html`<${Table} caption=${t('calls.ended.caption')} rows=${[...found.records].reverse()} empty=${t('calls.ended.empty')} columns=${[
      { label: t('when'), cell: c => time(c.time) },
      { label: t('from'), cell: c => name(c.from) }, { label: t('to'), cell: c => name(c.to) },
      { label: t('calls.became'), cell: c => c.outcome || c.status || '–' },
      { label: t('record'), cell: c => html`<span class="mono">${c.record}</span>` }]} />`}<//><//>
    <${Card} title=${t('calls.heard')}><${Loaded} state=${heard} load=${loadHeard}>${rows => html`<${Table} caption=${t('calls.heard.caption')} rows=${rows} empty=${t('calls.heard.empty')} columns=${[
      { label: t('when'), cell: r => time(r.receivedAt) }, { label: t('calls.reporter'), cell: r => name(r.reporter) },
      { label: t('calls.other'), cell: r => name(r.remote) }, { label: t('calls.mos'), cell: r => html`<${Mos} value=${mos(r.heardHere)} />` },
      { label: t('calls.loss'), cell: r => percent(r.heardHere.lossPercent) }, { label: t('calls.jitter'), cell: r => ms(r.heardHere.jitterMs) },
      { label: t('calls.delay'), cell: r => ms(r.heardHere.rttMs) }, { label: t('calls.codec'), cell: r => r.heardHere.codec || '–' }]} />`}<//><//>`;
}
