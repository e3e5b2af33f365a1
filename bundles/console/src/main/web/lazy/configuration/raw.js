/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {whyNot} from '../../core/me.js';
import {t} from '../../core/texts.js';
import {card} from '../../kit/tree.js';
import {shown} from './values.js';

/** What was changed here, as text. */
export class Raw {
  constructor(resource) {
    this.values = Object.fromEntries(Object.entries(resource.values).filter(([, value]) => value.admin !== undefined).map(([key, value]) => [key, value.admin]));
    this.before = JSON.stringify(this.values, null, 2);
    this.text = this.before;
    this.fault = '';
  }

  get changed() {
    return this.text !== this.before;
  }

  type(text) {
    this.text = text;
    try {
      const values = JSON.parse(text);
      if (values === null || typeof values !== 'object' || Array.isArray(values)) throw new SyntaxError(t('configuration.raw.object'));
      this.values = values;
      this.fault = '';
    } catch (e) {
      this.fault = t('configuration.raw.fault', e.message);
    }
  }
}

export function rawView(editor) {
  const {raw, resource} = editor;
  return html`<div class="columns wide-left">
    ${card(t('configuration.raw.title'), html`<div class="field"><label class="sr-unseen" for="raw">${t('configuration.raw.title')}</label>
      <textarea id="raw" rows="14" spellcheck="false" .value=${raw.text} ?readonly=${Boolean(whyNot('platform.config'))} aria-invalid=${raw.fault ? 'true' : nothing} aria-describedby="raw-hint" @input=${event => editor.typed(event.target.value)}></textarea>
      <p class="hint" id="raw-hint">${t('configuration.raw.hint')}</p>${raw.fault ? html`<p class="fault" role="alert">${raw.fault}</p>` : nothing}</div>`)}
    ${card(t('configuration.raw.effective'), html`<table class="plain"><tbody>${Object.entries(resource.values).sort(([a], [b]) => a.localeCompare(b)).map(([key, value]) => html`<tr><td><code>${key}</code></td><td><code>${shown(value.effective)}</code></td></tr>`)}</tbody></table>`, {flush: true})}</div>`;
}
