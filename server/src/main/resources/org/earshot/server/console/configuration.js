// The configuration file: tried, applied, and what it was before.
import { html, useEffect, useRef, useState } from '/console/htm.js';
import { get, part, post } from '/console/api.js';
import { say } from '/console/said.js';
import { t, time } from '/console/words.js';
import { Badge, Card, Confirm, Dialog, Failed, Form, Loaded, Notice, Table, useLoaded } from '/console/ui.js';

// What somebody has begun to write survives a look at another page: { who, base, text }.
let draft = null;

const value = text => text === '' ? html`<span class="quiet">${t('settings.unset')}</span>` : html`<span class="mono">${text}</span>`;

function Effect({ restart }) {
  return html`<${Badge} kind=${restart ? 'warn' : 'good'}>${t(restart ? 'config.start' : 'config.once')}<//>`;
}

function Changes({ changes, caption }) {
  return html`<${Table} caption=${caption} rows=${changes} empty=${t('config.same')} columns=${[
    { label: t('settings.key'), cell: c => html`<span class="mono key">${c.key}</span>` },
    { label: t('config.running'), cell: c => value(c.running) }, { label: t('config.proposed'), cell: c => value(c.proposed) },
    { label: t('config.effect'), cell: c => html`<${Effect} restart=${c.restart} />` }]} />`;
}

function Problems({ problems, caption, go }) {
  return html`<${Table} caption=${caption} rows=${[...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))} empty="" columns=${[
    { label: t('config.line'), cell: p => !p.line ? '–' : go ? html`<button class="plain" onClick=${() => go(p.line)}>${t('config.line.go', { n: p.line })}</button>` : p.line },
    { label: t('settings.key'), cell: p => html`<span class="mono key">${p.key}</span>` }, { label: t('config.problem'), cell: p => say(p.problem.replace(/ \([^()]*, line \d+\)$/, '')) }]} />`;
}

// A text with numbered lines; Tab leaves it, as it does everywhere.
function Editor({ text, bad, area, ...rest }) {
  const numbers = useRef(null);
  const level = () => { numbers.current.scrollTop = area.current.scrollTop; };
  useEffect(level);
  return html`<div class="editor"><div class="numbers" aria-hidden="true" ref=${numbers}>${text.split('\n').map((_, i) =>
      html`<span class=${bad.has(i + 1) ? 'bad' : ''}>${i + 1}</span>`)}</div>
    <textarea id="configuration" aria-describedby="configuration-hint" ref=${area} value=${text} wrap="off" spellcheck=${false}
      autocapitalize="off" autocomplete="off" onScroll=${level} ...${rest}></textarea></div>`;
}

function Result({ result, go }) {
  const ref = useRef(null);
  useEffect(() => { ref.current?.scrollIntoView({ block: 'nearest' }); }, [result]);
  if (!result) return null;
  return html`<div ref=${ref} class="result">${result.problems.length
    ? html`<${Notice} kind="bad"><strong>${t('config.wrong', { n: result.problems.length })}</strong><//><${Problems} problems=${result.problems} caption=${t('config.wrong.caption')} go=${go} />`
    : html`<${Notice} kind="good"><strong>${t('config.right')}</strong><//><${Changes} changes=${result.changes} caption=${t('config.changes.caption')} />`}</div>`;
}

function Stale({ now, onTake }) {
  const ref = useRef(null);
  useEffect(() => ref.current.scrollIntoView({ block: 'nearest' }), []);
  return html`<div ref=${ref}><${Notice} kind="bad"><strong>${t('config.stale')}</strong><p>${t('config.stale.text')}</p>
    <details><summary>${t('config.stale.show')}</summary><pre tabindex="0" aria-label=${t('config.stale.show')}>${now.text}</pre></details>
    <div class="actions"><button onClick=${onTake}>${t('config.stale.take')}</button></div><//></div>`;
}

// file: as it is on disk. mine: what somebody has written, { who, base, text }, base being the hash of what it was made from.
function File({ session, file, mine, setMine, onNew }) {
  const text = mine ? mine.text : file.text;
  const base = mine ? mine.base : file.sha256;
  const [tried, setTried] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(null);
  const area = useRef(null);
  const writes = session.role !== 'auditor';
  const stale = base !== file.sha256;
  const result = tried && tried.text === text && tried.base === base ? tried : null;
  const write = words => setMine(!stale && words === file.text ? null : { who: session.name, base, text: words });
  const attempt = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const found = { ...await post('/configuration/try', { text }), text, base };
      setTried(found);
      return found;
    } catch (e) {
      setProblem(e);
      return null;
    } finally { setBusy(false); }
  };
  const ask = async () => { const found = await attempt(); if (found && found.valid) setAsked(found); };
  const apply = async () => {
    try {
      const done = await post('/configuration', { text, base });
      setMine(null);
      onNew(done);
    } catch (e) {
      // that somebody else was faster is told by the file, and not by the words
      const now = await get('/configuration/file').catch(() => file);
      if (now.sha256 === base) throw e;
      setTried(null);
      onNew(null);
    }
    setAsked(null);
  };
  const go = line => {
    const starts = text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const ends = text.indexOf('\n', starts);
    area.current.focus();
    area.current.setSelectionRange(starts, ends < 0 ? text.length : ends);
    area.current.scrollTop = Math.max(0, line - 4) * area.current.scrollHeight / text.split('\n').length;
  };
  const keys = event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); attempt(); } };
  return html`<${Card} title=${t('config.title', { name: file.file })}>
    <p class="small quiet">${writes ? t('config.lead') : t('config.readonly')}</p>
    ${file.overridden.length > 0 && html`<p class="small quiet">${t('config.overridden', { keys: file.overridden.join(', ') })}</p>`}
    ${stale && html`<${Stale} now=${file} onTake=${() => setMine(null)} />`}
    <div class="labelled"><label for="configuration">${t('config.text')}</label>
      <${Editor} text=${text} area=${area} bad=${new Set((result ? result.problems : []).map(p => p.line))} readonly=${!writes}
        onInput=${event => write(event.target.value)} onKeyDown=${writes ? keys : undefined} />
      <p id="configuration-hint" class="small quiet">${writes && t('config.text.hint')}</p></div>
    ${writes && html`<div class="actions"><button disabled=${busy} onClick=${attempt}>${t('config.try')}</button>
      <button class="primary" disabled=${busy || stale || !mine} onClick=${ask}>${t('config.apply')}</button>
      <button class="plain" disabled=${!mine || stale} onClick=${() => setMine(null)}>${t('config.undo')}</button></div>`}
    ${problem && html`<${Failed} problem=${problem} />`}
    <${Result} result=${result} go=${go} />
    ${asked && html`<${Dialog} title=${t('config.apply.title')} onClose=${() => setAsked(null)}><p>${t('config.apply.text')}</p>
      <${Form} button=${t('config.apply')} onCancel=${() => setAsked(null)} send=${apply}>${asked.changes.length
        ? html`<ul class="changes">${asked.changes.map(c => html`<li><span class="mono">${c.key}</span> <${Effect} restart=${c.restart} /></li>`)}</ul>`
        : html`<p>${t('config.apply.none')}</p>`}<//><//>`}<//>`;
}

function Waiting({ state, load }) {
  return html`<${Card} title=${t('config.waiting')}><${Loaded} state=${state} load=${load}>${found => !found.valid
    ? html`<${Notice} kind="bad"><strong>${t('config.waiting.wrong')}</strong><//><${Problems} problems=${found.problems} caption=${t('config.wrong.caption')} />`
    : found.changes.length ? html`<${Changes} changes=${found.changes} caption=${t('config.waiting.caption')} />` : html`<p class="empty">${t('config.waiting.empty')}</p>`}<//><//>`;
}

function how(words) {
  const back = words.match(/^rolled back to (\d+)$/);
  return back ? t('config.how.back', { n: back[1] }) : words === 'applied' || words === 'found' ? t('config.how.' + words) : words;
}

function Versions({ state, load, session, file, onNew, onTake }) {
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const writes = session.role !== 'auditor';
  const look = async version => {
    try {
      const found = await get('/configuration/file?version=' + part(version));
      setDialog(html`<${Dialog} title=${t('config.version.of', { n: version })} onClose=${close}><pre tabindex="0">${found.text}</pre>
        <div class="actions">${writes && html`<button onClick=${() => { close(); onTake(found.text); }}>${t('config.take')}</button>`}
          <button class="primary" onClick=${close}>${t('close')}</button></div><//>`);
    } catch (e) { setDialog(html`<${Dialog} title=${t('config.version.of', { n: version })} onClose=${close}><${Failed} problem=${e} /><div class="actions"><button onClick=${close}>${t('close')}</button></div><//>`); }
  };
  const back = version => setDialog(html`<${Confirm} title=${t('config.back.title', { n: version })} text=${t('config.back.text')} button=${t('config.back')}
    action=${async () => onNew(await post('/configuration/versions/' + part(version) + '/rollback'))} onClose=${close} />`);
  return html`<${Card} title=${t('config.history')}><${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('config.history.caption')} rows=${rows} empty=${t('config.history.empty')} columns=${[
    { label: t('config.version'), cell: v => html`<strong>${v.version}</strong>` }, { label: t('when'), cell: v => time(v.at) },
    { label: t('security.who'), cell: v => say(v.by) },
    { label: t('config.how'), cell: v => html`${how(v.how)} ${v === rows[0] && v.sha256 === file.sha256 ? html`<${Badge} kind="good">${t('config.current')}<//>` : ''}` },
    { label: t('actions'), end: true, cell: v => html`<button class="plain" aria-label=${t('config.look.of', { n: v.version })} onClick=${() => look(v.version)}>${t('config.look')}</button>
      ${writes && v.sha256 !== file.sha256 && html`<button class="plain danger" aria-label=${t('config.back.of', { n: v.version })} onClick=${() => back(v.version)}>${t('config.back')}</button>`}` }]} />`}<//>${dialog}<//>`;
}

export function Configuration({ session }) {
  const [file, loadFile] = useLoaded(() => get('/configuration/file'));
  const [waiting, loadWaiting] = useLoaded(() => get('/configuration/waiting'));
  const [versions, loadVersions] = useLoaded(() => get('/configuration/versions'));
  const [done, setDone] = useState(null);
  const [mine, setWritten] = useState(draft && draft.who === session.name ? draft : null);
  const setMine = written => { draft = written; setWritten(written); };
  useEffect(() => {
    if (!mine) return undefined;
    const leaving = event => event.preventDefault();
    addEventListener('beforeunload', leaving);
    return () => removeEventListener('beforeunload', leaving);
  }, [!mine]);
  useEffect(() => { if (done) window.scrollTo(0, 0); }, [done]);
  const onNew = applied => { setDone(applied); loadFile(); loadWaiting(); loadVersions(); };
  const take = (text, base) => { setMine({ who: session.name, base, text }); document.getElementById('configuration')?.focus(); };
  const count = restart => done.changes.filter(c => c.restart === restart).length;
  return html`${done && html`<${Notice} kind="good"><strong>${t('config.applied', { n: done.version })}</strong>${' '}
      ${count(false) > 0 && t('config.applied.once', { n: count(false) })}${' '}${count(true) > 0 && t('config.applied.start', { n: count(true) })}<//>`}
    <${Loaded} state=${file} load=${loadFile}>${found => html`<${File} session=${session} file=${found} mine=${mine} setMine=${setMine} onNew=${onNew} />
      <${Waiting} state=${waiting} load=${loadWaiting} />
      <${Versions} state=${versions} load=${loadVersions} session=${session} file=${found} onNew=${onNew} onTake=${text => take(text, found.sha256)} />`}<//>`;
}
