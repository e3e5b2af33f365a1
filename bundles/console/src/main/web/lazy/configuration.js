/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, request} from '../core/api.js';
import {Light, failureView, skeleton} from '../core/element.js';
import {onLive} from '../core/live.js';
import {whyNot} from '../core/me.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';
import {button, linkButton} from '../kit/button.js';
import {nothingYet} from '../kit/empty.js';
import {tabs} from '../kit/tabs.js';
import {fieldsView, draftOf} from './configuration/fields.js';
import {historyView} from './configuration/history.js';
import {Raw, rawView} from './configuration/raw.js';
import {reset, review} from './configuration/review.js';

const CHECK_MILLIS = 300;
const HISTORY_LIMIT = 50;

/**
 * The configuration of one PID: form, raw values, history. Properties: pid, tab, words to filter the fields by, fresh for
 * one that is not there yet. With `embedded` it keeps its tab itself, else it asks for another one by the event `show`
 * with {tab} or {q}.
 */
class Configuration extends Light {
  static properties = {
    pid: {attribute: false}, tab: {attribute: false}, words: {attribute: false}, embedded: {attribute: false}, fresh: {attribute: false},
    resource: {state: true}, draft: {state: true}, check: {state: true}, failure: {state: true}, history: {state: true}, stale: {state: true},
  };

  #etag = null;
  #timer = 0;

  constructor() {
    super();
    this.tab = '';
    this.words = '';
    this.draft = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onLive(['configuration'], (type, detail) => {
      if (type === 'reset' || detail.pid === this.pid && detail.revision !== this.resource?.revision) this.#changedElsewhere();
    }));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate(changed) {
    if (changed.has('pid') || changed.has('fresh') && !this.resource?.revision) this.load();
    else if (changed.has('tab') && this.tab === 'history') this.#loadHistory();
  }

  #changedElsewhere() {
    // What somebody types is not taken away; they decide.
    if (Object.keys(this.draft).length > 0) this.stale = true;
    else this.load();
  }

  get path() {
    return `configurations/${encodeURIComponent(this.pid)}`;
  }

  /** What nobody has set nor reads yet can be set all the same: a component may wait for just that. */
  #begin() {
    this.show({pid: this.pid, name: this.pid, attributes: [], values: {}, layers: [], problems: [], changed: false, fresh: true}, null);
    this.raw.before = '';
    this.check = {valid: true, faults: [], warnings: [], diff: []};
  }

  async load() {
    const {pid} = this;
    if (this.fresh) {
      this.#begin();
      return;
    }
    try {
      const {body, etag} = await request('GET', this.path);
      if (pid === this.pid) this.show(body, etag);
      if (this.tab === 'history') await this.#loadHistory();
    } catch (e) {
      if (pid === this.pid) this.failure = e;
    }
  }

  /** Takes what the server has as the new state. */
  show(resource, etag) {
    this.#etag = etag;
    this.resource = resource;
    this.draft = {};
    this.check = null;
    this.failure = undefined;
    this.stale = false;
    this.raw = new Raw(resource);
    this.dispatchEvent(new CustomEvent('loaded', {detail: resource}));
  }

  async #loadHistory() {
    try {
      this.history = (await get(`${this.path}/history?limit=${HISTORY_LIMIT}`)).items;
    } catch (e) {
      this.failure = e;
    }
  }

  /** Sends a change and shows what became of it. */
  async send(method, path, body) {
    const answer = await request(method, path, {body, headers: this.#etag ? {'If-Match': this.#etag} : {}});
    if (answer.status === 200 && answer.body?.pid) this.show(answer.body, answer.etag);
    if (this.tab === 'history') await this.#loadHistory();
    return true;
  }

  edited(values) {
    this.draft = draftOf(this.resource, values);
    this.#checkSoon({values: this.draft});
  }

  restored(key) {
    this.draft = {...this.draft, [key]: null};
    this.#checkSoon({values: this.draft});
  }

  typed(text) {
    this.raw.type(text);
    this.requestUpdate();
    if (!this.raw.fault) this.#checkSoon({values: this.raw.values, whole: true});
  }

  #checkSoon(body) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      try {
        const {body: check} = await request('POST', `${this.path}/validation`, {body});
        this.check = check;
      } catch (e) {
        this.check = {valid: false, faults: [{key: '', sentence: e.detail || e.message}], warnings: [], diff: []};
      }
    }, CHECK_MILLIS);
  }

  discard() {
    if (this.stale) this.load();
    else this.show(this.resource, this.#etag);
  }

  open(change) {
    if (!this.embedded) {
      this.dispatchEvent(new CustomEvent('show', {detail: change}));
    } else if (change.tab !== undefined) {
      this.tab = change.tab;
    } else {
      this.words = change.q;
    }
  }

  render() {
    if (this.failure) return failureView(this.failure, () => this.load(), this.pid);
    if (!this.resource) return skeleton();
    const {resource} = this;
    if (resource.factory && this.embedded) return linkButton({label: t('configuration.instances'), symbol: 'configuration', small: true, to: href('configuration', this.pid)});
    const tab = this.tab || (resource.attributes.length > 0 ? 'form' : 'raw');
    return html`${this.#notices(resource)}
      ${this.embedded ? this.#embeddedTabs(tab) : tabs(['form', 'raw', 'history'].map(id => ({id, label: t(`configuration.tab.${id}`), href: href('configuration', this.pid, id)})), tab, t('configuration.tabs'))}
      <div class="tab">${tab === 'history' ? historyView(this) : tab === 'raw' ? rawView(this) : fieldsView(this)}</div>
      ${tab === 'history' ? nothing : this.#bar(tab)}`;
  }

  #embeddedTabs(tab) {
    return html`<div class="row">${['form', 'raw', 'history'].map(id => button({label: t(`configuration.tab.${id}`), small: true, pressed: id === tab, run: () => this.open({tab: id})}))}
      <a href=${href('configuration', this.pid)}>${t('configuration.open')}</a></div>`;
  }

  #notices(resource) {
    return html`${resource.fresh ? html`<p class="notice warn">${t('configuration.fresh')}</p>` : nothing}${this.stale ? html`<div class="notice warn" role="alert"><p>${t('configuration.stale')}</p><p class="row">${button({label: t('configuration.reload'), small: true, run: () => this.load()})}</p></div>` : nothing}
      ${resource.problems.length > 0 ? html`<div class="notice bad"><ul>${resource.problems.map(each => html`<li>${each}</li>`)}</ul></div>` : nothing}
      ${resource.pending ? html`<p class="notice warn">${t('configuration.pending')}</p>` : nothing}
      ${resource.orphaned ? html`<p class="notice warn">${t('configuration.orphaned')}</p>` : nothing}`;
  }

  #bar(tab) {
    const {check, resource} = this;
    const raw = tab === 'raw';
    const count = raw ? Number(this.raw.changed) : Object.keys(this.draft).length;
    const general = (check?.faults ?? []).filter(each => each.key === '' || raw).map(each => each.key ? `${each.key}: ${each.sentence}` : each.sentence);
    const why = count === 0 ? t('configuration.unchanged') : raw && this.raw.fault ? this.raw.fault : !check ? t('configuration.checking') : check.valid ? '' : t('configuration.invalid');
    const write = whyNot('platform.config');
    return html`${general.length > 0 ? html`<div class="notice bad" role="alert"><ul>${general.map(each => html`<li>${each}</li>`)}</ul></div>` : nothing}
      <div class="apply row">${button({label: t('configuration.review'), tone: 'main', symbol: 'check', scope: 'platform.config', why, run: () => review(this, raw)})}
        ${button({label: t('configuration.discard'), why: count === 0 ? t('configuration.unchanged') : '', run: () => this.discard()})}
        <span class="muted" role="status">${write || (count > 0 ? t(check?.valid ? 'configuration.ready' : 'configuration.edited') : '')}</span>
        ${resource.changed ? html`<span class="at-end">${button({label: t('configuration.reset'), symbol: 'undo', quiet: true, scope: 'platform.config', run: () => reset(this)})}</span>` : nothing}</div>`;
  }
}
customElements.define('sr-configuration', Configuration);

/** All that one bundle can be told, as a part of another page. Property: bundle. */
class BundleConfiguration extends Light {
  static properties = {bundle: {attribute: false}, items: {state: true}, opened: {state: true}, failure: {state: true}};

  willUpdate(changed) {
    if (changed.has('bundle')) this.#load();
  }

  async #load() {
    const {bundle} = this;
    try {
      const items = await list(`configurations?bundle=${encodeURIComponent(bundle)}&limit=100`);
      if (bundle !== this.bundle) return;
      this.items = items;
      this.opened = new Set(items.slice(0, 1).map(each => each.pid));
    } catch (e) {
      this.failure = e;
    }
  }

  render() {
    if (this.failure) return failureView(this.failure, () => {
      this.failure = undefined;
      this.#load();
    }, t('page.configuration'));
    if (!this.items) return skeleton();
    if (this.items.length === 0) return nothingYet({symbol: 'configuration', title: t('configuration.none'), text: t('configuration.none.text')});
    const editor = pid => html`<sr-configuration class="stack" .pid=${pid} .embedded=${true}></sr-configuration>`;
    if (this.items.length === 1) return editor(this.items[0].pid);
    return this.items.map(each => html`<details class="fold" ?open=${this.opened.has(each.pid)} @toggle=${event => {
      if (event.target.open) this.opened = new Set([...this.opened, each.pid]);
    }}><summary>${each.name} <code>${each.pid}</code></summary>${this.opened.has(each.pid) ? editor(each.pid) : nothing}</details>`);
  }
}
customElements.define('sr-bundle-configuration', BundleConfiguration);
