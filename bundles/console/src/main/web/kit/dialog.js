/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {icon} from '../core/icons.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';

/** A dialog of the browser: it keeps the focus, and Escape gives up. */
class Dialog extends Light {
  static properties = {options: {attribute: false}, busy: {state: true}, failure: {state: true}};

  #result = false;

  firstUpdated() {
    this.dialog = this.querySelector('dialog');
    this.dialog.showModal();
    (this.dialog.querySelector('[autofocus]') ?? this.dialog.querySelector('.button.first'))?.focus();
    // Forms draw their fields a moment later.
    if (this.options.form) requestAnimationFrame(() => this.dialog.querySelector('.content :is(input, select, textarea)')?.focus());
  }

  close(result) {
    this.#result = result;
    this.dialog.close();
  }

  #closed() {
    this.options.done(this.#result);
    this.remove();
  }

  async #confirm(event) {
    event.preventDefault();
    if (this.busy) return;
    const {run, valid} = this.options;
    if (valid && !valid(this.dialog)) return;
    if (!run) {
      this.close(true);
      return;
    }
    this.busy = true;
    this.failure = undefined;
    try {
      this.close(await run(this.dialog) ?? true);
    } catch (e) {
      this.failure = e;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const {title, body, confirm, cancel, tone, wide} = this.options;
    return html`<dialog class=${wide ? 'wide' : ''} aria-labelledby="dialog-title" @close=${() => this.#closed()}
        @click=${event => event.target === this.dialog && this.close(false)}>
      <form @submit=${event => this.#confirm(event)}>
        <header><h2 id="dialog-title">${title}</h2>
          <button type="button" class="button quiet small only-icon" aria-label=${t('close')} @click=${() => this.close(false)}>${icon('cross')}</button></header>
        <div class="content">${typeof body === 'function' ? body(this) : body}
          ${this.failure ? html`<p class="notice bad" role="alert"><span>${this.failure.detail || this.failure.message}${this.failure.status >= 500 && this.failure.requestId ? html` <a href=${href('logs', '', '', {request: this.failure.requestId})} @click=${() => this.close(false)}>${t('failed.log')}</a>` : nothing}</span></p>` : nothing}</div>
        <footer>
          <button type="button" class="button ${!confirm || tone === 'danger' ? 'first' : ''}" @click=${() => this.close(false)}>${cancel ?? (confirm ? t('cancel') : t('close'))}</button>
          ${confirm ? html`<button type="submit" class="button ${tone === 'danger' ? 'danger' : 'main'} first" aria-busy=${this.busy ? 'true' : nothing}>${confirm}</button>` : nothing}
        </footer>
      </form>
    </dialog>`;
  }
}
customElements.define('sr-dialog', Dialog);

/**
 * Asks. The promise becomes false if the person gives up, else true or what `run` returns.
 *
 * @param run does it; what it throws is shown in the dialog, which stays
 */
export function ask(options) {
  return new Promise(done => {
    const dialog = document.createElement('sr-dialog');
    const opener = document.activeElement;
    dialog.options = {...options, done: result => {
      done(result);
      if (opener?.isConnected) opener.focus();
    }};
    document.body.append(dialog);
  });
}
