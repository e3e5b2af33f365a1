/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {contributionRunner, contributions} from '../core/contributions.js';
import {Light} from '../core/element.js';
import {card} from './tree.js';

/**
 * A place for what bundles bring: name as `overview-card/1`, of {bundle, interfaces} that is shown there, context for their
 * elements, and how each is framed: `card` draws one with its title. `only` is the id of the one that is wanted.
 */
class Slot extends Light {
  static properties = {name: {attribute: false}, of: {attribute: false}, context: {attribute: false}, framed: {attribute: false}, only: {attribute: false}};

  connectedCallback() {
    super.connectedCallback();
    this.listen(contributions, 'change', () => this.requestUpdate());
  }

  render() {
    const items = contributions.slots(this.name, this.of).filter(each => !this.only || slotKey(each) === this.only);
    if (items.length === 0) return nothing;
    return repeat(items, slotKey, item => this.framed ? card(item.title, contributed(item, {context: this.context})) : contributed(item, {context: this.context}));
  }
}
customElements.define('sr-slot', Slot);

/** What tells one from all others of a place, in addresses too. */
export function slotKey(item) {
  return `${item.bundle}:${item.id}`;
}

/** The element of a contribution, whose code is loaded now. */
export function contributed(item, {context = {}, route = null} = {}) {
  contributionRunner();
  return html`<sr-contributed .item=${item} .context=${context} .route=${route}></sr-contributed>`;
}
