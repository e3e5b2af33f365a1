/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe, request, url} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {exactTime} from '../core/format.js';
import {icon} from '../core/icons.js';
import {whyNot} from '../core/me.js';
import {coalesce} from '../core/pure.js';
import {href, router} from '../core/router.js';
import {t, tn} from '../core/texts.js';
import {button, linkButton} from '../kit/button.js';
import {edit} from '../kit/edit.js';
import {LEVELS, MINUTES, setLevel} from '../kit/level.js';
import {tabs} from '../kit/tabs.js';

const MOST = 2000;
const FIRST = 300;
const FILTERS = ['level', 'bundle', 'logger', 'q', 'request', 'trace', 'from', 'to'];
/** What only looks back: the stream knows nothing of it. */
const PAST = ['from', 'to'];

/** What the platform and its bundles log, as it happens; and how much they do. */
class LogsPage extends Page {
  static properties = {lines: {state: true}, paused: {state: true}, dropped: {state: true}, waiting: {state: true}};

  #stream = null;
  #asked = '';
  #add = coalesce(lines => this.#added(lines), requestAnimationFrame);

  constructor() {
    super();
    this.lines = [];
    this.dropped = 0;
    this.waiting = [];
  }

  dataKey(route) {
    return route.id === 'levels' ? 'levels' : `lines ${this.#query(route)}`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
  }

  #close() {
    this.#stream?.close();
    this.#stream = null;
  }

  #query({query}, names = FILTERS) {
    return new URLSearchParams(names.filter(name => query[name]).map(name => [name, query[name]])).toString();
  }

  async load(signal) {
    this.#close();
    if (this.route.id === 'levels') return {loggers: await list('loggers?limit=500', {signal})};
    const query = this.#query(this.route);
    this.#asked = query;
    const [logs, bundles] = await Promise.all([get(`logs?limit=${FIRST}${query ? `&${query}` : ''}`, {signal}), maybe(list('bundles?limit=500', {signal}), [])]);
    this.lines = logs.items.reverse();
    this.dropped = 0;
    this.waiting = [];
    if (!signal.aborted && !this.route.query.to) this.#follow(this.#query(this.route, FILTERS.filter(name => !PAST.includes(name))));
    return {bundles: bundles.map(each => each.symbolicName)};
  }

  #follow(query) {
    const stream = new EventSource(url(`logs/stream${query ? `?${query}` : ''}`));
    this.#stream = stream;
    stream.addEventListener('log', event => this.#add(JSON.parse(event.data)));
    stream.addEventListener('dropped', event => {
      this.dropped += Number(JSON.parse(event.data).count ?? 1);
    });
  }

  /** While paused, what comes waits: nothing moves, nothing is lost. */
  #added(lines) {
    if (this.paused) this.waiting = [...this.waiting, ...lines].slice(-MOST);
    else this.#append(lines);
  }

  #append(lines) {
    const name = line => `${line.at} ${line.id}`;
    const known = new Set(this.lines.slice(-lines.length - 50).map(name));
    this.lines = [...this.lines, ...lines.filter(each => !known.has(name(each)))].slice(-MOST);
  }

  #pause() {
    this.paused = !this.paused;
    if (this.paused) return;
    this.#append(this.waiting);
    this.waiting = [];
  }

  view(data) {
    const levels = this.route.id === 'levels';
    return html`${head(t('page.logs'), {lead: t('logs.lead')})}
      ${tabs([{id: 'lines', label: t('logs.lines'), href: href('logs')}, {id: 'levels', label: t('logs.levels'), href: href('logs', 'levels')}], levels ? 'levels' : 'lines', t('page.logs'))}
      ${levels ? this.#levels(data) : this.#lines(data)}`;
  }

  #lines({bundles = []}) {
    const {level = '', bundle = '', q = '', to} = this.route.query;
    const query = this.#query(this.route);
    const select = (label, name, value, options, none) => html`<label><span class="sr-unseen">${label}</span><select @change=${event => router.query({[name]: event.target.value})}>
      <option value="">${none}</option>${options.map(each => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}</select></label>`;
    return html`<div class="toolbar"><sr-toolbar .words=${q} .placeholder=${t('logs.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
        ${select(t('log.level'), 'level', level, LEVELS, t('logs.any-level'))}
        ${select(t('column.bundle'), 'bundle', bundle, bundle && !bundles.includes(bundle) ? [bundle, ...bundles] : bundles, t('logs.any-bundle'))}
        ${this.#chips()}
        <div class="end">${button({label: this.paused ? t('logs.go-on') : t('logs.pause'), symbol: this.paused ? 'play' : 'pause', small: true, pressed: Boolean(this.paused), why: to ? t('logs.past') : '', run: () => this.#pause()})}
        ${linkButton({label: t('logs.download'), symbol: 'download', small: true, to: url(`logs/download${query ? `?${query}` : ''}`), download: 'subrack.log'})}</div></div>
      ${bundle ? html`<div class="toolbar"><sr-level .bundle=${bundle}></sr-level></div>` : nothing}
      ${this.dropped > 0 ? html`<p class="notice warn">${t('logs.dropped', this.dropped)}</p>` : nothing}
      ${this.paused ? html`<p class="notice warn" role="status">${tn('logs.waiting', this.waiting.length)}</p>` : nothing}
      <sr-log class="tall" .lines=${this.lines} .follow=${!this.paused && !to} .words=${q}></sr-log>`;
  }

  /** What the lines are of, when another page led here. */
  #chips() {
    const {request: requestId, trace, logger, from, to} = this.route.query;
    const chip = (label, names) => html`<button type="button" class="chip" aria-pressed="true" @click=${() => router.query(Object.fromEntries(names.map(name => [name, ''])))}>${label} ${icon('cross')}</button>`;
    return html`${requestId ? chip(t('logs.request', requestId), ['request']) : nothing}${trace ? chip(t('logs.trace', trace), ['trace']) : nothing}${logger ? chip(logger, ['logger']) : nothing}
      ${from || to ? chip(t('logs.between', from ? exactTime(from) : '…', to ? exactTime(to) : '…'), PAST) : nothing}`;
  }

  #levels({loggers = []}) {
    const {q = '', sort = 'name'} = this.route.query;
    const columns = [
      {id: 'name', label: t('logs.logger'), header: true, value: row => row.name, cell: row => html`<a href=${href('logs', '', '', row.name === 'ROOT' ? {} : {logger: row.name})}><code>${row.name}</code></a>`},
      {id: 'effective', label: t('log.level'), width: '8rem', value: row => row.effective, cell: row => row.effective},
      {id: 'level', label: t('logs.own'), width: '8rem', value: row => row.level, cell: row => row.level ?? html`<span class="muted">–</span>`},
      {id: 'until', label: t('log.level.until'), width: '14rem', value: row => row.until, cell: row => row.until ? html`<sr-countdown .until=${row.until} @over=${() => this.reload()}></sr-countdown>` : html`<span class="muted">–</span>`},
    ];
    const why = whyNot('platform.config');
    return html`<sr-toolbar .rows=${loggers} .words=${q} .end=${button({label: t('logs.raise.title'), symbol: 'plus', small: true, scope: 'platform.config', run: () => this.#raise()})} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${loggers} .columns=${columns} .key=${row => row.name} .text=${row => row.name} .words=${q} .sort=${sort} .label=${t('logs.levels')} @sort=${event => router.query({sort: event.detail})}
        .actions=${row => [...LEVELS.map(level => ({label: t('logs.set', level, MINUTES), symbol: 'logs', why, run: () => this.#set(row.name, level)})), null, {label: t('logs.reset'), symbol: 'undo', why: why || (row.level ? '' : t('logs.reset.why')), run: () => this.#set(row.name, null)}]}></sr-table>`;
  }

  async #set(name, level) {
    if (await setLevel(`loggers/${encodeURIComponent(name)}`, level)) this.reload();
  }

  /** Any logger, also one that has no level of its own yet. */
  async #raise() {
    const saved = await edit({
      title: t('logs.raise.title'), confirm: t('logs.raise'), lead: t('logs.raise.text', MINUTES), values: {level: 'DEBUG'},
      attributes: [{id: 'name', name: t('logs.logger'), required: true, placeholder: 'com.example.orders'}, {id: 'level', name: t('log.level'), required: true, options: LEVELS.map(value => ({value}))}],
      run: ({name, level}) => request('PUT', `loggers/${encodeURIComponent((name ?? '').trim())}`, {body: {level, minutes: MINUTES}}),
    });
    if (saved) this.reload();
  }
}
customElements.define('sr-page-logs', LogsPage);
