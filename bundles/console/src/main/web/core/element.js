/* SPDX-License-Identifier: Apache-2.0 */
import {LitElement, html, nothing} from 'lit';
import {ApiError} from './api.js';
import {onLive} from './live.js';
import {coalesce} from './pure.js';
import {href} from './router.js';
import {t} from './texts.js';
import {icon} from './icons.js';

/** An element whose content is part of the page, so that the page's style and labels reach it. */
export class Light extends LitElement {
  #undo = [];

  createRenderRoot() {
    return this;
  }

  /** Listens while the element is in the document. Call in connectedCallback. */
  listen(target, type, call) {
    target.addEventListener(type, call);
    this.#undo.push(() => target.removeEventListener(type, call));
  }

  whileConnected(undo) {
    this.#undo.push(undo);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#undo.forEach(undo => undo());
    this.#undo = [];
  }
}

/**
 * A page: loads its data, shows it, and loads it anew when something happens that it listens to. A subclass says what to
 * load (`load`), what to show (`view`), how it is called (`heading`) and which events count (`topics`).
 */
export class Page extends Light {
  static properties = {
    route: {attribute: false},
    data: {state: true},
    failure: {state: true},
  };

  #loading = null;
  #key = null;
  #timer = 0;
  #soon = coalesce(() => this.reload(), run => {
    this.#timer = setTimeout(run, 250);
  });

  /** Topics of the event stream after which the data is stale. */
  get topics() {
    return [];
  }

  /** What the data depends on: the address without its query, unless a page says otherwise. */
  dataKey(route) {
    return `${route.page}/${route.id}`;
  }

  async load() {
    return {};
  }

  heading() {
    return t(`page.${this.route.page}`);
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onLive(this.topics, (type, detail) => {
      if (type === 'reset' || this.concerns(type, detail)) this.#soon(type);
    }));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#loading?.abort();
    this.#key = null;
  }

  concerns() {
    return true;
  }

  willUpdate(changed) {
    if (changed.has('route')) {
      const key = this.dataKey(this.route);
      if (key !== this.#key) {
        this.#key = key;
        this.data = undefined;
        this.failure = undefined;
        this.reload();
      }
    }
  }

  async reload() {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const data = await this.load(loading.signal);
      if (loading.signal.aborted) return;
      this.data = data;
      this.failure = undefined;
    } catch (e) {
      if (e.name === 'AbortError' || loading.signal.aborted) return;
      // What is shown stays while the server is away for a moment.
      if (!(e instanceof ApiError)) console.error(e);
      if (this.data === undefined || e.status === 404) this.failure = e;
    }
  }

  updated() {
    this.dispatchEvent(new CustomEvent('heading', {bubbles: true, detail: this.heading()}));
  }

  render() {
    if (this.failure) return this.failed(this.failure);
    return this.data === undefined ? skeleton() : this.view(this.data);
  }

  view() {
    return nothing;
  }

  failed(failure) {
    return failureView(failure, () => {
      this.failure = undefined;
      this.reload();
    }, this.heading());
  }
}

export function skeleton() {
  return html`<div class="skeleton" aria-busy="true"><p class="sr-unseen">${t('loading')}</p>
    <i></i><i></i><i></i><i></i><i></i><i></i></div>`;
}

export function failureView(failure, retry, title = '') {
  const gone = failure instanceof ApiError && failure.notThere;
  return html`
    <header class="head"><div><h1 tabindex="-1">${title || t('failed')}</h1></div></header>
    <div class="empty" role=${gone ? 'status' : 'alert'}>
      ${icon(gone ? 'package' : 'alert')}
      <h2>${gone ? t('failed.absent') : failure.status === 0 ? t('failed.unreachable') : failure.title || t('failed')}</h2>
      <p>${gone ? t('failed.absent.text') : failure.status === 0 ? t('failed.unreachable.text') : failure.detail || failure.message}</p>
      <p class="row"><button class="button" @click=${retry}>${t('retry')}</button>
        ${failure.status >= 500 && failure.requestId ? html`<a class="button quiet" href=${href('logs', '', '', {request: failure.requestId})}>${t('failed.log')}</a>` : nothing}</p>
    </div>`;
}

/** The head of a page. */
export function head(title, {lead = nothing, badges = nothing, actions = nothing, back = null} = {}) {
  return html`<header class="head">
    <div>
      ${back ? html`<a class="back" href=${back.href}>${icon('left')}${back.text}</a>` : nothing}
      <h1 tabindex="-1">${title}${badges}</h1>
      ${lead === nothing ? nothing : html`<p class="lead">${lead}</p>`}
    </div>
    <div class="actions">${actions}</div>
  </header>`;
}
