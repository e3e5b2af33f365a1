/* SPDX-License-Identifier: Apache-2.0 */
// Runs what bundles contribute. Their faults stay theirs: a card says which bundle failed, and the rest goes on.
import {html, nothing} from 'lit';
import {contributions} from '../core/contributions.js';
import {Light} from '../core/element.js';
import {icon} from '../core/icons.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';
import {button} from '../kit/button.js';
import {toast} from '../kit/toast.js';
import {makeHost, made, textsOf} from './contributed/host.js';

const modules = new Map();
const attempts = new Map();
let placing = 0;

/** Loads a module once; one that failed is asked for anew, by another address, since browsers remember failures. */
function load(address) {
  if (!modules.has(address)) {
    const failed = attempts.get(address) ?? 0;
    modules.set(address, import(failed === 0 ? address : `${address}?again=${failed}`).catch(e => {
      modules.delete(address);
      attempts.set(address, failed + 1);
      throw e;
    }));
  }
  return modules.get(address);
}

/** Finds whose code an error comes from: its addresses stand in the stack. */
function blamed(text) {
  return contributions.bundles.find(from => text.includes(from.base));
}

function told(event, error) {
  // What fails while an element is put in its place is shown there.
  if (placing > 0) return;
  const from = blamed(`${event.filename ?? ''} ${error?.stack ?? ''}`);
  if (!from) return;
  const message = error?.message ?? event.message ?? String(error);
  if (contributions.failed(from, message)) toast(t('contributed.fault', from.bundle, from.version, message), 'bad');
}
addEventListener('error', event => told(event, event.error));
addEventListener('unhandledrejection', event => told(event, event.reason));

/** The frame of one contribution: item of core/contributions.js, context, route. Exchanges its content for a new version. */
class Contributed extends Light {
  static properties = {item: {attribute: false}, context: {attribute: false}, route: {attribute: false}, failure: {state: true}, ready: {state: true}};

  #shown = null;
  #element = null;
  #host = null;
  #run = 0;

  willUpdate(changed) {
    if (!changed.has('item')) return;
    const {module} = this.item;
    if (module !== this.#shown) {
      this.#shown = module;
      if (this.isConnected) this.#open();
    }
  }

  /** What is being loaded for an element that has gone is not shown, nor does it listen. */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#run++;
    this.#host?.close();
  }

  connectedCallback() {
    super.connectedCallback();
    // Elements that come back listen anew.
    const wanted = this.#shown && (this.#element || !this.failure);
    if (wanted && (!this.#host || this.#host.closed)) this.#open();
  }

  /** What is shown stays until its next version can take its place. */
  async #open() {
    const run = ++this.#run;
    const {item} = this;
    let host = null;
    this.ready = Boolean(this.#element);
    this.failure = undefined;
    try {
      const [loaded, texts] = await Promise.all([load(item.module), textsOf(item.from)]);
      if (run !== this.#run) return;
      if (typeof loaded.default !== 'function' || !(loaded.default.prototype instanceof HTMLElement)) throw new Error(t('contributed.noClass'));
      host = makeHost(item, texts);
      const element = made(loaded.default, item);
      const kept = this.#handedOver();
      element.host = host;
      element.route = this.route;
      element.context = this.context ?? {};
      if (texts.locale && texts.locale !== document.documentElement.lang) element.lang = texts.locale;
      if (kept !== undefined) element.takeOver?.(kept);
      this.#host?.close();
      this.#host = host;
      this.#element = element;
      this.ready = true;
      await this.updateComplete;
      await this.#place(element);
    } catch (e) {
      if (run === this.#run) this.#failed(e, host);
    }
  }

  /** A fault of the old version is none of the new one, which begins without what was handed over. */
  #handedOver() {
    try {
      return this.#element?.handOver?.();
    } catch (e) {
      console.warn(e);
      return undefined;
    }
  }

  /** What fails while the browser connects an element is not thrown but told to the window. */
  async #place(element) {
    let thrown = null;
    const hear = event => {
      thrown ??= event.error ?? new Error(event.message);
    };
    placing++;
    addEventListener('error', hear, {capture: true});
    try {
      this.querySelector('.contributed')?.replaceChildren(element);
    } finally {
      removeEventListener('error', hear, {capture: true});
      placing--;
    }
    if (thrown) throw thrown;
    await element.updateComplete;
  }

  /** @param host of the element that failed, if it came so far */
  #failed(error, host) {
    console.error(error);
    host?.close();
    if (host && host === this.#host) {
      this.#element.remove();
      this.#element = null;
    }
    this.failure = error;
    contributions.failed(this.item.from, error.message || String(error), this.item);
  }

  updated(changed) {
    if (!this.#element) return;
    if (changed.has('route')) this.#element.route = this.route;
    if (changed.has('context')) this.#element.context = this.context ?? {};
  }

  render() {
    return html`${this.failure ? failed(this.item, this.failure, () => this.#open()) : nothing}
      <div class="contributed" ?hidden=${this.failure && !this.#element} aria-busy=${this.ready || this.failure ? nothing : 'true'}></div>`;
  }
}
customElements.define('sr-contributed', Contributed);

function failed(item, failure, again) {
  return html`<section class="card bad contributed-failed" role="alert"><header><h2>${icon('alert')} ${t('contributed.failed', item.title)}</h2></header>
    <div class="card-body"><p>${t('contributed.failed.text', item.bundle, item.version)}</p><p><code class="wrap">${failure.message || String(failure)}</code></p>
      <p class="row">${button({label: t('retry'), small: true, run: again})}<a class="button small" href=${href('bundles', item.bundle, 'versions')}>${t('action.versions')}</a></p></div></section>`;
}

/** Runs a command of the palette. */
export async function runCommand(item) {
  let host = null;
  try {
    const [loaded, texts] = await Promise.all([load(item.module), textsOf(item.from)]);
    if (typeof loaded.default !== 'function') throw new Error(t('contributed.noFunction'));
    host = makeHost(item, texts);
    await loaded.default(host, {});
  } catch (e) {
    if (e.name === 'AbortError') return;
    console.error(e);
    contributions.failed(item.from, e.message || String(e), item);
    toast(t('contributed.fault', item.bundle, item.version, e.message || String(e)), 'bad');
  } finally {
    host?.close();
  }
}
