// How the server is set up.
import { html, useState } from '/console/htm.js';
import { get } from '/console/api.js';
import { t } from '/console/words.js';
import { Card, Field, Head, Loaded, Table, Tabs, useLoaded } from '/console/ui.js';
import { Configuration } from '/console/configuration.js';
import { Directory } from '/console/directory.js';

const words = value => Array.isArray(value) ? (value.length ? value.map(words).join('; ') : '–')
  : value !== null && typeof value === 'object' ? Object.entries(value).map(([k, v]) => k + ' ' + words(v)).join(', ') || '–' : String(value);

function Now() {
  const [status, loadStatus] = useLoaded(() => get('/status'));
  const [settings, loadSettings] = useLoaded(() => get('/configuration'));
  const [kept, loadKept] = useLoaded(() => get('/retention'));
  const [search, setSearch] = useState('');
  return html`<${Card} title=${t('settings.kept')}><${Loaded} state=${kept} load=${loadKept}>${found => html`<${Table} caption=${t('settings.kept.caption')} rows=${found.rules} empty=${t('settings.kept.empty')} columns=${[
      { label: t('settings.class'), cell: r => t('settings.class.' + r.class) }, { label: t('settings.period'), cell: r => r.period }, { label: t('roles.by'), cell: r => r.by }]} />`}<//><//>
    <${Card} title=${t('settings.all')}>
      <p class="small quiet">${t('settings.all.lead')}</p>
      <${Field} label=${t('search')} type="search" value=${search} onInput=${e => setSearch(e.target.value)} />
      <${Loaded} state=${settings} load=${loadSettings}>${found => html`<${Table} caption=${t('settings.all.caption')} rows=${Object.entries(found).filter(([k, v]) => (k + v).toLowerCase().includes(search.toLowerCase()))} empty=${t('settings.none')} columns=${[
        { label: t('settings.key'), cell: ([key]) => html`<span class="mono key">${key}</span>` },
        { label: t('settings.value'), cell: ([, value]) => value === '' ? html`<span class="quiet">${t('settings.unset')}</span>` : value }]} />`}<//><//>
    <${Card} title=${t('settings.status')}><${Loaded} state=${status} load=${loadStatus}>${found => html`<${Table} caption=${t('settings.status.caption')} rows=${Object.entries(found)} empty="" columns=${[
      { label: t('settings.key'), cell: ([key]) => html`<span class="mono key">${key}</span>` }, { label: t('settings.value'), cell: ([, value]) => words(value) }]} />`}<//><//>`;
}

export function Settings({ session }) {
  const [tab, setTab] = useState('now');
  return html`<${Head} title=${t('page.settings')} lead=${t('settings.lead')}><a class="button" href="#/start">${t('start.title')}</a><//>
    <${Tabs} chosen=${tab} choose=${setTab} tabs=${['now', 'file', 'directory'].map(one => [one, t('config.tab.' + one)])}>
    ${tab === 'now' ? html`<${Now} />` : tab === 'file' ? html`<${Configuration} session=${session} />` : html`<${Directory} session=${session} />`}<//>`;
}
