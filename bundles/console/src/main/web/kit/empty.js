/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {icon} from '../core/icons.js';
import {t} from '../core/texts.js';

/** Nothing is there yet: says what would be, and how to begin. */
export function nothingYet({symbol = 'spark', title, text, action = nothing}) {
  return html`<div class="empty">${icon(symbol)}<h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** Something is there, but nothing that is looked for. */
export function nothingMatches(clear) {
  return html`<div class="empty">${icon('filter')}<h2>${t('matches.none')}</h2><p>${t('matches.none.text')}</p>
    <button type="button" class="button" @click=${clear}>${t('matches.clear')}</button></div>`;
}
