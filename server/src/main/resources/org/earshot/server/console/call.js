// One call of the last days: why it went so, its ladder, and how it was heard.
import { html } from '/console/htm.js';
import { get, part } from '/console/api.js';
import { name, number, t, time } from '/console/words.js';
import { Badge, Card, Head, Loaded, Notice, useLoaded } from '/console/ui.js';
import { Ladder } from '/console/ladder.js';
import { Quality } from '/console/quality.js';

export const outcomeKind = outcome => ({ answered: 'good', failed: 'bad', missed: 'warn' })[outcome] || '';

export function Became({ call }) {
  return html`<${Badge} kind=${outcomeKind(call.outcome)}>${t('outcome.' + call.outcome)}${call.status > 0 && call.outcome !== 'answered' ? ' ' + call.status : ''}<//>`;
}

export function lasted(call) {
  if (!call.answeredAt || !call.endedAt) return '–';
  return number(Math.max(0, Math.round((new Date(call.endedAt) - new Date(call.answeredAt)) / 1000))) + ' s';
}

function Why({ call }) {
  return html`<${Card} title=${t('call.why')} tools=${html`<${Became} call=${call} />`}>
    <ul class="causes">${call.why.map(({ cause, advice }) => html`<li><strong>${t('why.' + cause, { status: call.status })}</strong>
      ${advice && html`<p>${t('why.' + cause + '.advice')}</p>`}</li>`)}</ul>
    <dl class="facts"><div><dt>${t('when')}</dt><dd>${time(call.beganAt)}</dd></div><div><dt>${t('call.lasted')}</dt><dd>${lasted(call)}</dd></div>
      <div><dt>Call-ID</dt><dd class="mono">${call.callId}</dd></div></dl><//>`;
}

export function Call({ id }) {
  const [state, load] = useLoaded(() => get('/calls/past/' + part(id)), [id]);
  const call = state.value;
  return html`<${Head} title=${call ? t('call.title', { from: name(call.from), to: name(call.to) }) : t('page.calls')}>
      <a class="button" href="#/calls">${t('call.back')}</a><button onClick=${load}>${t('reload')}</button><//>
    <${Loaded} state=${state} load=${load}>${one => html`<${Why} call=${one} />
      <${Card} title=${t('ladder.title')}>${one.lost > 0 && html`<${Notice} kind="warn">${t('ladder.lost', { n: one.lost })}<//>`}
        <p class="small quiet">${t('ladder.lead')}</p><${Ladder} call=${one} /><//>
      <${Card} title=${t('call.heard')}><${Quality} call=${one} /><//>`}<//>`;
}
