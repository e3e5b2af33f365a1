/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe, request, url} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {time} from '../core/format.js';
import {whyNot} from '../core/me.js';
import {coalesce} from '../core/pure.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {button, linkButton} from '../kit/button.js';
import {ask} from '../kit/dialog.js';
import {toast, toastFailure} from '../kit/toast.js';
import {tabs} from '../kit/tabs.js';

const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];
const MOST = 2000;
const FIRST = 300;
const MINUTES = 10;

/** What the platform and its bundles log, as it happens; and how much they do. */
class LogsPage extends Page {
  static properties = {lines: {state: true}, paused: {state: true}, dropped: {state: true}};

  #stream = null;
  #asked = '';
  #add = coalesce(lines => this.#added(lines), requestAnimationFrame);

  constructor() {
    super();
    this.lines = [];
    this.dropped = 0;
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

  #query({query}) {
    const {level, bundle, q, request: requestId, trace} = query;
    return new URLSearchParams(Object.entries({level, bundle, q, request: requestId, trace}).filter(([, value]) => value)).toString();
  }

  async load(signal) {
    this.#close();
    if (this.route.id === 'levels') return {loggers: await list('loggers?limit=500', {signal})};
    const query = this.#query(this.route);
    this.#asked = query;
    const [logs, bundles] = await Promise.all([get(`logs?limit=${FIRST}${query ? `&${query}` : ''}`, {signal}), maybe(list('bundles?limit=500', {signal}), [])]);
    this.lines = logs.items.reverse();
    this.dropped = 0;
    if (!signal.aborted) this.#follow(query);
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

  #added(lines) {
    if (this.paused) return;
    const name = line => `${line.at} ${line.id}`;
    const known = new Set(this.lines.slice(-lines.length - 50).map(name));
    this.lines = [...this.lines, ...lines.filter(each => !known.has(name(each)))].slice(-MOST);
  }

  view(data) {
    const levels = this.route.id === 'levels';
    return html`${head(t('page.logs'), {lead: t('logs.lead')})}
      ${tabs([{id: 'lines', label: t('logs.lines'), href: href('logs')}, {id: 'levels', label: t('logs.levels'), href: href('logs', 'levels')}], levels ? 'levels' : 'lines', t('page.logs'))}
      ${levels ? this.#levels(data) : this.#lines(data)}`;
  }

  #lines({bundles = []}) {
    const {level = '', bundle = '', q = '', request: requestId, trace} = this.route.query;
    const query = this.#query(this.route);
    const select = (label, name, value, options, none) => html`<label><span class="sr-unseen">${label}</span><select @change=${event => router.query({[name]: event.target.value})}>
      <option value="">${none}</option>${options.map(each => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}</select></label>`;
    return html`<div class="toolbar"><sr-toolbar .words=${q} .placeholder=${t('logs.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
        ${select(t('log.level'), 'level', level, LEVELS, t('logs.any-level'))}
        ${select(t('column.bundle'), 'bundle', bundle, bundle && !bundles.includes(bundle) ? [bundle, ...bundles] : bundles, t('logs.any-bundle'))}
        ${requestId ? html`<button type="button" class="chip" aria-pressed="true" @click=${() => router.query({request: ''})}>${t('logs.request', requestId)}</button>` : nothing}
        ${trace ? html`<button type="button" class="chip" aria-pressed="true" @click=${() => router.query({trace: ''})}>${t('logs.trace', trace)}</button>` : nothing}
        <div class="end">${button({label: this.paused ? t('logs.go-on') : t('logs.pause'), symbol: this.paused ? 'play' : 'pause', small: true, pressed: Boolean(this.paused), run: () => {
          this.paused = !this.paused;
          if (!this.paused) this.reload();
        }})}
        ${linkButton({label: t('logs.download'), symbol: 'download', small: true, to: url(`logs/download${query ? `?${query}` : ''}`), download: 'subrack.log'})}</div></div>
      ${this.dropped > 0 ? html`<p class="notice warn">${t('logs.dropped', this.dropped)}</p>` : nothing}
      <sr-log class="tall" .lines=${this.lines} .follow=${!this.paused} .words=${q}></sr-log>`;
  }

  #levels({loggers = []}) {
    const {q = '', sort = 'name'} = this.route.query;
    const columns = [
      {id: 'name', label: t('logs.logger'), header: true, value: row => row.name, cell: row => html`<code>${row.name}</code>`},
      {id: 'effective', label: t('log.level'), width: '8rem', value: row => row.effective, cell: row => row.effective},
      {id: 'level', label: t('logs.own'), width: '8rem', value: row => row.level, cell: row => row.level ?? html`<span class="muted">–</span>`},
      {id: 'until', label: t('log.level.until'), width: '10rem', value: row => row.until, cell: row => row.until ? time(row.until) : html`<span class="muted">–</span>`},
    ];
    const why = whyNot('platform.config');
    return html`<sr-toolbar .rows=${loggers} .words=${q} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${loggers} .columns=${columns} .key=${row => row.name} .text=${row => row.name} .words=${q} .sort=${sort} .label=${t('logs.levels')} @sort=${event => router.query({sort: event.detail})}
        .actions=${row => [...LEVELS.map(level => ({label: t('logs.set', level, MINUTES), symbol: 'logs', why, run: () => this.#set(row.name, level)})), null, {label: t('logs.reset'), symbol: 'undo', why: why || (row.level ? '' : t('logs.reset.why')), run: () => this.#set(row.name, null)}]}></sr-table>`;
  }

  async #set(name, level) {
    try {
      const path = `loggers/${encodeURIComponent(name)}`;
      if (level === 'TRACE' && !await ask({title: t('logs.set', level, MINUTES), body: t('logs.trace.warning'), confirm: t('logs.raise')})) return;
      if (level) await request('PUT', path, {body: {level, minutes: MINUTES}});
      else await request('DELETE', path);
      toast(level ? t('log.level.set', level, MINUTES) : t('log.level.reset'), 'good');
      this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }
}
customElements.define('sr-page-logs', LogsPage);
