/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';

/**
 * Tabs that are addresses: links, one of which is the current page.
 *
 * @param tabs [{id, label, count?, href}]
 */
export function tabs(items, current, label) {
  return html`<nav class="tabs" aria-label=${label}><ul>${items.map(item => html`<li>
    <a href=${item.href} aria-current=${item.id === current ? 'page' : nothing}>${item.label}${item.count === undefined ? nothing : html` <span class="count">${item.count}</span>`}</a></li>`)}</ul></nav>`;
}
