/* SPDX-License-Identifier: Apache-2.0 */
import {ConsoleElement, button, card, nothingYet, time} from '@subrack/console';
import {html} from 'lit';
import {call} from './api.js';

/** The page, which counts now. The console makes a tag for this class, and hands in `host` and `route`. */
export default class Board extends ConsoleElement {
  static properties = {notices: {state: true}, failure: {state: true}, draft: {state: true}};

  constructor() {
    super();
    this.draft = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  /** Half a notice outlives an update of this bundle. */
  handOver() {
    return {draft: this.draft};
  }

  takeOver({draft}) {
    this.draft = draft;
  }

  async load() {
    try {
      this.notices = (await call(this.host)).items;
    } catch (e) {
      this.failure = e.message;
    }
  }

  async pin(event) {
    event.preventDefault();
    const text = this.draft.trim();
    if (!text) return;
    try {
      await call(this.host, 'POST', '', {text});
      this.draft = '';
      this.host.toast(this.host.t('pinned', text), 'good');
      await this.load();
    } catch (e) {
      this.host.toast(e.message, 'bad');
    }
  }

  async take(notice) {
    const {t} = this.host;
    if (!await this.host.confirm({title: t('remove.confirm'), text: notice.text, confirm: t('remove'), danger: true})) return;
    try {
      await call(this.host, 'DELETE', `/${notice.id}`);
      this.host.toast(t('gone'), 'good');
      await this.load();
    } catch (e) {
      this.host.toast(e.message, 'bad');
    }
  }

  render() {
    const {t} = this.host;
    if (this.failure) return html`<p class="notice bad" role="alert">${t('failed', this.failure)}</p>`;
    return html`${this.notices?.length === 0 ? nothingYet({symbol: 'edit', title: t('empty'), text: t('empty.text')}) : this.list()}
      <form class="row" @submit=${event => this.pin(event)}>
        <label>${t('pin.label')} <input name="text" maxlength="200" .value=${this.draft} @input=${event => {
          this.draft = event.target.value;
        }}></label>
        <button class="button main">${t('pin')}</button>
      </form>`;
  }

  list() {
    const {t} = this.host;
    return card(`${t('board')} (${this.notices?.length ?? 0})`, html`<ul class="rows">${(this.notices ?? []).map(notice => html`<li><span>${notice.text}</span>
      <span class="muted">${notice.author} · ${time(notice.written)}</span>
      ${button({label: t('remove'), symbol: 'trash', small: true, quiet: true, hidden: true, run: () => this.take(notice)})}</li>`)}</ul>`, {flush: true});
  }
}
