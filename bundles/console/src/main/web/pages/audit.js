/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {BASE, get, list, maybe, post} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {exactTime} from '../core/format.js';
import {icon} from '../core/icons.js';
import {can} from '../core/me.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {panel, split} from '../kit/panel.js';
import {toastFailure} from '../kit/toast.js';
import {facts} from '../kit/tree.js';

const FILTERS = ['type', 'outcome', 'actor', 'target', 'request', 'from', 'to'];
const TYPES = ['auth', 'auth.login', 'auth.token', 'auth.client', 'auth.api-token', 'auth.key', 'user', 'group', 'role', 'client', 'config', 'deploy', 'data', 'audit'];
const OUTCOMES = ['success', 'failure', 'denied'];
const LIMIT = 200;

/** Who did what: searched, copied, and proved to be whole. */
class AuditPage extends Page {
  static properties = {checking: {state: true}, proof: {state: true}, more: {state: true}, loadingMore: {state: true}};

  #asked = null;

  get topics() {
    return ['deployment', 'configuration'];
  }

  dataKey() {
    return 'audit';
  }

  get #filter() {
    const {query} = this.route;
    return new URLSearchParams(FILTERS.filter(name => query[name]).map(name => [name, query[name]]));
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    const asked = this.#filter.toString();
    if (this.#asked !== null && asked !== this.#asked) this.reload();
    this.#asked = asked;
  }

  async load(signal) {
    const filter = this.#filter;
    filter.set('limit', String(LIMIT));
    try {
      const [page, users] = await Promise.all([get(`audit?${filter}`, {signal}), this.names ?? (can('platform.users') ? maybe(list('users?limit=500', {signal}), []) : [])]);
      this.names ??= users instanceof Map ? users : new Map(users.map(each => [each.id, each.name]));
      this.more = page.next;
      return {rows: page.items, fault: ''};
    } catch (e) {
      if (e.status !== 400) throw e;
      return {rows: this.data?.rows ?? [], fault: e.detail};
    }
  }

  async #older() {
    this.loadingMore = true;
    try {
      const page = await get(this.more);
      this.more = page.next;
      this.data = {...this.data, rows: [...this.data.rows, ...page.items]};
    } catch (e) {
      toastFailure(e);
    } finally {
      this.loadingMore = false;
    }
  }

  async #verify() {
    this.checking = true;
    try {
      this.proof = (await post('audit/verification', {})).body;
    } catch (e) {
      toastFailure(e);
    } finally {
      this.checking = false;
    }
  }

  #who({kind, subject, client}) {
    const name = kind === 'user' ? this.names?.get(subject) ?? subject : subject ?? client ?? t(`audit.actor.${kind}`);
    return client && kind === 'user' ? `${name} (${client})` : name;
  }

  get #columns() {
    const {query} = this.route;
    return [
      {id: 'time', label: t('column.when'), header: true, width: '12rem', cell: row => html`<a href=${href('audit', row.sequence, '', query)} title=${row.time}>${exactTime(row.time)}</a>`},
      {id: 'type', label: t('audit.type'), cell: row => html`<code title=${row.type}>${row.type}</code>`},
      {id: 'actor', label: t('column.who'), width: '11rem', cell: row => html`<span title=${row.actor.subject ?? ''}>${this.#who(row.actor)}</span>`},
      {id: 'target', label: t('audit.target'), cell: row => row.target ? html`<code title=${row.target}>${row.target}</code>` : html`<span class="muted">–</span>`},
      {id: 'outcome', label: t('audit.outcome'), width: '7rem', cell: row => badge(row.outcome)},
      {id: 'remote', label: t('users.address'), width: '9rem', cell: row => row.remote ?? html`<span class="muted">–</span>`},
    ].filter(column => !this.route.id || column.id !== 'remote' && column.id !== 'target');
  }

  view({rows, fault}) {
    const {q = ''} = this.route.query;
    const filtered = this.#filter.size > 0;
    const chosen = this.route.id ? rows.find(each => String(each.sequence) === this.route.id) : null;
    return html`${head(t('page.audit'), {lead: t('audit.lead'), actions: html`
        ${button({label: t('audit.verify'), symbol: 'check', busy: this.checking, scope: 'platform.audit', run: () => this.#verify()})}
        ${linkButton({label: t('audit.export'), symbol: 'download', to: `${BASE}/audit/export?${this.#filter}`, download: 'audit.jsonl'})}`})}
      ${this.proof ? this.#proved(this.proof) : nothing}
      ${this.#filters()}
      ${fault ? html`<p class="notice bad" role="alert">${fault}</p>` : nothing}
      ${split(html`<sr-table .rows=${rows} .columns=${this.#columns} .key=${row => row.sequence} .text=${row => `${row.type} ${row.target ?? ''} ${this.#who(row.actor)} ${JSON.stringify(row.details)}`} .words=${q} .label=${t('page.audit')}
        .rowClass=${row => String(row.sequence) === this.route.id ? 'selected' : ''} .empty=${() => q || filtered ? nothingMatches(() => router.query(Object.fromEntries(['q', ...FILTERS].map(name => [name, ''])))) : nothingYet({symbol: 'audit', title: t('audit.none'), text: t('audit.none.text')})}></sr-table>
        ${this.more ? html`<p class="row">${button({label: t('audit.older'), symbol: 'down', busy: this.loadingMore, run: () => this.#older()})}</p>` : nothing}`,
      this.route.id ? this.#record(chosen) : null)}`;
  }

  #filters() {
    const {query} = this.route;
    const select = (name, options, label) => html`<label><span class="sr-unseen">${t(`audit.${name}`)}</span><select @change=${event => router.query({[name]: event.target.value})}>
      <option value="">${t(`audit.any.${name}`)}</option>${options.map(value => html`<option value=${value} ?selected=${query[name] === value}>${label(value)}</option>`)}</select></label>`;
    const types = query.type && !TYPES.includes(query.type) ? [...TYPES, query.type] : TYPES;
    const moment = name => html`<label>${t(`audit.${name}`)} <input type="datetime-local" .value=${local(query[name])} @change=${event => router.query({[name]: event.target.value ? new Date(event.target.value).toISOString() : ''})}></label>`;
    const chips = ['actor', 'target', 'request'].filter(name => query[name]);
    return html`<div class="toolbar" role="search">
      <label class="search"><span class="sr-unseen">${t('audit.filter')}</span>${icon('search')}<input type="search" .value=${query.q ?? ''} placeholder=${t('audit.filter')} @input=${event => router.query({q: event.target.value})}></label>
      ${select('type', types, value => value)}${select('outcome', OUTCOMES, value => t(`state.${value}`))}${moment('from')}${moment('to')}
      ${chips.map(name => html`<button type="button" class="chip" aria-pressed="true" @click=${() => router.query({[name]: ''})}>${t(`audit.${name}`)}: ${name === 'actor' ? this.names?.get(query.actor) ?? query.actor : query[name]} ${icon('cross')}</button>`)}</div>`;
  }

  #record(row) {
    const close = href('audit', '', '', this.route.query);
    if (!row) return panel(t('audit.gone'), html`<p>${t('audit.gone.text')}</p>`, close);
    const only = (name, value) => html` <a href=${href('audit', '', '', {...this.route.query, [name]: value})}>${t('audit.only')}</a>`;
    const details = Object.entries(row.details);
    return panel(row.type, html`${facts([
      [t('column.when'), exactTime(row.time)], [t('audit.outcome'), badge(row.outcome)],
      [t('column.who'), html`${this.#who(row.actor)}${row.actor.subject ? only('actor', row.actor.subject) : nothing}`],
      [t('audit.target'), row.target ? html`<code class="wrap">${row.target}</code>${only('target', row.target)}` : undefined],
      [t('users.address'), row.remote],
      [t('audit.request'), row.request ? html`<code>${row.request}</code>${only('request', row.request)} <a href=${href('logs', '', '', {request: row.request})}>${t('page.logs')}</a>` : undefined],
      [t('audit.sequence'), row.sequence], [t('audit.hash'), html`<code class="hash">${row.hash}</code>`]])}
      ${details.length > 0 ? html`<h3>${t('audit.details')}</h3>${facts(details.map(([name, value]) => [name, html`<code class="wrap">${typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>`]))}` : nothing}`, close, badge(row.outcome));
  }

  #proved(proof) {
    const broken = proof.firstBroken;
    return html`<div class="notice ${proof.intact ? 'good' : 'bad'}" role="status"><p><strong>${proof.intact ? t('audit.intact', proof.records, proof.segments) : t('audit.broken', proof.faultCount)}</strong></p>
      ${broken ? html`<p>${broken.sentence}${broken.file ? html` <code>${broken.file}${broken.line ? `:${broken.line}` : ''}</code>` : nothing}</p>` : nothing}
      ${proof.faults.length > 1 ? html`<ul>${proof.faults.slice(1, 10).map(each => html`<li>${each.sentence}</li>`)}</ul>` : nothing}
      ${proof.notes.length > 0 ? html`<ul>${proof.notes.map(each => html`<li>${each}</li>`)}</ul>` : nothing}
      ${proof.newest ? html`<p>${t('audit.newest', proof.newest.sequence)} <code class="hash">${proof.newest.hash}</code></p>` : nothing}</div>`;
  }
}
customElements.define('sr-page-audit', AuditPage);

function local(iso) {
  if (!iso || Number.isNaN(Date.parse(iso))) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
