/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {icon} from '../core/icons.js';
import {t} from '../core/texts.js';

/** The one menu that opens beside buttons. Items: {label, symbol, run | href, why, tone} or null for a line. */
class Menu extends Light {
  static properties = {items: {attribute: false}, label: {attribute: false}};

  constructor() {
    super();
    this.items = [];
    this.label = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('popover', 'auto');
    this.addEventListener('keydown', event => this.#key(event));
    this.addEventListener('toggle', event => {
      if (event.newState === 'closed') this.opener?.setAttribute('aria-expanded', 'false');
    });
  }

  async open(opener, items, label) {
    this.opener = opener;
    this.items = items;
    this.label = label;
    await this.updateComplete;
    opener.setAttribute('aria-expanded', 'true');
    this.showPopover();
    const at = opener.getBoundingClientRect();
    const box = this.getBoundingClientRect();
    const below = at.bottom + box.height + 8 < innerHeight;
    this.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - box.height - 4)}px`;
    this.style.left = `${Math.max(8, Math.min(at.right - box.width, innerWidth - box.width - 8))}px`;
    this.#targets()[0]?.focus();
  }

  #targets() {
    return [...this.querySelectorAll('[role=menuitem]')];
  }

  #key(event) {
    const all = this.#targets();
    const at = all.indexOf(document.activeElement);
    const next = {ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1}[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next % all.length]?.focus();
    } else if (event.key === 'Tab') {
      this.#close();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    }
  }

  #close() {
    this.hidePopover();
    this.opener?.focus();
  }

  #chosen(event, item) {
    if (item.why) {
      event.preventDefault();
      return;
    }
    this.#close();
    item.run?.();
  }

  render() {
    return html`<div role="menu" aria-label=${this.label}>${this.items.map(item => {
      if (item === null) return html`<hr>`;
      const content = html`${icon(item.symbol ?? 'right')}<span>${item.label}${item.why ? html`<small>${item.why}</small>` : nothing}</span>`;
      return item.href && !item.why
        ? html`<a role="menuitem" tabindex="-1" href=${item.href} @click=${event => this.#chosen(event, item)}>${content}</a>`
        : html`<button type="button" role="menuitem" tabindex="-1" class=${item.tone ?? ''} aria-disabled=${item.why ? 'true' : nothing}
            @click=${event => this.#chosen(event, item)}>${content}</button>`;
    })}</div>`;
  }
}
customElements.define('sr-menu', Menu);

/** Opens the menu at a button. */
export function openMenu(opener, items, label) {
  let menu = document.querySelector('sr-menu');
  if (!menu) {
    menu = document.createElement('sr-menu');
    document.body.append(menu);
  }
  if (menu.matches(':popover-open')) menu.hidePopover();
  menu.open(opener, items, label);
}

/** A button with three dots, whose items are made when it is opened. */
export function menuButton(items, label = t('actions')) {
  return html`<button type="button" class="button quiet small only-icon" aria-label=${label} title=${t('actions')} aria-haspopup="menu" aria-expanded="false"
    @click=${event => openMenu(event.currentTarget, items(), label)}>${icon('more')}</button>`;
}
