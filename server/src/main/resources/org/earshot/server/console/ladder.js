// A call's SIP messages as a ladder, and the same as a table for those who can't see it.
import { html } from '/console/htm.js';
import { name, number, t } from '/console/words.js';
import { Scroll, Table } from '/console/ui.js';

const TIME = 84;
const HEAD = 74;
const ROW = 54;

const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
const kind = m => m.status === 0 ? 'asks' : m.status < 200 ? 'soon' : m.status < 300 ? 'good' : m.status === 401 || m.status === 407 ? 'soon' : 'bad';
const label = m => m.status ? `${m.status} ${m.phrase}`.trim() : m.method;
const seconds = m => number(Math.round(m.offsetMicros / 1000) / 1000) + ' s';
const words = m => t('step.' + m.meaning) + (m.again ? ' ' + t('ladder.again') : '');
const details = m => [m.target, m.media, m.reason && 'Reason: ' + m.reason, m.warning && 'Warning: ' + m.warning, m.credentials && t('ladder.credentials')].filter(Boolean);

export function title(call, one) {
  if (one.role === 'server') return t('ladder.server');
  return t(one.role === 'caller' ? 'ladder.caller' : 'ladder.called', { name: name(one.role === 'caller' ? call.from : call.to) });
}

function Column({ call, one, x, width, height }) {
  const wide = Math.floor(width / 7.4);
  const under = one.role === 'server' ? one.name : `${one.transport.toUpperCase()} ${one.name}`;
  return html`<g class=${one.role}><line class="life" x1=${x} x2=${x} y1=${HEAD - 8} y2=${height} />
    <rect x=${x - width / 2 + 8} y="4" width=${width - 16} height=${HEAD - 14} rx="8" />
    <text class="who" x=${x} y="23">${cut(title(call, one), wide - 3)}<title>${title(call, one)}</title></text>
    <text class="under" x=${x} y="39">${cut(under, wide)}</text>
    <text class="under" x=${x} y="53">${cut(one.userAgent, wide)}<title>${one.userAgent}</title></text></g>`;
}

function Rung({ m, at, x1, x2 }) {
  const to = Math.sign(x2 - x1);
  const middle = (x1 + x2) / 2;
  const wide = Math.floor(Math.abs(x2 - x1) / 8);
  return html`<g class=${'rung ' + kind(m) + (m.again ? ' again' : '')}><title>${[label(m), words(m), ...details(m)].join('\n')}</title>
    <text class="time" x="4" y=${at + 4}>${seconds(m)}</text>
    <text class="label" x=${middle} y=${at - 6}>${cut(label(m), wide)}</text>
    <line x1=${x1} x2=${x2 - to * 8} y1=${at} y2=${at} />
    <path d=${`M${x2} ${at} l${-to * 9} -4.500 v9 z`} />
    <text class="words" x=${middle} y=${at + 15}>${cut(words(m), wide + 6)}</text></g>`;
}

export function Ladder({ call }) {
  const columns = call.participants.length;
  const width = Math.min(300, Math.max(190, Math.floor(828 / columns)));
  const height = HEAD + call.messages.length * ROW + 8;
  const all = TIME + columns * width;
  const x = column => TIME + width * (column + 0.5);
  return html`<${Scroll} label=${t('ladder.title')}><svg class="ladder" width=${all} height=${height} viewBox=${`0 0 ${all} ${height}`} role="img" aria-label=${t('ladder.label', { n: call.messages.length })}>
      ${call.participants.map((one, i) => html`<${Column} call=${call} one=${one} x=${x(i)} width=${width} height=${height} />`)}
      ${call.messages.map((m, i) => html`<${Rung} m=${m} at=${HEAD + i * ROW + 22} x1=${x(m.from)} x2=${x(m.to)} />`)}</svg><//>
    <details><summary>${t('ladder.table')}</summary><${Table} caption=${t('ladder.caption')} rows=${call.messages} empty=${t('ladder.empty')} columns=${[
      { label: t('ladder.time'), cell: m => html`<span class="mono">${seconds(m)}</span>` },
      { label: t('from'), cell: m => title(call, call.participants[m.from]) },
      { label: t('to'), cell: m => title(call, call.participants[m.to]) },
      { label: t('ladder.message'), cell: m => html`<strong class="mono">${label(m)}</strong><div class="small quiet">${words(m)}</div>` },
      { label: t('ladder.details'), cell: m => details(m).map(one => html`<div class="mono">${one}</div>`) }]} /></details>`;
}
