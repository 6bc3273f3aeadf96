// Pieces that all pages are made of.
import { html, useCallback, useEffect, useRef, useState } from '/console/htm.js';
import { say } from '/console/said.js';
import { name, t, time } from '/console/words.js';

export function problemText(problem) {
  return problem.status === 0 ? t('problem.unreachable') : say(problem.message);
}

export function Head({ title, lead, children }) {
  useEffect(() => { document.title = title + ' · Earshot'; }, [title]);
  return html`<div class="head"><div><h1 tabindex="-1">${title}</h1>${lead && html`<p>${lead}</p>`}</div>
    <div class="actions">${children}</div></div>`;
}

export function Card({ title, tools, children }) {
  return html`<section class="card" aria-label=${title}>
    ${title && html`<header><h2>${title}</h2><div class="actions">${tools}</div></header>`}${children}</section>`;
}

export function Notice({ kind = '', children }) {
  return html`<div class=${'notice ' + kind} role=${kind === 'bad' ? 'alert' : 'status'}>${children}</div>`;
}

export function Failed({ problem, again }) {
  return html`<${Notice} kind="bad"><p>${problemText(problem)}</p>
    ${again && problem.status !== 403 && html`<button class="plain" onClick=${again}>${t('again')}</button>`}<//>`;
}

// Loads something; gives what is there, and a function that loads it anew.
export function useLoaded(loading, inputs = []) {
  const [state, setState] = useState({});
  const number = useRef(0);
  const load = useCallback(() => {
    const mine = ++number.current;
    setState(before => ({ ...before, waiting: true }));
    loading().then(
      value => mine === number.current && setState({ value }),
      problem => mine === number.current && setState({ problem }),
    );
  }, inputs);
  useEffect(load, [load]);
  return [state, load];
}

export function Loaded({ state, load, children }) {
  if (state.problem) return html`<${Failed} problem=${state.problem} again=${load} />`;
  if (state.value === undefined) return html`<p class="quiet" role="status">${t('loading')}</p>`;
  return children(state.value);
}

// What may be wider than its place. Only then it is a stop of the Tab key, so that it can be scrolled without a mouse.
export function Scroll({ label, children }) {
  const ref = useRef(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const look = () => setWide(ref.current.scrollWidth > ref.current.clientWidth);
    look(); // at once, and not only with the next frame
    const observer = new ResizeObserver(look);
    observer.observe(ref.current);
    observer.observe(ref.current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return html`<div class="scroll" ref=${ref} ...${wide ? { tabindex: 0, role: 'region', 'aria-label': label } : {}}>${children}</div>`;
}

// columns: [{ label, cell: row => …, end: whether it holds buttons }]
// An address that is broken before its domain, if it must be, and not within one of its two words.
export function Address({ of }) {
  const text = name(of);
  const at = text.lastIndexOf('@');
  return at > 0 ? html`${text.slice(0, at)}<wbr />${text.slice(at)}` : text;
}

export function Table({ caption, columns, rows, empty }) {
  if (!rows.length) return html`<p class="empty">${empty}</p>`;
  return html`<${Scroll} label=${caption}><table><caption>${caption}</caption>
    <thead><tr>${columns.map(c => html`<th scope="col">${c.end ? html`<span class="visually-hidden">${c.label}</span>` : c.label}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr>${columns.map(c => html`<td data-label=${c.label} class=${c.end ? 'end' : ''}><div>${c.cell(row)}</div></td>`)}</tr>`)}</tbody>
  </table><//>`;
}

export function Field({ label, hint, type = 'text', ...rest }) {
  return html`<label><span>${label}</span>
    ${type === 'textarea' ? html`<textarea ...${rest}></textarea>` : html`<input type=${type} ...${rest} />`}
    ${hint && html`<span class="hint">${hint}</span>`}</label>`;
}

export function Choice({ label, options, ...rest }) {
  return html`<label><span>${label}</span><select ...${rest}>
    ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select></label>`;
}

// A form that sends its fields, shows what went wrong, and can't be sent twice.
export function Form({ send, button, danger, children, onCancel }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async event => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    setBusy(true);
    setProblem(null);
    try { await send(fields, event.target); } catch (e) { setProblem(e); } finally { setBusy(false); }
  };
  return html`<form onSubmit=${submit}>${children}
    ${problem && html`<${Failed} problem=${problem} />`}
    <div class="actions">${onCancel && html`<button type="button" onClick=${onCancel}>${t('cancel')}</button>`}
      <button class=${danger ? 'danger' : 'primary'} disabled=${busy}>${busy ? t('working') : button}</button></div></form>`;
}

const FOCUSABLE = 'input, select, textarea, button, a[href]';

export function Dialog({ title, onClose, children }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    return () => {
      dialog.close(); // gives the focus back
      // what was pressed may have gone with the row that it was in
      setTimeout(() => { if (document.activeElement === document.body) document.querySelector('main h1')?.focus(); });
    };
  }, []);
  // one that shows something new has lost what had the focus
  useEffect(() => { if (!ref.current.contains(document.activeElement)) ref.current.querySelector(FOCUSABLE)?.focus(); }, [title]);
  // a second Escape closes it, whatever is said to the first
  return html`<dialog ref=${ref} aria-label=${title} onCancel=${event => { event.preventDefault(); onClose(); }}
    onClose=${event => { if (event.target.isConnected && !event.target.open) onClose(); }}>
    <div><h2>${title}</h2>${children}</div></dialog>`;
}

export function Confirm({ title, text, button, action, onClose }) {
  return html`<${Dialog} title=${title} onClose=${onClose}><p>${text}</p>
    <${Form} danger button=${button} onCancel=${onClose} send=${async () => { await action(); onClose(); }} /><//>`;
}

export function Secret({ title, text, secret, onClose }) {
  return html`<${Dialog} title=${title} onClose=${onClose}><p>${text}</p><pre>${secret}</pre>
    <div class="actions"><button onClick=${() => navigator.clipboard?.writeText(secret)}>${t('copy')}</button>
    <button class="primary" onClick=${onClose}>${t('close')}</button></div><//>`;
}

// A date and its time, in two lines at most.
export function When({ at }) {
  return html`<span class="when">${time(at)}</span>`;
}

export function Badge({ kind = '', children }) {
  return html`<span class=${'badge ' + kind}>${children}</span>`;
}

// One stop for the Tab key; the arrows go from tab to tab (WAI-ARIA, pattern "tabs").
export function Tabs({ tabs, chosen, choose, children }) {
  const keys = tabs.map(([key]) => key);
  const list = useRef(null);
  useEffect(() => { list.current.querySelector('[aria-selected=true]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' }); }, [chosen]);
  const move = event => {
    const at = keys.indexOf(chosen);
    const to = { ArrowRight: (at + 1) % keys.length, ArrowLeft: (at + keys.length - 1) % keys.length, Home: 0, End: keys.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(keys[to]);
    event.currentTarget.children[to].focus();
  };
  return html`<div class="tabs" role="tablist" ref=${list} onKeyDown=${move}>${tabs.map(([key, text]) => html`<button role="tab" id=${'tab-' + key} aria-controls="panel"
      aria-selected=${key === chosen ? 'true' : 'false'} tabindex=${key === chosen ? 0 : -1} onClick=${() => choose(key)}>${text}</button>`)}</div>
    <div class="panel" role="tabpanel" id="panel" aria-labelledby=${'tab-' + chosen}>${children}</div>`;
}

export function Spark({ values, label }) {
  const most = Math.max(...values, 1e-9);
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.map((v, i) => `${(i * step).toFixed(1)} ${(28 - 26 * v / most).toFixed(1)}`);
  if (points.length < 2) return null;
  return html`<svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label=${label}>
    <path class="area" d=${`M0 30 L${points.join(' L')} L100 30 Z`} /><path d=${'M' + points.join(' L')} /></svg>`;
}

export function Bar({ part, label }) {
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
    <rect width=${Math.min(100, Math.round(part * 100))} height="8" /></svg>`;
}

export function Qr({ rows, label }) {
  const size = rows.length;
  const path = rows.flatMap((row, y) => [...row].map((bit, x) => bit === '1' ? `M${x} ${y}h1v1h-1z` : '')).join('');
  return html`<svg class="qr" viewBox=${`-3 -3 ${size + 6} ${size + 6}`} role="img" aria-label=${label} shape-rendering="crispEdges"><path d=${path} fill="#000" /></svg>`;
}

export function Codes({ made }) {
  const secret = (made.otpauth.match(/secret=([A-Z2-7]+)/) || [])[1] || '';
  return html`<p>${t('codes.scan')}</p><${Qr} rows=${made.qr} label=${t('codes.qr')} />
    <p class="small quiet">${t('codes.typed')}</p><pre>${secret.replace(/(.{4})/g, '$1 ')}</pre>`;
}
