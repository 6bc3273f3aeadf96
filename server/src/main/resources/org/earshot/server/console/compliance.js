// The record: search, conversations, holds, review, export, proof.
import { html, useState } from '/console/htm.js';
import { download, get, part, post } from '/console/api.js';
import { say } from '/console/said.js';
import { name, t, time } from '/console/words.js';
import { Badge, Card, Choice, Confirm, Dialog, Field, Form, Head, Loaded, Notice, Table, Tabs, When, problemText, useLoaded } from '/console/ui.js';

const given = fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

function PlaceHold({ people = '', onClose, onPlaced }) {
  return html`<${Dialog} title=${t('holds.new')} onClose=${onClose}><p class="small quiet">${t('holds.lead')}</p>
    <${Form} button=${t('holds.place')} onCancel=${onClose} send=${async f => {
      const who = f.people.split(/[\s,]+/).filter(Boolean);
      await post('/holds', { name: f.name.trim(), reason: f.reason, ...(who.length ? { people: who } : {}), ...given({ from: f.from, to: f.to }) }); onPlaced(); }}>
      <${Field} label=${t('holds.name')} hint=${t('holds.name.hint')} name="name" required pattern="[a-z0-9\\-]{1,32}" />
      <${Field} label=${t('holds.people')} hint=${t('holds.people.hint')} name="people" defaultValue=${people} />
      <div class="fields"><${Field} label=${t('from.day')} name="from" type="date" /><${Field} label=${t('to.day')} name="to" type="date" /></div>
      <${Field} label=${t('holds.reason')} name="reason" required /><//><//>`;
}

const AROUND = 50;

// The messages before and after one, of the same two or the same group: its own instant alone is asked for, and what is around it comes along.
const around = record => post('/archive/search', {
  page: 'latest', kind: 'message-received', person: record.from, with: record.to.split(/[,\s]+/)[0],
  from: record.time, to: new Date(new Date(record.time).getTime() + 1).toISOString(), text: true, limit: 10, context: AROUND });

function Conversation({ record, onClose, onHold }) {
  const [centre, setCentre] = useState(record);
  const [state, load] = useLoaded(() => around(centre), [centre.record]);
  const [first, second] = [record.from, record.to.split(/[,\s]+/)[0]];
  return html`<${Card} title=${t('talk.title', { a: name(first), b: name(second) })} tools=${html`<button onClick=${() => onHold([first, second])}>${t('holds.new')}</button><button onClick=${onClose}>${t('talk.back')}</button>`}>
    <p class="small quiet">${t('talk.lead')}</p>
    <${Loaded} state=${state} load=${load}>${found => {
      const rows = found.records.filter((r, i, all) => all.findIndex(one => one.record === r.record) === i);
      const at = rows.findIndex(r => r.record === centre.record);
      return html`${found.gaps.map(gap => html`<${Notice} kind="warn">${t('search.gap')} ${say(gap)}<//>`)}
      ${at >= AROUND && html`<div><button onClick=${() => setCentre(rows[0])}>${t('earlier')}</button></div>`}
      ${rows.length ? html`<ol class="talk">${rows.map(r => html`<li class=${(r.from === first ? '' : 'other ') + (r.record === record.record ? 'found' : '')}>
        <div class="meta"><strong>${name(r.from)}</strong><span>${time(r.time)}</span><span class="mono">${r.record}</span></div>
        <div class="text">${r.text ?? html`<em class="quiet">${t('talk.gone')}</em>`}</div></li>`)}</ol>` : html`<p class="empty">${t('talk.empty')}</p>`}
      ${rows.length - 1 - at >= AROUND && html`<div><button onClick=${() => setCentre(rows.at(-1))}>${t('later')}</button></div>`}`; }}<//><//>`;
}

function Search({ session }) {
  const officer = session.role === 'officer';
  const [question, setQuestion] = useState(null);
  const [found, setFound] = useState(null);
  const [talk, setTalk] = useState(null);
  const [hold, setHold] = useState(null);
  const [note, setNote] = useState(null);
  const ask = async (q, page = 'latest') => {
    const answer = await post('/archive/search', { ...q, page, limit: 50 });
    setFound(page === 'latest' ? answer : { ...answer, records: [...answer.records, ...found.records] });
    setQuestion(q);
  };
  const send = async f => { setTalk(null); setNote(null); await ask({ ...given({ words: f.words, person: f.person, with: f.with, from: f.from, to: f.to, kind: f.kind }), ...(officer && f.kind === 'message-received' ? { text: true } : {}) }); };
  const exporting = async () => {
    try {
      const { text, ...rest } = question;
      const headers = await download('/archive/export', { ...rest, ...(officer ? { content: true } : {}) }, 'earshot-export.zip');
      setNote({ kind: 'good', text: t('export.done', { manifest: headers.get('X-Earshot-Manifest') }) });
    } catch (e) { setNote({ kind: 'bad', text: problemText(e) }); }
  };
  return html`<${Card} title=${t('search.title')}>
      ${!officer && html`<${Notice} kind="warn">${t('search.facts')}<//>`}
      <${Form} button=${t('search.button')} send=${send}>
        <div class="fields">${officer && html`<${Field} label=${t('search.words')} hint=${t('search.words.hint')} name="words" />`}
          <${Field} label=${t('search.person')} hint=${t('search.person.hint')} name="person" /><${Field} label=${t('search.with')} hint=${t('search.with.hint')} name="with" /></div>
        <div class="fields"><${Field} label=${t('from.day')} name="from" type="date" /><${Field} label=${t('to.day')} name="to" type="date" />
          <${Choice} label=${t('search.kind')} name="kind" options=${[['message-received', t('kind.messages')], ['call-ended', t('kind.calls')], ['file-stored', t('kind.files')], ['', t('kind.all')]]} /></div><//>
    <//>
    ${note && html`<${Notice} kind=${note.kind}>${note.text}<//>`}
    ${talk && html`<${Conversation} record=${talk} onClose=${() => setTalk(null)} onHold=${setHold} />`}
    ${!talk && found && html`<${Card} title=${t('search.found', { n: found.records.length })} tools=${html`<button onClick=${exporting}>${t('export.button')}</button>`}>
      ${found.gaps.map(gap => html`<${Notice} kind="warn">${t('search.gap')} ${say(gap)}<//>`)}
      ${found.next && html`<div><button onClick=${() => ask(question, found.next).catch(e => setNote({ kind: 'bad', text: problemText(e) }))}>${t('earlier')}</button></div>`}
      ${found.records.length ? html`<ul class="results">${found.records.map(r => html`<li>
        <div class="actions"><strong>${name(r.from)}</strong>${r.to && html`<span>→ ${name(r.to)}</span>`}<span class="quiet small">${time(r.time)}</span><${Badge}>${r.kind}<//></div>
        ${r.text !== undefined && html`<div class="text">${r.text}</div>`}
        <div class="actions"><span class="mono quiet">${r.record}</span>
          ${officer && r.kind === 'message-received' && html`<button class="plain" onClick=${() => setTalk(r)}>${t('talk.open')}</button>`}
          ${officer && r.from && html`<button class="plain" onClick=${() => setHold([r.from])}>${t('holds.new')}</button>`}</div></li>`)}</ul>` : html`<p class="empty">${t('search.empty')}</p>`}<//>`}
    ${hold && html`<${PlaceHold} people=${hold.map(name).join(', ')} onClose=${() => setHold(null)} onPlaced=${() => { setHold(null); setNote({ kind: 'good', text: t('holds.placed') }); }} />`}`;
}

function Holds({ session }) {
  const officer = session.role === 'officer';
  const [state, load] = useLoaded(() => get('/holds'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  return html`<${Card} title=${t('holds.title')} tools=${officer && html`<button class="primary" onClick=${() => setDialog(html`<${PlaceHold} onClose=${close} onPlaced=${() => { close(); load(); }} />`)}>${t('holds.new')}</button>`}>
    <p class="small quiet">${t('holds.lead')}</p>
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('holds.caption')} rows=${rows} empty=${t('holds.empty')} columns=${[
      { label: t('holds.name'), cell: h => html`<strong>${h.name}</strong>` },
      { label: t('holds.people'), cell: h => [...h.people, ...h.with].map(name).join(', ') || t('holds.everything') },
      { label: t('holds.reason'), cell: h => h.reason }, { label: t('since'), cell: h => html`<${When} at=${h.since} />` }, { label: t('roles.by'), cell: h => say(h.by) },
      ...(officer ? [{ label: t('actions'), end: true, cell: h => html`<button class="plain danger" onClick=${() => setDialog(html`<${Confirm} title=${t('holds.lift.of', { name: h.name })} text=${t('holds.lift.text')} button=${t('holds.lift')} action=${async () => { await post(`/holds/${part(h.name)}/lift`); load(); }} onClose=${close} />`)}>${t('holds.lift')}</button>` }] : [])]} />`}<//>${dialog}<//>`;
}

function Review({ session }) {
  const officer = session.role === 'officer';
  const [filter, setFilter] = useState('open');
  const [state, load] = useLoaded(() => get('/reviews?limit=200' + (filter ? '&state=' + filter : '')), [filter]);
  const [item, setItem] = useState(null);
  const [problem, setProblem] = useState(null);
  const act = async work => { setProblem(null); try { await work(); } catch (e) { setProblem(e); } };
  return html`<${Card} title=${t('review.title')}>
    <${Choice} label=${t('state')} value=${filter} onChange=${e => setFilter(e.target.value)} options=${[['', t('review.any')], ...['open', 'taken', 'second', 'escalated', 'closed'].map(s => [s, t('review.' + s)])]} />
    ${problem && html`<${Notice} kind="bad">${problemText(problem)}<//>`}
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('review.caption')} rows=${rows} empty=${t('review.empty')} columns=${[
      { label: t('review.item'), cell: i => html`<strong>${i.item}</strong>` }, { label: t('when'), cell: i => time(i.queuedAt) },
      { label: t('review.severity'), cell: i => html`<${Badge} kind=${i.severity === 'high' ? 'bad' : i.severity === 'medium' ? 'warn' : ''}>${t('severity.' + i.severity)}<//>` },
      { label: t('review.rules'), cell: i => i.rules.join(', ') }, { label: t('state'), cell: i => t('review.' + i.state) + (i.takenBy ? ' · ' + i.takenBy : '') },
      ...(officer ? [{ label: t('actions'), end: true, cell: i => html`<button class="plain" onClick=${() => act(async () => setItem(await post(`/reviews/${i.item}/read`)))}>${t('review.read')}</button>
        ${i.state === 'open' && html`<button class="plain" onClick=${() => act(async () => { await post(`/reviews/${i.item}/take`); load(); })}>${t('review.take')}</button>`}` }] : [])]} />`}<//>
    ${item && html`<${Dialog} title=${t('review.item.of', { n: item.item })} onClose=${() => setItem(null)}>
      <pre>${item.content ?? t('talk.gone')}</pre>
      <${Form} button=${t('review.decide')} onCancel=${() => setItem(null)} send=${async f => { await post(`/reviews/${item.item}/close`, { disposition: f.disposition, ...given({ note: f.note }) }); setItem(null); load(); }}>
        <${Choice} label=${t('review.disposition')} name="disposition" options=${['no-issue', 'escalate', 'violation'].map(d => [d, t('disposition.' + d)])} />
        <${Field} label=${t('review.note')} name="note" /><//><//>`}<//>`;
}

function Proof() {
  const [result, setResult] = useState(null);
  return html`<${Card} title=${t('proof.title')}><p class="small quiet">${t('proof.lead')}</p>
    <${Form} button=${t('proof.button')} send=${async () => setResult(await post('/archive/verify'))} />
    ${result && html`<${Notice} kind=${result.verdict === 'intact' ? 'good' : result.verdict === 'broken' ? 'bad' : 'warn'}><strong>${t('proof.' + result.verdict)}</strong><//><pre>${result.result}</pre>`}<//>`;
}

export function Compliance({ session }) {
  const [tab, setTab] = useState('search');
  // administrators don't see what messages are reviewed by
  const tabs = [['search', t('search.title')], ['holds', t('holds.title')], ...(session.role === 'administrator' ? [] : [['review', t('review.title')]]), ['proof', t('proof.title')]];
  return html`<${Head} title=${t('page.compliance')} lead=${t('compliance.lead')} />
    <${Tabs} chosen=${tab} choose=${setTab} tabs=${tabs}>
    ${tab === 'search' ? html`<${Search} session=${session} />` : tab === 'holds' ? html`<${Holds} session=${session} />` : tab === 'review' ? html`<${Review} session=${session} />` : html`<${Proof} />`}<//>`;
}
