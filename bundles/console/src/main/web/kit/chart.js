/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing, svg} from 'lit';
import {Light} from '../core/element.js';
import {clockTime, exactTime} from '../core/format.js';
import {niceAbove, plotPath} from '../core/pure.js';
import {t} from '../core/texts.js';
import {button} from './button.js';

const WIDTH = 600;
const HEIGHT = 140;
const TICKS = 3;
const MOST_ROWS = 30;

/**
 * Lines over time. Screen readers get a sentence, a value for each point by the arrow keys, and everybody a table.
 * Properties: label, seconds [epoch], series [{label, values, tone}], format(value).
 */
class Chart extends Light {
  static properties = {
    label: {attribute: false}, seconds: {attribute: false}, series: {attribute: false}, format: {attribute: false},
    at: {state: true}, table: {state: true}, said: {state: true},
  };

  constructor() {
    super();
    this.seconds = [];
    this.series = [];
    this.format = value => String(value);
    this.at = -1;
    this.said = '';
  }

  #pointed(event) {
    const box = event.currentTarget.getBoundingClientRect();
    this.#to(Math.round((event.clientX - box.left) / box.width * (this.seconds.length - 1)));
  }

  #to(index) {
    this.at = Math.min(this.seconds.length - 1, Math.max(0, index));
  }

  #key(event) {
    const last = this.seconds.length - 1;
    const from = this.at < 0 ? last : this.at;
    const next = {ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last, PageUp: from - 10, PageDown: from + 10}[event.key];
    if (event.key === 'Escape') this.at = -1;
    if (next === undefined) return;
    event.preventDefault();
    this.#to(next);
    this.said = `${clockTime(this.seconds[this.at] * 1000)}: ${this.series.map(each => `${each.label} ${this.#value(each.values[this.at])}`).join(', ')}`;
  }

  #value(value) {
    return Number.isFinite(value) ? this.format(value) : '–';
  }

  render() {
    const values = this.series.flatMap(each => each.values).filter(Number.isFinite);
    return html`<figure class="chart">
      <figcaption><strong>${this.label}</strong>${values.length === 0 ? nothing : this.#legend()}</figcaption>
      ${values.length === 0 ? html`<p class="muted">${t('chart.none')}</p>` : this.table ? this.#table() : this.#plot(niceAbove(Math.max(...values)))}
    </figure>`;
  }

  #legend() {
    const at = this.at >= 0 && this.at < this.seconds.length ? this.at : this.seconds.length - 1;
    return html`<span class="legend">${this.series.map(each => html`<span class="key ${each.tone ?? ''}"><i aria-hidden="true"></i>${each.label}
      <b>${this.#value(each.values[at])}</b></span>`)}
      ${button({label: this.table ? t('chart.draw', this.label) : t('chart.table', this.label), symbol: this.table ? 'health' : 'logs', hidden: true, small: true, quiet: true, pressed: Boolean(this.table), run: () => {
        this.table = !this.table;
      }})}</span>`;
  }

  #plot(top) {
    const x = index => this.seconds.length < 2 ? 0 : index / (this.seconds.length - 1) * WIDTH;
    const y = value => HEIGHT - value / top * HEIGHT;
    const marks = this.seconds.length < 2 ? [] : [0, Math.floor((this.seconds.length - 1) / 2), this.seconds.length - 1];
    return html`<div class="plot"><div class="scale" aria-hidden="true">${ticks(top).map(value => html`<span>${this.format(value)}</span>`)}</div>
      <div class="area" tabindex="0" role="group" aria-label=${this.#sentence()} aria-description=${t('chart.keys')} @keydown=${event => this.#key(event)} @pointermove=${event => this.#pointed(event)}
        @pointerleave=${() => {
          this.at = -1;
        }} @blur=${() => {
          this.at = -1;
          this.said = '';
        }}><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${ticks(top).map(value => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${y(value)} y2=${y(value)}></line>`)}
          ${this.series.map(each => svg`<path class="curve ${each.tone ?? ''}" d=${plotPath(each.values, x, y)}></path>`)}
          ${this.at >= 0 ? svg`<line class="cursor" x1=${x(this.at)} x2=${x(this.at)} y1="0" y2=${HEIGHT}></line>
            ${this.series.map(each => Number.isFinite(each.values[this.at]) ? svg`<path class="dot ${each.tone ?? ''}" d="M${x(this.at)} ${y(each.values[this.at])}h.01"></path>` : nothing)}` : nothing}
        </svg>${this.at >= 0 ? html`<span class="when ${x(this.at) > WIDTH / 2 ? 'late' : ''}" .style=${`inset-inline-start:${x(this.at) / WIDTH * 100}%`}>${clockTime(this.seconds[this.at] * 1000)}</span>` : nothing}</div>
      <div class="times" aria-hidden="true">${marks.map(index => html`<span>${clockTime(this.seconds[index] * 1000)}</span>`)}</div></div>
      <p class="sr-unseen" aria-live="polite">${this.said}</p>`;
  }

  /** The newest first, and as many as people read. */
  #table() {
    const step = Math.max(1, Math.ceil(this.seconds.length / MOST_ROWS));
    const rows = this.seconds.map((_, index) => index).reverse().filter((_, index) => index % step === 0);
    return html`<div class="chart-table" tabindex="0" role="group" aria-label=${this.label}><table class="plain"><thead><tr><th>${t('column.when')}</th>${this.series.map(each => html`<th class="end">${each.label}</th>`)}</tr></thead>
      <tbody>${rows.map(index => html`<tr><td><time title=${exactTime(this.seconds[index] * 1000)}>${clockTime(this.seconds[index] * 1000)}</time></td>${this.series.map(each => html`<td class="end">${this.#value(each.values[index])}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  #sentence() {
    return `${this.label}. ${this.series.map(each => {
      const known = each.values.filter(Number.isFinite);
      return known.length === 0 ? each.label : t('chart.sentence', each.label, this.format(known.at(-1)), this.format(Math.min(...known)), this.format(Math.max(...known)));
    }).join(' ')}`;
  }
}
customElements.define('sr-chart', Chart);

function ticks(top) {
  return Array.from({length: TICKS}, (_, index) => top * (TICKS - 1 - index) / (TICKS - 1));
}
