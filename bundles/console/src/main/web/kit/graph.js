/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing, svg} from 'lit';
import {Light} from '../core/element.js';
import {layers} from '../core/layers.js';
import {nearest} from '../core/pure.js';
import {t} from '../core/texts.js';
import {button} from './button.js';
import {saveFile} from './edit.js';

const MARGIN = 24;
const MOST_CHARS = 26;
const ZOOM = 1.25;
const LEAST = .2;
const READABLE = .7;
const MOST = 2;
const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font', 'dominant-baseline'];

/**
 * A graph in layers. Properties: nodes [{id, label?, title?, tone?}], edges [{from, to, kind?}], chosen (id), marked (Set
 * of ids). Event `choose` with an id. Drag to move, wheel with Ctrl to zoom. One node is in the order of Tab; from there
 * arrows lead to the next one in their direction.
 */
class Graph extends Light {
  static properties = {nodes: {attribute: false}, edges: {attribute: false}, chosen: {attribute: false}, marked: {attribute: false}, label: {attribute: false}, zoom: {state: true}, at: {state: true}};

  #layout = null;
  #drag = null;
  #shape = '';

  constructor() {
    super();
    this.nodes = [];
    this.edges = [];
    this.zoom = 0;
    this.at = '';
  }

  /** New states of the same nodes leave all where it is. */
  willUpdate(changed) {
    if (!changed.has('nodes') && !changed.has('edges')) return;
    const shape = JSON.stringify([this.nodes.map(each => each.id), this.edges.map(each => [each.from, each.to])]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#layout = layers(this.nodes, this.edges);
    this.zoom = 0;
  }

  updated(changed) {
    if (this.zoom === 0) {
      this.#fit();
      this.updateComplete.then(() => this.#show(this.chosen));
    } else if (changed.has('chosen')) {
      this.#show(this.chosen);
    }
  }

  /** Brings a node into the middle, as far as there is something to scroll. */
  #show(id) {
    const box = this.querySelector('.graph');
    const place = this.#layout?.nodes.get(id);
    if (!box || !place) return;
    box.scrollLeft = (place.x + MARGIN + this.#layout.box.width / 2) * this.zoom - box.clientWidth / 2;
    box.scrollTop = (place.y + MARGIN) * this.zoom - box.clientHeight / 2;
  }

  #fit() {
    const box = this.querySelector('.graph');
    if (!box || !this.#layout) return;
    const wide = Math.min(1, box.clientWidth / (this.#layout.width + 2 * MARGIN));
    const whole = Math.min(wide, box.clientHeight / (this.#layout.height + 2 * MARGIN));
    // What would be too small to read is rather scrolled.
    this.zoom = Math.max(READABLE / 2, whole < READABLE ? wide : whole);
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
    this.#zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM);
  }

  #zoom(by) {
    this.zoom = Math.min(MOST, Math.max(LEAST, (this.zoom || 1) * by));
  }

  #choose(id) {
    this.dispatchEvent(new CustomEvent('choose', {detail: id}));
  }

  #key(event, id) {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(id);
      return;
    }
    const direction = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    const next = direction && nearest(this.#layout.nodes, id, direction);
    if (!direction) return;
    event.preventDefault();
    if (next) this.#enter(next);
  }

  async #enter(id) {
    this.at = id;
    await this.updateComplete;
    const node = this.querySelector('.node[tabindex="0"]');
    node?.focus();
    node?.scrollIntoView({block: 'nearest', inline: 'nearest'});
  }

  /** The picture as a file, with the colours that it has here. */
  #save() {
    const shown = this.querySelector('.graph svg');
    const copy = shown.cloneNode(true);
    const originals = shown.querySelectorAll('*');
    copy.querySelectorAll('*').forEach((each, index) => {
      const style = getComputedStyle(originals[index]);
      STYLES.forEach(name => each.setAttribute(name, style.getPropertyValue(name)));
      ['class', 'tabindex', 'role'].forEach(name => each.removeAttribute(name));
    });
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    saveFile('subrack-graph.svg', new XMLSerializer().serializeToString(copy), 'image/svg+xml');
  }

  render() {
    const {nodes: places, width, height, box} = this.#layout;
    const whole = {width: width + 2 * MARGIN, height: height + 2 * MARGIN};
    const scale = this.zoom || 1;
    const nodes = inReadingOrder(this.nodes, places);
    const entry = places.has(this.at) ? this.at : places.has(this.chosen) ? this.chosen : nodes[0]?.id;
    return html`<div class="graph-bar">${button({label: t('graph.in'), symbol: 'plus', hidden: true, small: true, run: () => this.#zoom(ZOOM)})}
      ${button({label: t('graph.out'), symbol: 'minus', hidden: true, small: true, run: () => this.#zoom(1 / ZOOM)})}${button({label: t('graph.fit'), small: true, run: () => this.#fit()})}
      <span class="at-end">${button({label: t('graph.save'), symbol: 'download', small: true, quiet: true, run: () => this.#save()})}</span></div>
    <div class="graph" tabindex="0" role="group" aria-label=${this.label} aria-description=${t('graph.keys')} @wheel=${event => this.#wheel(event)}
      @pointerdown=${event => {
        if (!event.target.closest('[role=button]')) this.#drag = {x: event.clientX, y: event.clientY, left: event.currentTarget.scrollLeft, top: event.currentTarget.scrollTop};
      }} @pointermove=${event => this.#move(event)} @pointerup=${() => {
        this.#drag = null;
      }} @pointerleave=${() => {
        this.#drag = null;
      }}>
      <svg width=${whole.width * scale} height=${whole.height * scale} viewBox="${-MARGIN} ${-MARGIN} ${whole.width} ${whole.height}">
        <g aria-hidden="true">${this.edges.map(edge => this.#edge(edge, places, box))}</g>
        ${nodes.map(node => this.#node(node, places.get(node.id), box, entry))}
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

  #node(node, place, box, entry) {
    const label = node.label ?? node.id;
    const text = label.length > MOST_CHARS ? `…${label.slice(1 - MOST_CHARS)}` : label;
    const off = this.marked && !this.marked.has(node.id);
    return svg`<g class="node ${node.tone ?? ''} ${node.id === this.chosen ? 'chosen' : ''} ${off ? 'off' : ''}" role="button" tabindex=${node.id === entry ? '0' : '-1'} aria-label=${node.title ?? label} aria-pressed=${String(node.id === this.chosen)}
      transform="translate(${place.x} ${place.y})" @click=${() => this.#choose(node.id)} @keydown=${event => this.#key(event, node.id)}><title>${node.title ?? label}</title><rect width=${box.width} height=${box.height} rx="6"></rect><circle cx="16" cy=${box.height / 2} r="4"></circle><text x="28" y=${box.height / 2}>${text}</text></g>`;
  }
}
customElements.define('sr-graph', Graph);

/** From left to right, and in each layer from above. */
function inReadingOrder(nodes, places) {
  const at = node => places.get(node.id);
  return [...nodes].sort((a, b) => at(a).x - at(b).x || at(a).y - at(b).y);
}
