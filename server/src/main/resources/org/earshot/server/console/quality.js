// How a call was heard, as its phones report it: bars of what they say at the end, and curves only where they reported on the way.
import { html } from '/console/htm.js';
import { name, number, t } from '/console/words.js';
import { Bar, Table } from '/console/ui.js';
import { Mos } from '/console/live.js';

const MEASURES = [
  ['mos', 'calls.mos', 1, 5, 1, ''], ['loss', 'calls.loss', 0, 20, 1, ' %'], ['jitter', 'calls.jitter', 0, 100, 0, ' ms'], ['delay', 'calls.delay', 0, 500, 0, ' ms'],
];
const value = (heard, key) => heard && ({ mos: heard.mosConversation ?? heard.mosListening, loss: heard.lossPercent, jitter: heard.jitterMs, delay: heard.rttMs })[key];
const round = (one, digits) => number(Math.round(one * 10 ** digits) / 10 ** digits);

// One line for each side that was heard: its own phone's words, else what the other phone was told.
export function sides(reports) {
  const last = reports.filter(one => one.kind === 'session');
  const found = new Map();
  for (const one of last) found.set(one.local, { who: one.local, heard: one.heardHere, by: one.reporter, own: true });
  for (const one of last) if (one.heardThere && !found.has(one.remote)) found.set(one.remote, { who: one.remote, heard: one.heardThere, by: one.reporter, own: false });
  return [...found.values()];
}

function Measure({ side, measure: [key, label, least, most, digits, unit] }) {
  const one = value(side.heard, key);
  if (one === undefined) return html`<span class="quiet">${t('quality.unknown')}</span>`;
  return html`<div class="measure">${key === 'mos' ? html`<${Mos} value=${one} />` : html`<span>${round(one, digits)}${unit}</span>`}
    <${Bar} part=${Math.max(0, (one - least) / (most - least))} label=${`${t(label)} ${round(one, digits)}${unit}`} /></div>`;
}

function Curve({ series, measure: [key, label, least, most, digits, unit] }) {
  const lines = series.map(one => ({ who: one.who, points: one.reports.map(r => [new Date(r.heardHere.stop || r.receivedAt).getTime(), value(r.heardHere, key)]).filter(([, v]) => v !== undefined) })).filter(one => one.points.length > 1);
  if (!lines.length) return null;
  const all = lines.flatMap(one => one.points);
  const start = Math.min(...all.map(([at]) => at));
  const long = Math.max(1, Math.max(...all.map(([at]) => at)) - start);
  const top = key === 'mos' ? most : Math.max(most / 4, ...all.map(([, v]) => v));
  const x = at => 62 + 522 * (at - start) / long;
  const y = v => 110 - 96 * (v - least) / (top - least);
  return html`<figure class="curve"><figcaption>${t(label)}</figcaption><svg viewBox="0 0 600 130" role="img" aria-label=${lines.map(one => `${name(one.who)}: ${one.points.map(([, v]) => round(v, digits) + unit).join(', ')}`).join('; ')}>
    ${[least, (least + top) / 2, top].map(v => html`<line class="grid" x1="62" x2="584" y1=${y(v)} y2=${y(v)} /><text x="57" y=${y(v) + 4} class="scale">${round(v, top > 10 ? 0 : 1)}${unit}</text>`)}
    ${lines.map((one, i) => html`<polyline class=${'of' + i} points=${one.points.map(([at, v]) => `${x(at).toFixed(1)},${y(v).toFixed(1)}`).join(' ')} />${one.points.map(([at, v]) => html`<circle class=${'of' + i} cx=${x(at)} cy=${y(v)} r="3"><title>${name(one.who)} ${round(v, digits)}${unit}</title></circle>`)}`)}
    <text x="62" y="126">0 s</text><text x="584" y="126" class="scale">${round(long / 1000, 0)} s</text></svg>
    <div class="legend">${lines.map((one, i) => html`<span class=${'of' + i}>${t('quality.hears', { name: name(one.who) })}</span>`)}</div></figure>`;
}

export function Quality({ call }) {
  const reports = call.quality;
  const rows = sides(reports).sort((a, b) => (b.who === call.from) - (a.who === call.from));
  const onTheWay = new Map();
  for (const one of reports.filter(r => r.kind !== 'session')) onTheWay.set(one.local, [...(onTheWay.get(one.local) || []), one]);
  const series = [...onTheWay].map(([who, list]) => ({ who, reports: list }));
  return html`<${Table} caption=${t('quality.caption')} rows=${rows} empty=${t('quality.empty')} columns=${[
      { label: t('quality.side'), cell: s => html`<strong>${t('quality.hears', { name: name(s.who) })}</strong><div class="small quiet">${t(s.own ? 'quality.own' : 'quality.told', { name: name(s.by) })}</div>` },
      ...MEASURES.map(measure => ({ label: t(measure[1]), cell: s => html`<${Measure} side=${s} measure=${measure} />` })),
      { label: t('calls.codec'), cell: s => s.heard.codec || '–' }]} />
    ${series.length > 0 ? html`<div class="two">${MEASURES.map(measure => html`<${Curve} series=${series} measure=${measure} />`)}</div>`
      : rows.length > 0 && html`<p class="small quiet">${t('quality.ends')}</p>`}`;
}
