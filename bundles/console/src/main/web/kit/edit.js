/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {t} from '../core/texts.js';
import {ask} from './dialog.js';
import {button} from './button.js';
import {toast} from './toast.js';

/**
 * Asks for values by a form in a dialog. Faults that the server finds stand beside their fields.
 *
 * @param attributes as <sr-form> takes them, or what makes them of the values
 * @param run does it with the values; the dialog stays when it throws
 */
export function edit({title, lead = '', attributes, values = {}, confirm, tone = '', wide = false, run}) {
  const state = {values, faults: {}};
  return ask({
    title, confirm, tone, wide, form: true,
    body: dialog => html`${lead ? html`<p>${lead}</p>` : nothing}
      <sr-form .prefix=${'edit'} .attributes=${typeof attributes === 'function' ? attributes(state.values) : attributes} .values=${state.values} .faults=${state.faults} @change=${event => {
        state.values = event.detail;
        dialog.requestUpdate();
      }}></sr-form>`,
    run: async () => {
      try {
        state.faults = {};
        return await run(state.values);
      } catch (e) {
        state.faults = faultsOf(e);
        throw e;
      }
    },
  });
}

/** Returns {field: sentence} of what a server found wrong. */
export function faultsOf(e) {
  return Object.fromEntries((e.problem?.faults ?? []).filter(each => each.where ?? each.key).map(each => [each.where ?? each.key, each.sentence]));
}

/** Shows what is never shown again: the person copies it, then it is gone. */
export function showOnce({title, lead, items}) {
  return ask({
    title, cancel: t('once.done'), wide: true,
    body: html`<p>${lead}</p>${items.map(([label, value], index) => html`<div class="field"><label for="once-${index}">${label}</label><div class="once"><input id="once-${index}" readonly .value=${value} @focus=${event => event.target.select()}>
      ${button({label: t('copy'), symbol: 'copy', run: () => copy(value)})}</div></div>`)}<p class="notice warn">${t('once.warning')}</p>`,
  });
}

/** Copies a text, where the browser lets us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copied'), 'good');
  } catch {
    toast(t('copied.not'), 'bad');
  }
}

/** Asks before something that cannot be taken back. */
export function confirmed({title, text, confirm, tone = 'danger', run}) {
  return ask({title, confirm, tone, body: html`<p>${text}</p>`, run: async () => {
    await run();
    return true;
  }});
}

/** Gives the person a file that is made here. */
export function saveFile(name, text, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
