/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing, svg} from 'lit';
import {Light} from '../core/element.js';
import {clockTime} from '../core/format.js';
import {t} from '../core/texts.js';

const WIDTH = 600;
const HEIGHT = 140;
const TICKS = 3;

/**
 * Lines over time, drawn so that screen readers get a sentence and everybody a table. Properties: label, seconds [epoch],
 * series [{label, values, tone}], format(value).
 */
class Chart extends Light {
  static properties = {label: {attribute: false}, seconds: {attribute: false}, series: {attribute: false}, format: {attribute: false}, at: {state: true}};

  constructor() {
    super();
    this.seconds = [];
    this.series = [];
    this.format = value => String(value);
    this.at = -1;
  }

  #pointed(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.round((event.clientX - box.left) / box.width * (this.seconds.length - 1));
    this.at = Math.min(this.seconds.length - 1, Math.max(0, index));
  }

  render() {
    const values = this.series.flatMap(each => each.values).filter(Number.isFinite);
    if (values.length === 0) return html`<p class="muted">${t('chart.none')}</p>`;
    const top = niceAbove(Math.max(...values));
    const x = index => this.seconds.length < 2 ? 0 : index / (this.seconds.length - 1) * WIDTH;
    const y = value => HEIGHT - value / top * HEIGHT;
    const at = this.at >= 0 && this.at < this.seconds.length ? this.at : this.seconds.length - 1;
    return html`<figure class="chart">
      <figcaption><strong>${this.label}</strong><span class="legend">${this.series.map(each => html`<span class="key ${each.tone ?? ''}"><i aria-hidden="true"></i>${each.label}
        <b>${Number.isFinite(each.values[at]) ? this.format(each.values[at]) : '–'}</b></span>`)}<span class="muted">${this.at >= 0 ? clockTime(this.seconds[at] * 1000) : nothing}</span></span></figcaption>
      <div class="plot"><div class="scale" aria-hidden="true">${ticks(top).map(value => html`<span>${this.format(value)}</span>`)}</div>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${this.#sentence()} @pointermove=${event => this.#pointed(event)} @pointerleave=${() => {
          this.at = -1;
        }}>
          ${ticks(top).map(value => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${y(value)} y2=${y(value)}></line>`)}
          ${this.series.map(each => svg`<path class="curve ${each.tone ?? ''}" d=${path(each.values, x, y)}></path>`)}
          ${this.at >= 0 ? svg`<line class="cursor" x1=${x(at)} x2=${x(at)} y1="0" y2=${HEIGHT}></line>` : nothing}
        </svg></div></figure>`;
  }

  #sentence() {
    return this.series.map(each => {
      const known = each.values.filter(Number.isFinite);
      return known.length === 0 ? each.label : t('chart.sentence', each.label, this.format(known.at(-1)), this.format(Math.min(...known)), this.format(Math.max(...known)));
    }).join(' ');
  }
}
customElements.define('sr-chart', Chart);

function path(values, x, y) {
  let begun = false;
  return values.map((value, index) => {
    if (!Number.isFinite(value)) {
      begun = false;
      return '';
    }
    const command = begun ? 'L' : 'M';
    begun = true;
    return `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  }).join('');
}

function ticks(top) {
  return Array.from({length: TICKS}, (_, index) => top * (TICKS - 1 - index) / (TICKS - 1));
}

/** Returns the next number that people like. */
function niceAbove(value) {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(each => each * size).find(each => each >= value);
}
