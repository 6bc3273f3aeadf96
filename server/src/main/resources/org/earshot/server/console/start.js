// First steps, behind the first administrator: under which name people are reached, what phones have to trust, and the first people.
import { html, useState } from '/console/htm.js';
import { get } from '/console/api.js';
import { t } from '/console/words.js';
import { Card, Form, Head, Loaded, Notice, Secret, useLoaded } from '/console/ui.js';
import { Import, Invite, NewAccount } from '/console/people.js';

// Names that nobody finds from elsewhere, and numeric addresses.
const TRIAL = /^(localhost|\[.*\]|[\d.]+|.*\.(local|localhost|invalid|test|example))$/;

function Domain({ domain }) {
  return html`<${Card} title=${t('start.domain')}><p>${t('start.domain.is', { domain })}</p>
    ${TRIAL.test(domain) && html`<${Notice} kind="warn">${t('start.domain.trial')}<//>`}
    <p class="small quiet">${t('start.domain.change')}</p><//>`;
}

function Certificate() {
  const [state, load] = useLoaded(() => get('/certificate-authority/fingerprint').catch(problem => {
    if (problem.status === 422) return {};
    throw problem;
  }));
  const [pem, setPem] = useState('');
  return html`<${Card} title=${t('start.certificate')}><${Loaded} state=${state} load=${load}>${found => found.fingerprint
    ? html`<p>${t('start.certificate.own')}</p><pre tabindex="0">${found.fingerprint}</pre>
      <${Form} button=${t('start.certificate.show')} send=${async () => setPem((await get('/certificate-authority')).certificate)} />`
    : html`<p>${t('start.certificate.other')}</p>`}<//>
    <p class="small quiet">${t('start.certificate.change')}</p>
    ${pem && html`<${Secret} title=${t('start.certificate.show')} text=${t('start.certificate.text')} secret=${pem} onClose=${() => setPem('')} />`}<//>`;
}

function People({ session }) {
  const [state, load] = useLoaded(() => get('/accounts?limit=1'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const done = () => { close(); load(); };
  return html`<${Card} title=${t('start.people')}><p>${t('start.people.lead')}</p>
    <${Loaded} state=${state} load=${load}>${found => html`<p class="small quiet">${t(found.length ? 'start.people.some' : 'start.people.none')} <a href="#/people">${t('page.people')}</a></p>`}<//>
    ${session.role !== 'auditor' && html`<div class="actions"><button onClick=${() => setDialog(html`<${Import} onClose=${done} onMade=${load} />`)}>${t('import.button')}</button>
      <button onClick=${() => setDialog(html`<${Invite} onClose=${close} />`)}>${t('people.invite')}</button>
      <button class="primary" onClick=${() => setDialog(html`<${NewAccount} onClose=${close} onMade=${done} />`)}>${t('people.new')}</button></div>`}${dialog}<//>`;
}

export function Start({ session }) {
  return html`<${Head} title=${t('start.title')} lead=${t('start.lead')}><a class="button" href="#/live">${t('start.go')}</a><//>
    <${Domain} domain=${session.domain} /><${Certificate} /><${People} session=${session} />`;
}
