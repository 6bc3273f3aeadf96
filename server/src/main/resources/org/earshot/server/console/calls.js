// Calls that go on, how they were heard, and what the record has of them.
import { html, useState } from '/console/htm.js';
import { get, part, post } from '/console/api.js';
import { name, number, since, t, time } from '/console/words.js';
import { Address, Card, Choice, Field, Head, Loaded, Table, useLoaded } from '/console/ui.js';
import { Became, Call, lasted } from '/console/call.js';
import { Mos } from '/console/live.js';

const percent = value => value === undefined ? '–' : number(value) + ' %';
const ms = value => value === undefined ? '–' : number(Math.round(value)) + ' ms';
const mos = heard => heard?.mosListening ?? heard?.mosConversation;

const OUTCOMES = ['', 'failed', 'missed', 'answered', 'open'];

// Calls of the last days; fields are taken as they are typed.
function Past() {
  const [who, setWho] = useState('');
  const [since, setSince] = useState('');
  const [outcome, setOutcome] = useState('');
  const asked = `limit=200${who && '&of=' + part(who)}${since && '&since=' + since}${outcome && '&outcome=' + outcome}`;
  const [state, load] = useLoaded(() => get('/calls/past?' + asked), [asked]);
  return html`<${Card} title=${t('calls.past')} tools=${html`<button onClick=${load}>${t('reload')}</button>`}>
    <div class="fields"><${Field} label=${t('calls.who')} name="who" type="search" value=${who} onChange=${e => setWho(e.target.value.trim())} />
      <${Field} label=${t('calls.since')} name="since" type="date" value=${since} onChange=${e => setSince(e.target.value)} />
      <${Choice} label=${t('calls.became')} name="outcome" value=${outcome} onChange=${e => setOutcome(e.target.value)} options=${OUTCOMES.map(one => [one, one ? t('outcome.' + one) : t('calls.all')])} /></div>
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('calls.past.caption')} rows=${rows} empty=${t('calls.past.empty')} columns=${[
      { label: t('when'), cell: c => html`<a href=${'#/calls?id=' + c.id}>${time(c.beganAt)}</a>` },
      { label: t('from'), cell: c => html`<${Address} of=${c.from} />` }, { label: t('to'), cell: c => html`<${Address} of=${c.to} />` },
      { label: t('calls.became'), cell: c => html`<${Became} call=${c} />` }, { label: t('call.lasted'), cell: lasted },
      { label: t('actions'), end: true, cell: c => html`<a class="button" href=${'#/calls?id=' + c.id} aria-label=${t('calls.why.of', { from: name(c.from), to: name(c.to) })}>${t('calls.why')}</a>` }]} />`}<//><//>`;
}

export function Calls() {
  const id = new URLSearchParams(location.hash.split('?')[1] || '').get('id');
  return id ? html`<${Call} id=${id} key=${id} />` : html`<${AllCalls} />`;
}

function AllCalls() {
  const [live, loadLive] = useLoaded(() => get('/calls'));
  const [heard, loadHeard] = useLoaded(() => get('/quality?limit=100'));
  const [ended, loadEnded] = useLoaded(() => post('/archive/search', { page: 'latest', kind: 'call-ended', limit: 100 }));
  return html`<${Head} title=${t('page.calls')} lead=${t('calls.lead')}><button onClick=${() => { loadLive(); loadHeard(); loadEnded(); }}>${t('reload')}</button><//>
    <${Card} title=${t('calls.live')}><${Loaded} state=${live} load=${loadLive}>${rows => html`<${Table} caption=${t('live.calls.caption')} rows=${rows} empty=${t('live.calls.empty')} columns=${[
      { label: t('from'), cell: c => html`<${Address} of=${c.from} />` }, { label: t('to'), cell: c => html`<${Address} of=${c.to} />` },
      { label: t('calls.lasts'), cell: c => since(c.since) }, { label: 'Call-ID', cell: c => html`<span class="mono">${c.callId}</span>` }]} />`}<//><//>
    <${Past} />
    <${Card} title=${t('calls.ended')}><${Loaded} state=${ended} load=${loadEnded}>${found => html`<${Table} caption=${t('calls.ended.caption')} rows=${[...found.records].reverse()} empty=${t('calls.ended.empty')} columns=${[
      { label: t('when'), cell: c => time(c.time) },
      { label: t('from'), cell: c => html`<${Address} of=${c.from} />` }, { label: t('to'), cell: c => html`<${Address} of=${c.to} />` },
      { label: t('calls.became'), cell: c => c.outcome || c.status || '–' },
      { label: t('record'), cell: c => html`<span class="mono">${c.record}</span>` }]} />`}<//><//>
    <${Card} title=${t('calls.heard')}><${Loaded} state=${heard} load=${loadHeard}>${rows => html`<${Table} caption=${t('calls.heard.caption')} rows=${rows} empty=${t('calls.heard.empty')} columns=${[
      { label: t('when'), cell: r => time(r.receivedAt) }, { label: t('calls.reporter'), cell: r => name(r.reporter) },
      { label: t('calls.other'), cell: r => name(r.remote) }, { label: t('calls.mos'), cell: r => html`<${Mos} value=${mos(r.heardHere)} />` },
      { label: t('calls.loss'), cell: r => percent(r.heardHere.lossPercent) }, { label: t('calls.jitter'), cell: r => ms(r.heardHere.jitterMs) },
      { label: t('calls.delay'), cell: r => ms(r.heardHere.rttMs) }, { label: t('calls.codec'), cell: r => r.heardHere.codec || '–' }]} />`}<//><//>`;
}
