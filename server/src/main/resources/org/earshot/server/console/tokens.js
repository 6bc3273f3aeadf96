// Tokens by which programs use the API.
import { html, useState } from '/console/htm.js';
import { get, part, post, remove } from '/console/api.js';
import { t, time } from '/console/words.js';
import { Badge, Card, Confirm, Dialog, Field, Form, Loaded, Secret, Table, useLoaded } from '/console/ui.js';

const KINDS = { good: 'good', over: '', revoked: 'bad', orphaned: 'warn' };

function NewToken({ scopes, onClose, onMade }) {
  return html`<${Dialog} title=${t('tokens.new')} onClose=${onClose}>
    <p class="small quiet">${t('tokens.new.lead')}</p>
    <${Form} button=${t('tokens.make')} onCancel=${onClose} send=${async (f, form) => onMade(await post('/tokens', {
      name: f.name.trim(), scopes: [...form.querySelectorAll('input[name=scope]:checked')].map(box => box.value), days: Number(f.days) }))}>
      <${Field} label=${t('tokens.name')} hint=${t('tokens.name.hint')} name="name" required maxlength="64" />
      <fieldset class="checks"><legend>${t('tokens.scopes')}</legend>${scopes.map(scope => html`<label class="check"><input type="checkbox" name="scope" value=${scope} /><span>${t('scope.' + scope)} <span class="small quiet mono">${scope}</span></span></label>`)}</fieldset>
      <${Field} label=${t('tokens.days')} name="days" type="number" min="1" max="366" defaultValue="90" required /><//><//>`;
}

export function Tokens({ session }) {
  const [state, load] = useLoaded(() => get('/tokens'));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const ends = token => token.state !== 'revoked' && token.state !== 'over' && (session.role !== 'auditor' || token.owner === session.name);
  return html`<${Card} title=${t('tokens.title')} tools=${html`<button class="primary" onClick=${() => setDialog(html`<${NewToken} scopes=${session.scopes} onClose=${close} onMade=${made => { load();
      setDialog(html`<${Secret} title=${t('tokens.made', { name: made.name })} text=${t('tokens.once', { at: time(made.expiresAt) })} secret=${made.token} onClose=${close} />`); }} />`)}>${t('tokens.new')}</button>`}>
    <p class="small quiet">${t('tokens.lead')}</p>
    <${Loaded} state=${state} load=${load}>${rows => html`<${Table} caption=${t('tokens.caption')} rows=${rows} empty=${t('tokens.empty')} columns=${[
      { label: t('tokens.name'), cell: k => html`<div class="wide"><strong>${k.name}</strong><br /><span class="small quiet">${k.owner}</span></div>` },
      { label: t('tokens.scopes'), cell: k => html`<span class="mono small">${k.scopes.join(' ')}</span>` },
      { label: t('tokens.used'), cell: k => k.lastUsedAt ? html`<div class="wide">${time(k.lastUsedAt)}<br /><span class="small quiet mono">${k.lastUsedFrom}</span></div>` : t('tokens.never') },
      { label: t('tokens.until'), cell: k => time(k.expiresAt) },
      { label: t('state'), cell: k => html`<${Badge} kind=${KINDS[k.state]}>${t('tokens.state.' + k.state)}<//>` },
      { label: t('actions'), end: true, cell: k => ends(k) ? html`<button class="plain danger" aria-label=${t('tokens.revoke.of', { name: k.name })} onClick=${() => setDialog(html`<${Confirm} title=${t('tokens.revoke.of', { name: k.name })} text=${t('tokens.revoke.text')} button=${t('tokens.revoke')}
        action=${async () => { await remove('/tokens/' + part(k.id)); load(); }} onClose=${close} />`)}>${t('tokens.revoke')}</button>` : '' }]} />`}<//>${dialog}<//>`;
}
