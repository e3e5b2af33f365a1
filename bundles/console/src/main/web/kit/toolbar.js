/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {countBy} from '../core/pure.js';
import {icon} from '../core/icons.js';
import {t, tOr} from '../core/texts.js';

const SETTLE_MILLIS = 15;

/**
 * The filter above a table: words, and chips with counts. Properties: words, chosen {facet: value}, rows,
 * facets [{id, of(row), label?(value)}], placeholder. Event `filter` with {q} or {<facet>: value}.
 */
class Toolbar extends Light {
  static properties = {
    words: {attribute: false}, chosen: {attribute: false}, rows: {attribute: false}, facets: {attribute: false},
    placeholder: {attribute: false}, end: {attribute: false},
  };

  #timer = 0;

  constructor() {
    super();
    this.words = '';
    this.chosen = {};
    this.rows = [];
    this.facets = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(document, 'keydown', event => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.matches?.('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      this.querySelector('input')?.focus();
    });
  }

  #typed(event) {
    const q = event.target.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#emit({q}), SETTLE_MILLIS);
  }

  #emit(detail) {
    this.dispatchEvent(new CustomEvent('filter', {detail}));
  }

  render() {
    return html`<div class="toolbar" role="search">
      <label class="search"><span class="sr-unseen">${this.placeholder ?? t('filter')}</span>${icon('search')}
        <input type="search" .value=${this.words} placeholder=${this.placeholder ?? t('filter')} autocomplete="off" spellcheck="false"
          @input=${event => this.#typed(event)} @keydown=${event => {
            if (event.key === 'Escape' && this.words) this.#emit({q: ''});
          }}><kbd aria-hidden="true">/</kbd></label>
      ${this.facets.map(facet => this.#chips(facet))}
      ${this.end ? html`<div class="end">${this.end}</div>` : nothing}
    </div>`;
  }

  #chips(facet) {
    const counts = countBy(this.rows, facet.of);
    const chosen = this.chosen[facet.id];
    if (counts.length === 0 && !chosen) return nothing;
    if (chosen && !counts.some(([value]) => value === chosen)) counts.push([chosen, 0]);
    return html`<div class="chips" role="group" aria-label=${facet.title ?? facet.id}>
      ${counts.slice(0, facet.most ?? 8).map(([value, count]) => html`<button type="button" class="chip" aria-pressed=${String(chosen === value)}
        @click=${() => this.#emit({[facet.id]: chosen === value ? '' : value})}>${facet.label ? facet.label(value) : tOr(`state.${value}`, value)} <span class="count">${count}</span></button>`)}
    </div>`;
  }
}
customElements.define('sr-toolbar', Toolbar);
