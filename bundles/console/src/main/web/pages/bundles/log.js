/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {get, maybe} from '../../core/api.js';
import {Light} from '../../core/element.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {linkButton} from '../../kit/button.js';
import {nothingYet} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';

const POLL_MILLIS = 2000;

/** What a bundle has logged, with a switch for its level that turns back by itself. */
class BundleLog extends Light {
  static properties = {bundle: {attribute: false}, lines: {state: true}};

  #timer = 0;

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.lines && this.#load(), POLL_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async #load() {
    try {
      const logs = await maybe(get(`logs?bundle=${encodeURIComponent(this.bundle)}&limit=200`));
      this.lines = logs ? logs.items.reverse() : null;
    } catch (e) {
      if (this.lines === undefined) toastFailure(e);
    }
  }

  render() {
    if (this.lines === undefined) return html`<p class="muted">${t('loading')}</p>`;
    if (this.lines === null) return nothingYet({symbol: 'logs', title: t('log.absent'), text: t('log.absent.text')});
    return html`<div class="stack"><div class="toolbar"><sr-level .bundle=${this.bundle}></sr-level>
      <div class="end">${linkButton({label: t('log.open'), symbol: 'logs', to: href('logs', '', '', {bundle: this.bundle}), small: true})}</div></div>
      <sr-log .lines=${this.lines} .follow=${true} .short=${true}></sr-log></div>`;
  }
}
customElements.define('sr-bundle-log', BundleLog);
