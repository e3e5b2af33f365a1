/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe, request} from '../core/api.js';
import {Light} from '../core/element.js';
import {remaining} from '../core/format.js';
import {whyNot} from '../core/me.js';
import {t} from '../core/texts.js';
import {ask} from './dialog.js';
import {toast, toastFailure} from './toast.js';

export const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];
export const MINUTES = 10;

/** Counts down to a moment, second by second. Property: until (ISO 8601). Event `over`. */
class Countdown extends Light {
  static properties = {until: {attribute: false}};

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => this.#tick(), 1000);
    this.whileConnected(() => clearInterval(timer));
  }

  #tick() {
    this.requestUpdate();
    if (Date.parse(this.until) <= Date.now() && this.told !== this.until) {
      this.told = this.until;
      this.dispatchEvent(new CustomEvent('over'));
    }
  }

  render() {
    return html`<span role="timer" class="countdown">${t('log.level.back', remaining(Date.parse(this.until) - Date.now()))}</span>`;
  }
}
customElements.define('sr-countdown', Countdown);

/** Sets a level that goes back by itself, or takes it back now. Returns what the server says, or null if nothing was done. */
export async function setLevel(path, level) {
  try {
    if (level === 'TRACE' && !await ask({title: t('logs.set', level, MINUTES), body: t('logs.trace.warning'), confirm: t('logs.raise')})) return null;
    const answer = level ? await request('PUT', path, {body: {level, minutes: MINUTES}}) : await request('DELETE', path);
    toast(level ? t('log.level.set', level, MINUTES) : t('log.level.reset'), 'good');
    return answer.body || {};
  } catch (e) {
    toastFailure(e);
    return null;
  }
}

/** The log level of a bundle, raised for a while. Property: bundle. */
class Level extends Light {
  static properties = {bundle: {attribute: false}, level: {state: true}};

  willUpdate(changed) {
    if (changed.has('bundle')) this.#load();
  }

  get #path() {
    return `bundles/${encodeURIComponent(this.bundle)}/log-level`;
  }

  async #load() {
    const {bundle} = this;
    const level = await maybe(get(this.#path)).catch(() => null);
    if (bundle === this.bundle) this.level = level;
  }

  async #set(level) {
    await setLevel(this.#path, level);
    await this.#load();
  }

  render() {
    if (!this.level) return nothing;
    const why = whyNot('platform.config');
    const {until, effective} = this.level;
    return html`<label class="level-switch" data-why=${why || nothing}>${t('log.level')} <select ?disabled=${Boolean(why)} aria-description=${why || nothing} @change=${event => this.#set(event.target.value)}>
        <option value="" ?selected=${!until}>${until ? t('log.level.normal') : t('log.level.normal.is', effective)}</option>
        ${LEVELS.map(level => html`<option value=${level} ?selected=${Boolean(until) && effective === level}>${t('logs.set', level, MINUTES)}</option>`)}</select></label>
      ${until ? html`<sr-countdown class="muted" .until=${until} @over=${() => this.#load()}></sr-countdown>` : nothing}`;
  }
}
customElements.define('sr-level', Level);
