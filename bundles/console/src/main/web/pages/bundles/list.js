/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../../core/api.js';
import {changeBundles, obtain, requestOf, rollBackBundle} from '../../core/changes.js';
import {contributions} from '../../core/contributions.js';
import {Page, head} from '../../core/element.js';
import {amount} from '../../core/format.js';
import {installing} from '../../core/installing.js';
import {coalesce} from '../../core/pure.js';
import {href, router} from '../../core/router.js';
import {whyNot} from '../../core/me.js';
import {t, tn} from '../../core/texts.js';
import {badge, bundleLink, tag} from '../../kit/badge.js';
import {button, linkButton} from '../../kit/button.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';

const FACETS = [{id: 'health', of: row => row.health}, {id: 'more', of: row => row.update ? 'update' : undefined, label: () => t('bundles.updatable')}];
const TRAFFIC_MILLIS = 5000;

/** All bundles of the current set, as they are right now. */
class BundleList extends Page {
  static properties = {selected: {state: true}};

  #patch = coalesce(events => this.#patched(events), requestAnimationFrame);
  #timer = 0;

  constructor() {
    super();
    this.selected = new Set();
  }

  get topics() {
    return ['bundle', 'deployment'];
  }

  heading() {
    return t('page.bundles');
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(contributions, 'change', () => this.requestUpdate());
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.#traffic(), TRAFFIC_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** A row that only changes is changed in place; what comes and goes is loaded. */
  concerns(type, detail) {
    if (type === 'bundle' && detail.change === 'changed' && this.data) {
      this.#patch(detail);
      return false;
    }
    return type === 'bundle' || detail.status !== 'RUNNING';
  }

  #patched(events) {
    const latest = new Map(events.map(each => [each.symbolicName, each]));
    this.data = this.data?.map(row => latest.has(row.symbolicName) ? {...row, ...clean(latest.get(row.symbolicName))} : row);
  }

  async #traffic() {
    if (!this.data || this.data.length === 0 || this.noTraffic) return;
    const summary = await maybe(get('metrics/summary')).catch(() => undefined);
    if (summary === null) this.noTraffic = true;
    if (!summary) return;
    const traffic = new Map(summary.bundles.map(each => [each.bundle, each]));
    this.data = this.data.map(row => traffic.has(row.symbolicName) ? {...row, traffic: traffic.get(row.symbolicName)} : row);
  }

  async load(signal) {
    const bundles = await list('bundles?limit=500', {signal});
    this.noTraffic = false;
    const there = new Set(bundles.map(each => each.symbolicName));
    this.selected = new Set([...this.selected].filter(each => there.has(each)));
    return bundles;
  }

  get #columns() {
    return [
      {id: 'name', label: t('column.bundle'), header: true, value: row => row.symbolicName, cell: row => html`${bundleLink(row.symbolicName)}${contributedBadges(row)}`},
      {id: 'version', label: t('column.version'), width: '10rem', value: row => row.version, cell: row => html`${row.version}${row.update ? html` ${tag(html`<span aria-hidden="true">↑ ${row.update.version}</span><span class="sr-unseen">${t('bundles.update', row.update.version)}</span>`, 'info')}` : nothing}`},
      {id: 'health', label: t('column.state'), width: '6.5rem', value: row => row.health, cell: row => badge(row.health)},
      {id: 'services', label: t('column.services'), width: '5.25rem', end: true, value: row => servicesOf(row), cell: row => servicesOf(row) || dash()},
      {id: 'apis', label: t('column.apis'), width: '4.25rem', end: true, value: row => endpointsOf(row), cell: row => endpointsOf(row) || dash()},
      {id: 'rate', label: t('column.rate'), width: '4.5rem', end: true, value: row => row.traffic?.requestsPerSecond, cell: row => row.traffic ? amount(row.traffic.requestsPerSecond) : dash()},
      {id: 'errors', label: t('column.errors'), width: '5.25rem', end: true, value: row => row.traffic?.errorsPerSecond, cell: row => row.traffic ? html`<span class=${row.traffic.errorsPerSecond > 0 ? 'bad' : ''}>${amount(row.traffic.errorsPerSecond)}</span>` : dash()},
      {id: 'signed', label: t('column.signed'), width: '6.25rem', value: row => row.signature?.state, cell: row => row.signature ? badge(row.signature.state) : dash()},
    ];
  }

  view(bundles) {
    const {q = '', sort = 'name', ...chosen} = this.route.query;
    if (bundles.length === 0) return html`${this.#head(bundles)}${nothingYet({symbol: 'bundles', title: t('bundles.none'), text: t('bundles.none.text'),
      action: html`<sr-upload .label=${t('upload.label')} .hint=${t('upload.hint')} @files=${event => installing.add(event.detail)}></sr-upload>`})}`;
    const clear = () => router.go(href('bundles'), {replace: true});
    return html`${this.#head(bundles)}
      <sr-toolbar .rows=${bundles} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('bundles.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      ${this.selected.size > 0 ? this.#bulk(bundles) : nothing}
      <sr-table .rows=${bundles} .columns=${this.#columns} .key=${row => row.symbolicName} .text=${row => `${row.symbolicName} ${row.name ?? ''} ${row.description ?? ''} ${row.version}`}
        .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.bundles')} .selected=${this.selected} .rowClass=${row => row.health === 'FAILED' ? 'failed' : ''}
        .actions=${row => actions(row)} .empty=${some => some ? nothingMatches(clear) : nothing}
        @sort=${event => router.query({sort: event.detail === 'name' ? '' : event.detail})} @select=${event => {
          this.selected = event.detail;
        }}></sr-table>`;
  }

  #head(bundles) {
    return head(t('page.bundles'), {lead: bundles.length > 0 ? t('bundles.lead') : nothing, actions: html`${linkButton({label: t('install.title'), symbol: 'upload', to: href('install'), tone: 'main'})}`});
  }

  #bulk(bundles) {
    const chosen = bundles.filter(each => this.selected.has(each.symbolicName));
    const names = chosen.map(each => each.symbolicName);
    const newer = chosen.filter(each => each.update);
    const stopped = chosen.every(each => each.state === 'STOPPED');
    const started = chosen.every(each => each.state === 'STARTED');
    return html`<div class="bulk" role="group" aria-label=${t('bulk')}><strong>${tn('bulk.chosen', names.length)}</strong>
      ${button({label: t('action.start'), symbol: 'play', small: true, scope: 'platform.deploy', why: stopped ? '' : t('why.running'), run: () => this.#all('start', names)})}
      ${button({label: t('action.stop'), symbol: 'stop', small: true, scope: 'platform.deploy', why: started ? '' : t('why.stopped'), run: () => this.#all('stop', names)})}
      ${button({label: t('action.update'), symbol: 'upload', small: true, scope: 'platform.deploy', why: newer.length > 0 ? '' : t('why.newest'), run: () => obtain(tn('updates.update', newer.length), newer.map(newest))})}
      ${button({label: t('action.uninstall'), symbol: 'trash', small: true, tone: 'danger', scope: 'platform.deploy', run: () => this.#all('uninstall', names)})}
      ${button({label: t('bulk.clear'), small: true, quiet: true, run: () => {
        this.selected = new Set();
      }})}</div>`;
  }

  async #all(action, names) {
    if (await changeBundles(action, names)) this.selected = new Set();
  }
}
customElements.define('sr-bundle-list', BundleList);

/** Most bundles have none: then there is no element for them. */
function contributedBadges(row) {
  const of = {bundle: row.symbolicName};
  return contributions.slots('bundle-badge/1', of).length === 0 ? nothing : html` <sr-slot .name=${'bundle-badge/1'} .of=${of} .context=${{bundle: row}}></sr-slot>`;
}

function actions(row) {
  const why = whyNot('platform.deploy');
  return [
    {label: t('action.open'), symbol: 'right', href: href('bundles', row.symbolicName)},
    {label: t('action.logs'), symbol: 'logs', href: href('bundles', row.symbolicName, 'log')},
    {label: t('action.versions'), symbol: 'download', href: href('bundles', row.symbolicName, 'versions')},
    null,
    row.state === 'STARTED'
      ? {label: t('action.stop'), symbol: 'stop', why, run: () => changeBundles('stop', [row.symbolicName])}
      : {label: t('action.start'), symbol: 'play', why, run: () => changeBundles('start', [row.symbolicName])},
    {label: t('rollback.before'), symbol: 'undo', why, run: () => rollBackBundle(row.symbolicName)},
    row.update
      ? {label: t('action.update.to', row.update.version), symbol: 'upload', why, run: () => obtain(t('versions.title', row.symbolicName, row.update.version), [newest(row)], {bundle: row.symbolicName, action: 'update'})}
      : {label: t('action.update'), symbol: 'upload', why: why || t('why.newest')},
    null,
    {label: t('action.uninstall'), symbol: 'trash', tone: 'danger', why, run: () => changeBundles('uninstall', [row.symbolicName])},
  ];
}

function newest({symbolicName, update}) {
  return requestOf({symbolicName, version: update.version});
}

function clean({change, ...rest}) {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined));
}

function servicesOf(row) {
  return row.services ?? row.contributions.filter(each => each.kind === 'service').length;
}

function endpointsOf(row) {
  return row.endpoints ?? row.contributions.filter(each => each.kind === 'endpoint').length;
}

function dash() {
  return html`<span class="muted">–</span>`;
}
