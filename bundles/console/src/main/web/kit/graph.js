/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing, svg} from 'lit';
import {Light} from '../core/element.js';
import {layers} from '../core/layers.js';
import {t} from '../core/texts.js';
import {button} from './button.js';

const MARGIN = 24;
const MOST_CHARS = 26;
const ZOOM = 1.25;

/**
 * A graph in layers. Properties: nodes [{id, label?, tone?}], edges [{from, to, kind?}], chosen (id), marked (Set of
 * ids). Event `choose` with an id. Drag to move, wheel with Ctrl to zoom; all nodes are buttons in reading order.
 */
class Graph extends Light {
  static properties = {nodes: {attribute: false}, edges: {attribute: false}, chosen: {attribute: false}, marked: {attribute: false}, label: {attribute: false}, zoom: {state: true}};

  #layout = null;
  #drag = null;

  constructor() {
    super();
    this.nodes = [];
    this.edges = [];
    this.zoom = 0;
  }

  willUpdate(changed) {
    if (changed.has('nodes') || changed.has('edges')) this.#layout = layers(this.nodes, this.edges);
  }

  updated(changed) {
    if (changed.has('nodes') && this.zoom === 0) this.#fit();
  }

  #fit() {
    const box = this.querySelector('.graph');
    if (!box || !this.#layout) return;
    const whole = Math.min(1, box.clientWidth / (this.#layout.width + 2 * MARGIN), box.clientHeight / (this.#layout.height + 2 * MARGIN));
    this.zoom = Math.max(.35, whole);
  }

  #move(event) {
    const box = event.currentTarget;
    if (!this.#drag) return;
    box.scrollLeft = this.#drag.left - (event.clientX - this.#drag.x);
    box.scrollTop = this.#drag.top - (event.clientY - this.#drag.y);
  }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom = Math.min(2, Math.max(.2, this.zoom * (event.deltaY < 0 ? ZOOM : 1 / ZOOM)));
  }

  #choose(id) {
    this.dispatchEvent(new CustomEvent('choose', {detail: id}));
  }

  render() {
    const {nodes: places, width, height, box} = this.#layout;
    const whole = {width: width + 2 * MARGIN, height: height + 2 * MARGIN};
    const scale = this.zoom || 1;
    return html`<div class="graph-bar">${button({label: t('graph.in'), symbol: 'plus', hidden: true, small: true, run: () => {
      this.zoom = Math.min(2, scale * ZOOM);
    }})}${button({label: t('graph.out'), symbol: 'minus', hidden: true, small: true, run: () => {
      this.zoom = Math.max(.2, scale / ZOOM);
    }})}${button({label: t('graph.fit'), small: true, run: () => this.#fit()})}</div>
    <div class="graph" tabindex="0" role="group" aria-label=${this.label} @wheel=${event => this.#wheel(event)}
      @pointerdown=${event => {
        if (!event.target.closest('[role=button]')) this.#drag = {x: event.clientX, y: event.clientY, left: event.currentTarget.scrollLeft, top: event.currentTarget.scrollTop};
      }} @pointermove=${event => this.#move(event)} @pointerup=${() => {
        this.#drag = null;
      }} @pointerleave=${() => {
        this.#drag = null;
      }}>
      <svg width=${whole.width * scale} height=${whole.height * scale} viewBox="${-MARGIN} ${-MARGIN} ${whole.width} ${whole.height}">
        <g aria-hidden="true">${this.edges.map(edge => this.#edge(edge, places, box))}</g>
        ${this.nodes.map(node => this.#node(node, places.get(node.id), box))}
      </svg></div>`;
  }

  #edge(edge, places, box) {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (!from || !to || edge.from === edge.to) return nothing;
    const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2];
    const bend = Math.max(30, Math.abs(x2 - x1) / 2);
    const on = this.marked?.has(edge.from) && this.marked?.has(edge.to);
    return svg`<path class="edge ${edge.kind ?? ''} ${on ? 'on' : this.marked ? 'off' : ''}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"></path>`;
  }

  #node(node, place, box) {
    const label = node.label ?? node.id;
    const text = label.length > MOST_CHARS ? `…${label.slice(1 - MOST_CHARS)}` : label;
    const off = this.marked && !this.marked.has(node.id);
    return svg`<g class="node ${node.tone ?? ''} ${node.id === this.chosen ? 'chosen' : ''} ${off ? 'off' : ''}" role="button" tabindex="0" aria-label=${node.title ?? label} aria-pressed=${String(node.id === this.chosen)}
      transform="translate(${place.x} ${place.y})" @click=${() => this.#choose(node.id)} @keydown=${event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          this.#choose(node.id);
        }
      }}><title>${node.title ?? label}</title><rect width=${box.width} height=${box.height} rx="6"></rect><circle cx="16" cy=${box.height / 2} r="4"></circle><text x="28" y=${box.height / 2}>${text}</text></g>`;
  }
}
customElements.define('sr-graph', Graph);
