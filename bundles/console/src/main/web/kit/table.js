/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Light} from '../core/element.js';
import {coalesce, keepOrder, rowWindow, selectRows} from '../core/pure.js';
import {amount} from '../core/format.js';
import {icon} from '../core/icons.js';
import {t, tn} from '../core/texts.js';
import {menuButton} from './menu.js';

const ROW = 36;
const WINDOWED_ABOVE = 60;

/**
 * A dense table of which only the rows in view are in the document.
 *
 * rows, columns [{id, label, cell(row), value?(row), width?, end?, header?}], key(row), text(row) for the filter,
 * words, chosen {facet: value}, facets, sort; actions?(row) → items of the row's menu, selected? a Set of keys.
 * Events: `sort` with the new order, `select` with the Set, `clear` where nothing matches.
 */
class Table extends Light {
  static properties = {
    rows: {attribute: false}, columns: {attribute: false}, key: {attribute: false}, text: {attribute: false},
    words: {attribute: false}, chosen: {attribute: false}, facets: {attribute: false}, sort: {attribute: false},
    actions: {attribute: false}, selected: {attribute: false}, label: {attribute: false}, empty: {attribute: false},
    rowClass: {attribute: false}, href: {attribute: false}, fit: {attribute: false},
    window: {state: true},
  };

  #shown = [];
  #pointed = false;
  #asked = '';
  #frame = coalesce(() => this.#measure(), requestAnimationFrame);
  #sizes = new ResizeObserver(() => this.#frame());

  constructor() {
    super();
    this.rows = [];
    this.columns = [];
    this.key = row => row.id;
    this.text = row => Object.values(row).join(' ');
    this.words = '';
    this.chosen = {};
    this.facets = [];
    this.sort = '';
    this.rowClass = () => '';
    this.window = {first: 0, last: WINDOWED_ABOVE, before: 0, after: 0};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(this, 'pointerover', event => {
      this.#pointed = Boolean(event.target.closest?.('tbody'));
    });
    this.listen(this, 'pointerleave', () => {
      this.#pointed = false;
      this.requestUpdate();
    });
    this.listen(this, 'keydown', event => this.#key(event));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  /** Where nothing matches there is no scroller, and a new one later. */
  updated() {
    const scroller = this.querySelector('.scroller');
    if (scroller === this.scroller) return;
    this.#sizes.disconnect();
    this.scroller = scroller;
    if (scroller) this.#sizes.observe(scroller);
  }

  willUpdate() {
    const asked = JSON.stringify([this.words, this.chosen, this.sort]);
    const fresh = selectRows(this.rows, this);
    this.#shown = this.#pointed && asked === this.#asked ? keepOrder(this.#shown, fresh, this.key) : fresh;
    this.#asked = asked;
    const count = this.#shown.length;
    if (!this.scroller) this.window = rowWindow(count, ROW, 0, innerHeight);
    else this.#measure(false);
  }

  #measure(update = true) {
    if (!this.scroller) return;
    const next = rowWindow(this.#shown.length, ROW, this.scroller.scrollTop, Math.max(this.scroller.clientHeight, innerHeight / 2));
    const changed = next.first !== this.window.first || next.last !== this.window.last || next.after !== this.window.after;
    if (changed) this.window = next;
    if (changed && update) this.requestUpdate();
  }

  /** Arrows move between rows wherever the focus is in one. */
  #key(event) {
    const row = event.target.closest?.('tbody tr[data-index]');
    if (!row || event.altKey || event.ctrlKey || event.metaKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return;
    const at = Number(row.dataset.index);
    const page = Math.max(1, Math.floor((this.scroller.clientHeight - ROW) / ROW) - 1);
    const next = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#shown.length - 1, PageDown: at + page, PageUp: at - page}[event.key];
    if (next === undefined) {
      if ((event.key === '.' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && this.actions) {
        event.preventDefault();
        row.querySelector('[aria-haspopup=menu]')?.click();
      }
      return;
    }
    event.preventDefault();
    const cell = event.target.closest('td, th');
    this.#focus(Math.min(this.#shown.length - 1, Math.max(0, next)), cell ? cell.cellIndex : 0);
  }

  async #focus(index, column) {
    const top = index * ROW;
    const {scrollTop, clientHeight} = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + 2 * ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + 2 * ROW - clientHeight;
    this.#measure();
    await this.updateComplete;
    const row = this.querySelector(`tr[data-index="${index}"]`);
    const target = row?.cells[column]?.querySelector('a, button, input') ?? row?.querySelector('a, button, input');
    target?.focus({preventScroll: true});
  }

  #sorted(column) {
    const next = this.sort === column.id ? `-${column.id}` : column.id;
    this.dispatchEvent(new CustomEvent('sort', {detail: next}));
  }

  #toggle(key, on) {
    const next = new Set(this.selected);
    if (on) next.add(key);
    else next.delete(key);
    this.dispatchEvent(new CustomEvent('select', {detail: next}));
  }

  #toggleAll(on) {
    this.dispatchEvent(new CustomEvent('select', {detail: new Set(on ? this.#shown.map(this.key) : [])}));
  }

  render() {
    const count = this.#shown.length;
    if (count === 0 && this.empty) return this.empty(this.rows.length > 0);
    const {first, last, before, after} = this.window;
    const width = this.columns.length + (this.selected ? 1 : 0) + (this.actions ? 1 : 0);
    return html`<div class="scroller ${this.fit ? 'fit' : ''}" @scroll=${() => this.#frame()}>
      <table aria-label=${this.label ?? nothing} aria-rowcount=${count + 1}>
        <colgroup>${this.selected ? html`<col class="col-check">` : nothing}
          ${this.columns.map(column => html`<col .style=${column.width ? `width:${column.width}` : ''}>`)}
          ${this.actions ? html`<col class="col-menu">` : nothing}</colgroup>
        <thead><tr aria-rowindex="1">
          ${this.selected ? html`<th class="check"><input type="checkbox" aria-label=${t('table.all')}
            .checked=${count > 0 && this.#shown.every(row => this.selected.has(this.key(row)))}
            @change=${event => this.#toggleAll(event.target.checked)}></th>` : nothing}
          ${this.columns.map(column => this.#header(column))}
          ${this.actions ? html`<th><span class="sr-unseen">${t('actions')}</span></th>` : nothing}
        </tr></thead>
        <tbody>
          ${before > 0 ? html`<tr class="gap" aria-hidden="true"><td colspan=${width} .style=${`height:${before}px`}></td></tr>` : nothing}
          ${repeat(this.#shown.slice(first, last), this.key, (row, index) => this.#row(row, first + index))}
          ${after > 0 ? html`<tr class="gap" aria-hidden="true"><td colspan=${width} .style=${`height:${after}px`}></td></tr>` : nothing}
        </tbody>
      </table></div>
      <p class="table-foot" aria-live="polite">${count === this.rows.length ? tn('table.count', count) : t('table.counted', amount(count), amount(this.rows.length))}</p>`;
  }

  #header(column) {
    const sorted = this.sort.replace(/^-/, '') === column.id;
    const direction = sorted ? (this.sort.startsWith('-') ? 'descending' : 'ascending') : nothing;
    return html`<th scope="col" class=${column.end ? 'end' : ''} aria-sort=${direction}>${column.value
      ? html`<button type="button" class="sort" @click=${() => this.#sorted(column)}>${column.label}${sorted ? icon(this.sort.startsWith('-') ? 'down' : 'up') : nothing}</button>`
      : column.label}</th>`;
  }

  #row(row, index) {
    const key = this.key(row);
    return html`<tr data-index=${index} aria-rowindex=${index + 2} class="${this.rowClass(row)} ${this.selected?.has(key) ? 'selected' : ''}">
      ${this.selected ? html`<td class="check"><input type="checkbox" aria-label=${t('table.select', key)} .checked=${this.selected.has(key)}
        @change=${event => this.#toggle(key, event.target.checked)}></td>` : nothing}
      ${this.columns.map(column => column.header
        ? html`<th scope="row">${column.cell(row)}</th>`
        : html`<td class=${column.end ? 'end' : ''}>${column.cell(row)}</td>`)}
      ${this.actions ? html`<td class="menu">${menuButton(() => this.actions(row), t('table.actions', key))}</td>` : nothing}
    </tr>`;
  }
}
customElements.define('sr-table', Table);
