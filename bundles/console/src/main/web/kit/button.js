/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {whyNot} from '../core/me.js';
import {icon} from '../core/icons.js';

/**
 * A button that says why it cannot be used: it stays reachable, so that the reason can be read.
 *
 * @param scope what a person needs to use it
 * @param why another reason why it cannot be used now
 */
export function button({label, symbol, run, scope = '', why = '', tone = '', quiet = false, small = false, busy = false, hidden = false, pressed}) {
  const reason = whyNot(scope) || why;
  return html`<button type="button"
    class="button ${tone} ${quiet ? 'quiet' : ''} ${small ? 'small' : ''} ${hidden ? 'only-icon' : ''}"
    aria-disabled=${reason || busy ? 'true' : nothing} aria-description=${reason || nothing} data-why=${reason || nothing}
    aria-label=${hidden ? label : nothing} title=${hidden && !reason ? label : nothing} aria-busy=${busy ? 'true' : nothing}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${event => {
      if (reason || busy || event.currentTarget.ariaBusy === 'true') event.preventDefault();
      else until(run(event), event.currentTarget);
    }}>${busy ? html`<span class="spinner" aria-hidden="true"></span>` : symbol ? icon(symbol) : nothing}${hidden ? nothing : html`<span>${label}</span>`}</button>`;
}

/** Shows that it works, and takes no second click, for as long as it does. */
async function until(result, element) {
  if (typeof result?.then !== 'function') return;
  element.ariaBusy = 'true';
  try {
    await result;
  } finally {
    element.ariaBusy = null;
  }
}

/** A link that looks like a button. */
export function linkButton({label, symbol, to, tone = '', small = false, download}) {
  return html`<a class="button ${tone} ${small ? 'small' : ''}" href=${to} download=${download ?? nothing}>${symbol ? icon(symbol) : nothing}<span>${label}</span></a>`;
}
