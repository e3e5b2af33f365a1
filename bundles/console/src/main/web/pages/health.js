/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {amount, bytes, duration, time} from '../core/format.js';
import {live} from '../core/live.js';
import {withPoint} from '../core/pure.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge, bundleLink, tag} from '../kit/badge.js';
import {nothingMatches} from '../kit/empty.js';
import {card} from '../kit/tree.js';

const MOST_POINTS = 180;
const POLL_MILLIS = 5000;

/** Whether all is well, and how much goes on. */
class HealthPage extends Page {
  static properties = {metrics: {state: true}};

  #timer = 0;

  get topics() {
    return ['health'];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.#refresh(), POLL_MILLIS);
    this.listen(live, 'metrics', event => this.#add(event.detail));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async load(signal) {
    const [health, metrics] = await Promise.all([maybe(get('health', {signal})), maybe(get('metrics/summary', {signal}))]);
    this.metrics = metrics;
    return {health};
  }

  async #refresh() {
    this.metrics = await maybe(get('metrics/summary')).catch(() => this.metrics) ?? this.metrics;
  }

  /** The stream brings a point every few seconds, between what the summary has kept. */
  #add(point) {
    const history = this.metrics?.platform.history;
    if (!history) return;
    const next = withPoint(history, point, Math.round(Date.now() / 1000), MOST_POINTS);
    this.metrics = {...this.metrics, platform: {...this.metrics.platform, ...point, history: next}};
  }

  view({health}) {
    const platform = this.metrics?.platform;
    return html`${head(t('page.health'), {badges: health ? badge(health.status) : nothing, lead: platform ? t('health.lead', duration(platform.uptimeSeconds * 1000), platform.inFlight, platform.threads) : nothing})}
      ${health ? this.#checks(health.checks) : nothing}
      ${platform ? this.#charts(platform) : html`<p class="muted">${t('health.no-metrics')}</p>`}
      ${this.metrics ? this.#bundles(this.metrics.bundles) : nothing}`;
  }

  #checks(checks) {
    const order = {CRITICAL: 0, TEMPORARILY_UNAVAILABLE: 1, WARN: 2};
    const sorted = [...checks].sort((a, b) => (order[a.status] ?? 9) - (order[b.status] ?? 9));
    return card(t('health.checks'), html`<table class="plain"><thead><tr><th>${t('health.check')}</th><th>${t('column.state')}</th><th>${t('health.says')}</th><th>${t('health.checked')}</th></tr></thead>
      <tbody>${sorted.map(each => html`<tr><td>${each.name} ${(each.tags ?? []).map(name => tag(name))}</td><td>${badge(each.status)}</td>
        <td>${(each.messages ?? []).join(' ')}${each.bundle ? html` <a href=${href('bundles', each.bundle)}>${each.bundle}</a>` : nothing}</td><td>${each.checked ? time(each.checked) : '–'}</td></tr>`)}</tbody></table>`, {flush: true});
  }

  #charts(platform) {
    const {history = {seconds: []}} = platform;
    const chart = (label, format, ...series) => html`<div class="card"><div class="card-body"><sr-chart .label=${label} .seconds=${history.seconds} .format=${format} .series=${series}></sr-chart></div></div>`;
    return html`<div class="columns">
      ${chart(t('health.traffic'), amount, {label: t('metric.requests'), values: history.requestsPerSecond ?? []}, {label: t('metric.errors'), values: history.errorsPerSecond ?? [], tone: 'bad'})}
      ${chart(t('health.latency'), duration, {label: t('metric.p95'), values: history.p95Millis ?? []})}
      ${chart(t('metric.heap'), bytes, {label: t('health.used'), values: history.heapUsed ?? []})}
      ${chart(t('metric.cpu'), value => `${amount(value * 100)} %`, {label: t('health.used'), values: history.cpu ?? []})}</div>`;
  }

  #bundles(bundles) {
    const {q = '', sort = '-rate'} = this.route.query;
    const columns = [
      {id: 'bundle', label: t('column.bundle'), header: true, value: row => row.bundle, cell: row => bundleLink(row.bundle)},
      {id: 'rate', label: t('column.rate'), width: '7rem', end: true, value: row => row.requestsPerSecond, cell: row => amount(row.requestsPerSecond)},
      {id: 'errors', label: t('column.errors'), width: '7rem', end: true, value: row => row.errorsPerSecond, cell: row => html`<span class=${row.errorsPerSecond > 0 ? 'bad' : ''}>${amount(row.errorsPerSecond)}</span>`},
      {id: 'p50', label: t('metric.p50'), width: '7rem', end: true, value: row => row.p50Millis, cell: row => duration(row.p50Millis)},
      {id: 'p95', label: t('metric.p95.short'), width: '7rem', end: true, value: row => row.p95Millis, cell: row => duration(row.p95Millis)},
      {id: 'flight', label: t('metric.inFlight.short'), width: '7rem', end: true, value: row => row.inFlight, cell: row => amount(row.inFlight)},
      {id: 'generations', label: t('metric.generations'), width: '8rem', end: true, value: row => row.generations, cell: row => amount(row.generations)},
    ];
    return html`<sr-toolbar .rows=${bundles} .words=${q} .placeholder=${t('bundles.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${bundles} .columns=${columns} .key=${row => row.bundle} .text=${row => row.bundle} .words=${q} .sort=${sort} .label=${t('health.bundles')}
        .empty=${some => some ? nothingMatches(() => router.query({q: ''})) : nothing} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-page-health', HealthPage);
