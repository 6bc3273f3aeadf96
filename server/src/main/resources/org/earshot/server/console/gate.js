// Logging in, and the first people.
import { html, useEffect, useRef, useState } from '/console/htm.js';
import * as api from '/console/api.js';
import { t } from '/console/words.js';
import { Codes, Field, Form, Notice } from '/console/ui.js';

function Gate({ title, children }) {
  useEffect(() => { document.title = title + ' · Earshot'; }, [title]);
  return html`<main class="gate"><section class="card"><div class="brand"><img src="/console/icon.svg" alt="" /><div>Earshot<small>${t('console')}</small></div></div>
    <h1>${title}</h1>${children}</section></main>`;
}

function LogInForm({ name = '', onIn }) {
  const ref = useRef(null);
  useEffect(() => { [...ref.current.querySelectorAll('input')].find(field => !field.value)?.focus(); }, []);
  return html`<div ref=${ref}><${Form} button=${t('login.button')} send=${async fields => onIn(await api.logIn(fields.name.trim(), fields.password, fields.code.trim()))}>
    <${Field} label=${t('login.name')} name="name" defaultValue=${name} autocomplete="username" required autocapitalize="none" spellcheck="false" />
    <${Field} label=${t('login.password')} name="password" type="password" autocomplete="current-password" required />
    <${Field} label=${t('login.code')} hint=${t('login.code.hint')} name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,7}" required />
  <//></div>`;
}

const TROUBLE = ['refused', 'unavailable', 'again', 'failed', 'unknown', 'another'];

// `why`: what became of a login by the identity provider.
export function LogIn({ ended, why, onIn, language }) {
  const [ways, setWays] = useState({});
  useEffect(() => { api.get('/session/ways').then(setWays, () => setWays({})); }, []);
  return html`<${Gate} title=${t('login.title')}>
    ${ended && html`<${Notice} kind="warn">${t('login.ended')}<//>`}
    ${TROUBLE.includes(why) && html`<${Notice} kind="bad">${t('login.oidc.' + why)}<//>`}
    ${ways.oidc && html`<p><a class="button wide" href="/api/v1/session/oidc">${t('login.oidc', { label: ways.oidc })}</a></p><p class="small quiet">${t('login.oidc.or')}</p>`}
    <${LogInForm} name=${ended} onIn=${onIn} />
    <p class="small quiet">${t('login.first')} <code class="mono">earshot admin console-link</code></p>${language}<//>`;
}

// The first administrator, the first officer if wanted, and then the log-in.
export function FirstRun({ token, onIn }) {
  const [step, setStep] = useState('administrator');
  const [made, setMade] = useState(null);
  const [first, setFirst] = useState('');
  const make = role => async fields => {
    if (fields.password !== fields.again) throw new api.Problem(400, t('setup.differ'));
    const name = fields.name.trim();
    setMade(await api.post('/setup', { token, role, name, password: fields.password }));
    if (role === 'administrator') setFirst(name);
  };
  const next = to => { setMade(null); setStep(to); };
  if (made) {
    return html`<${Gate} title=${t('setup.app', { name: made.name })}><${Codes} made=${made} />
      ${step === 'administrator' ? html`<p>${t('setup.officer.ask')}</p><div class="actions">
        <button onClick=${() => next('officer')}>${t('setup.officer.now')}</button>
        <button class="primary" onClick=${() => next('login')}>${t('setup.continue')}</button></div>`
      : html`<button class="primary" onClick=${() => next('login')}>${t('setup.continue')}</button>`}<//>`;
  }
  if (step === 'login') {
    return html`<${Gate} title=${t('login.title')}><p>${t('setup.try')}</p><${LogInForm} name=${first} onIn=${onIn} /><//>`;
  }
  return html`<${Gate} key=${step} title=${t('setup.' + step + '.title')}><p class="quiet">${t('setup.' + step + '.lead')}</p>
    <${Form} button=${t('setup.make')} send=${make(step)} onCancel=${step === 'officer' ? () => next('login') : undefined}>
      <${Field} label=${t('login.name')} hint=${t('setup.name.hint')} name="name" required autocomplete="username" autocapitalize="none" spellcheck="false" />
      <${Field} label=${t('login.password')} hint=${t('setup.password.hint')} name="password" type="password" minlength="8" required autocomplete="new-password" />
      <${Field} label=${t('setup.again')} name="again" type="password" required autocomplete="new-password" /><//><//>`;
}
