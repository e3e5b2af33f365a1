/* SPDX-License-Identifier: Apache-2.0 */
import {ConsoleElement} from '@subrack/console';
import {html} from 'lit';
import {call} from './api.js';

/** A card on the overview; the console draws its frame and title. */
export default class Latest extends ConsoleElement {
  static properties = {latest: {state: true}, failure: {state: true}};

  async connectedCallback() {
    super.connectedCallback();
    try {
      [this.latest = null] = (await call(this.host)).items;
    } catch (e) {
      this.failure = e.message;
    }
  }

  render() {
    const {t, href} = this.host;
    if (this.failure) return html`<p class="notice bad">${t('failed', this.failure)}</p>`;
    return html`<p>${this.latest ? this.latest.text : t('standard')}</p><p><a href=${href('board')}>${t('board')}</a></p>`;
  }
}
