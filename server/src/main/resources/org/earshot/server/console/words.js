// Words in the reader's language.
import { learn } from '/console/said.js';

const LANGUAGES = ['en', 'de'];
let words = {};
let language = 'en';

function wanted() {
  const chosen = localStorage.getItem('earshot-language');
  const all = chosen ? [chosen] : navigator.languages;
  return all.map(one => one.slice(0, 2)).find(one => LANGUAGES.includes(one)) || 'en';
}

export async function load() {
  language = wanted();
  const file = async name => (await fetch('/console/' + name + '.json')).json();
  words = await file(language);
  learn(...(language === 'en' ? [{}, {}] : await Promise.all([file('said-en'), file('said-' + language)])));
  document.documentElement.lang = language;
}

export async function choose(one) {
  localStorage.setItem('earshot-language', one);
  await load();
}

export const chosen = () => language;

// Of one thing both languages speak otherwise than of none or many: KEY.one, where {n} is one.
export function t(key, values = {}) {
  const text = (String(values.n) === '1' && words[key + '.one']) || (words[key] ?? key);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export const time = text => new Date(text).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'long' });
export const number = value => value.toLocaleString(language);
export const name = address => (address || '').replace(/^sips?:/, '');

// By the server's clock where it says what it shows: that of a browser may be another one.
export function since(text, now = Date.now()) {
  const seconds = Math.max(0, Math.round((new Date(now) - new Date(text)) / 1000));
  const two = value => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return (hours ? hours + ':' : '') + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
}

export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let step = 0;
  while (value >= 1024 && step < units.length - 1) { value /= 1024; step++; }
  return value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 }) + ' ' + units[step];
}
