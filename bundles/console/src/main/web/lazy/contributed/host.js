/* SPDX-License-Identifier: Apache-2.0 */
// What contributed code gets to work with. Everything here is a promise to people who write bundles: docs/guide/pages.md.
import {html} from 'lit';
import {session} from '../../core/api.js';
import {chooseLocale, languages} from '../../core/contributions.js';
import {onLive} from '../../core/live.js';
import {can} from '../../core/me.js';
import {router, writeAddress} from '../../core/router.js';
import {language} from '../../core/texts.js';
import {ask} from '../../kit/dialog.js';
import {toast} from '../../kit/toast.js';

const API_VERSION = 1;
const TOPICS = ['bundle', 'deployment', 'job', 'health', 'configuration', 'services', 'pages', 'metrics', 'reset'];
const TONES = ['plain', 'good', 'bad'];
const texts = new Map();
const tags = new WeakMap();
let next = 0;

/** Reads the texts of a bundle in the best language: what that lacks comes from the standard. */
export function textsOf(from) {
  if (!texts.has(from.base)) texts.set(from.base, readTexts(from).catch(e => {
    texts.delete(from.base);
    throw e;
  }));
  return texts.get(from.base);
}

async function readTexts({i18n}) {
  const locale = chooseLocale(Object.keys(i18n.files), languages(), i18n.standard);
  const files = [...new Set([i18n.standard, locale])].filter(each => i18n.files[each]);
  const all = await Promise.all(files.map(async each => {
    const answer = await fetch(i18n.files[each], {credentials: 'same-origin'});
    if (!answer.ok) throw new Error(`${i18n.files[each]}: ${answer.status}`);
    return answer.json();
  }));
  return {locale, entries: Object.assign({}, ...all)};
}

/** Makes an element of a class. Each class gets a tag of its own, since no browser lets one be used twice. */
export function made(type, {bundle}) {
  let known = tags.get(type);
  if (!known) {
    known = class extends type {};
    const name = bundle.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    customElements.define(`x-${name}-${next++}`, known);
    tags.set(type, known);
  }
  // Unlike createElement this throws what the constructor throws.
  return new known();
}

/** Reads an address, which must be one of this server. */
function own(address, base = location.href) {
  const target = new URL(address, base);
  if (target.origin !== location.origin) throw new TypeError(`${target.origin} is another origin: only addresses of this server can be used`);
  return target;
}

function watchTheme(call) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(() => call());
  observer.observe(document.documentElement, {attributes: true, attributeFilter: ['data-theme']});
  system.addEventListener('change', call);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', call);
  };
}

function theme() {
  const {theme: chosen} = document.documentElement.dataset;
  return chosen === 'light' || chosen === 'dark' ? chosen : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Makes the host of one contribution; `close` ends what it listens to. */
export function makeHost(item, {locale, entries}) {
  const {from, bundle, version} = item;
  const ends = new Set();
  let isClosed = false;
  const t = (key, ...values) => (Object.hasOwn(entries, key) ? entries[key] : key).replace(/\{(\d)}/g, (whole, index) => String(values[index] ?? ''));
  const address = (page, {path = '', query = {}} = {}) => writeAddress('x', bundle, page, query, '/console').replace(/(?=\?|$)/, path.split('/').filter(each => each).map(each => `/${encodeURIComponent(each)}`).join(''));
  return Object.freeze({
    apiVersion: API_VERSION,
    bundle: Object.freeze({symbolicName: bundle, version}),
    locale: locale || language(),
    get theme() {
      return theme();
    },
    async fetch(input, options = {}) {
      const target = own(input instanceof Request ? input.url : input, location.origin);
      const request = new Request(input instanceof Request ? input : target, {...options, mode: 'same-origin', credentials: 'same-origin'});
      if (!request.headers.has('Accept')) request.headers.set('Accept', 'application/json');
      const answer = await fetch(request);
      if (answer.status === 401) session.dispatchEvent(new CustomEvent('over'));
      return answer;
    },
    subscribe(topics, call) {
      const wanted = [topics].flat();
      const unknown = wanted.find(each => each !== 'theme' && !TOPICS.includes(each));
      if (unknown) throw new TypeError(`there is no topic '${unknown}'; there are ${['theme', ...TOPICS].join(', ')}`);
      if (isClosed) return () => {};
      const undo = [wanted.includes('theme') ? watchTheme(() => call('theme', theme())) : () => {}, onLive(wanted.filter(each => each !== 'theme' && each !== 'reset'), (type, detail) => call(type, detail))];
      const end = () => {
        undo.forEach(each => each());
        ends.delete(end);
      };
      ends.add(end);
      return end;
    },
    navigate(target, options) {
      const found = /^\/|^[a-z][a-z0-9+.-]*:/i.test(target) ? own(target) : own(address(target, options));
      if (found.pathname === '/console' || found.pathname.startsWith('/console/')) router.go(found.pathname + found.search, options);
      else location.assign(found);
    },
    href: (page, options) => address(page, options),
    asset: path => {
      const target = new URL(path, new URL(from.base, location.origin));
      if (!target.href.startsWith(location.origin + from.base)) throw new TypeError(`${path} is not below the folder of the bundle`);
      return target.pathname;
    },
    toast: (text, tone = 'plain') => toast(String(text), TONES.includes(tone) ? tone : 'plain'),
    confirm: ({title, text = '', confirm, danger = false}) => ask({title: String(title), confirm: String(confirm ?? title), tone: danger ? 'danger' : '', body: html`<p>${String(text)}</p>`}),
    can: scope => can(scope),
    t,
    make: type => made(type, item),
    close() {
      isClosed = true;
      [...ends].forEach(end => end());
    },
    get closed() {
      return isClosed;
    },
  });
}
