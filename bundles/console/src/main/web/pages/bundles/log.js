/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe, request} from '../../core/api.js';
import {Light} from '../../core/element.js';
import {time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {linkButton} from '../../kit/button.js';
import {nothingYet} from '../../kit/empty.js';
import {toast, toastFailure} from '../../kit/toast.js';

const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];
const MINUTES = 10;
const POLL_MILLIS = 2000;

/** What a bundle has logged, with a switch for its level that turns back by itself. */
class BundleLog extends Light {
  static properties = {bundle: {attribute: false}, lines: {state: true}, level: {state: true}};

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
    const name = encodeURIComponent(this.bundle);
    try {
      const [logs, level] = await Promise.all([maybe(get(`logs?bundle=${name}&limit=200`)), this.level === undefined ? maybe(get(`bundles/${name}/log-level`)) : this.level]);
      this.lines = logs ? logs.items.reverse() : null;
      this.level = level;
    } catch (e) {
      if (this.lines === undefined) toastFailure(e);
    }
  }

  async #set(level) {
    try {
      const path = `bundles/${encodeURIComponent(this.bundle)}/log-level`;
      this.level = (level ? await request('PUT', path, {body: {level, minutes: MINUTES}}) : await request('DELETE', path)).body || null;
      toast(level ? t('log.level.set', level, MINUTES) : t('log.level.reset'), 'good');
    } catch (e) {
      toastFailure(e);
    }
  }

  render() {
    if (this.lines === undefined) return html`<p class="muted">${t('loading')}</p>`;
    if (this.lines === null) return nothingYet({symbol: 'logs', title: t('log.absent'), text: t('log.absent.text')});
    const why = whyNot('platform.config');
    return html`<div class="toolbar"><label>${t('log.level')} <select ?disabled=${Boolean(why)} aria-description=${why || nothing} @change=${event => this.#set(event.target.value)}>
        <option value="">${t('log.level.normal')}</option>
        ${LEVELS.map(level => html`<option ?selected=${this.level?.until && this.level.level === level}>${level}</option>`)}</select></label>
      ${this.level?.until ? html`<span class="muted">${t('log.level.until')} ${time(this.level.until)}</span>` : nothing}
      <div class="end">${linkButton({label: t('log.open'), symbol: 'logs', to: href('logs', '', '', {bundle: this.bundle}), small: true})}</div></div>
      <sr-log .lines=${this.lines} .follow=${true} .short=${true}></sr-log>`;
  }
}
customElements.define('sr-bundle-log', BundleLog);
