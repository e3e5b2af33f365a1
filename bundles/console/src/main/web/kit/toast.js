/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Light} from '../core/element.js';
import {icon} from '../core/icons.js';
import {go} from '../core/router.js';
import {t} from '../core/texts.js';

const MILLIS = 7000;
const SYMBOLS = {good: 'check', bad: 'alert', plain: 'info'};

/** Short messages at the edge. Failures stay until they are taken away; none leaves while somebody reads it. */
class Toasts extends Light {
  static properties = {items: {state: true}};

  #next = 0;

  constructor() {
    super();
    this.items = [];
  }

  show(item) {
    const entry = {...item, id: this.#next++};
    this.items = [...this.items.slice(-3), entry];
    if (item.tone !== 'bad' && !item.action) this.#later(entry);
    else if (item.tone !== 'bad') this.#later(entry, MILLIS * 2);
  }

  #later(entry, millis = MILLIS) {
    setTimeout(() => {
      if (this.matches(':hover, :focus-within')) this.#later(entry);
      else this.#drop(entry);
    }, millis);
  }

  #drop(entry) {
    this.items = this.items.filter(each => each !== entry);
  }

  render() {
    return html`<div role="status" aria-live="polite" aria-label=${t('messages')}>${repeat(this.items, item => item.id, item => html`
      <div class="toast ${item.tone ?? 'plain'}">${icon(SYMBOLS[item.tone] ?? 'info')}<span>${item.text}</span>
        ${item.action ? html`<button type="button" class="button small quiet" @click=${() => {
          this.#drop(item);
          item.action.run();
        }}>${item.action.label}</button>` : nothing}
        <button type="button" class="button small quiet only-icon" aria-label=${t('close')} @click=${() => this.#drop(item)}>${icon('cross')}</button>
      </div>`)}</div>`;
  }
}
customElements.define('sr-toasts', Toasts);

/** Tells something. @param action {label, run} */
export function toast(text, tone = 'plain', action = null) {
  document.querySelector('sr-toasts')?.show({text, tone, action});
}

/** Tells of a failure in the server's words, with the way to what was logged of it. */
export function toastFailure(e) {
  if (e.name === 'AbortError') return;
  const id = e.requestId;
  toast(e.status === 0 ? t('failed.unreachable.text') : e.detail || e.title || e.message, 'bad', id ? {label: t('failed.log'), run: () => go('logs', '', '', {request: id})} : null);
}
