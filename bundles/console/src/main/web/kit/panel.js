/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {icon} from '../core/icons.js';
import {t} from '../core/texts.js';

/** A list with what is chosen in it at its side. Without a panel the list has all the place. */
export function split(list, panel) {
  return html`<div class="split ${panel ? 'open' : ''}"><div class="split-list">${list}</div>${panel ?? nothing}</div>`;
}

/** One thing of a list beside the list. @param close the address without it */
export function panel(title, content, close, end = nothing) {
  return html`<aside class="card panel" aria-label=${title}><header><h2 tabindex="-1">${title}</h2><span class="row">${end}<a class="button quiet small only-icon" href=${close} aria-label=${t('close')}>${icon('cross')}</a></span></header>
    <div class="card-body">${content}</div></aside>`;
}
