/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list, post} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {time} from '../core/format.js';
import {router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {ask} from '../kit/dialog.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {toast} from '../kit/toast.js';

const KEYS = 'platform.keys';
const TONES = {SIGNING: 'ACTIVE', PUBLISHED: 'STARTING', RETIRED: 'STOPPED', REMOVED: 'STOPPED'};
const FACETS = [{id: 'state', of: row => row.state, label: value => t(`keys.state.${value}`)}];

/** The keys that sign tokens: which ones, since when, and how to replace them. */
class KeysPage extends Page {
  load(signal) {
    return list('keys', {signal});
  }

  view(keys) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const when = (id, label) => ({id, label, width: '9rem', value: row => row[id] ? Date.parse(row[id]) : undefined, cell: row => row[id] ? time(row[id]) : html`<span class="muted">–</span>`});
    const columns = [
      {id: 'kid', label: t('keys.kid'), header: true, value: row => row.kid, cell: row => html`<code title=${row.kid}>${row.kid}</code>`},
      {id: 'algorithm', label: t('clients.algorithm'), width: '8rem', value: row => row.algorithm, cell: row => row.algorithm},
      {id: 'state', label: t('column.state'), width: '9rem', value: row => row.state, cell: row => html`<span title=${t(`keys.state.${row.state}.hint`)}>${badge(TONES[row.state], t(`keys.state.${row.state}`))}</span>`},
      when('created', t('users.created')), when('activates', t('keys.activates')), when('retired', t('keys.retired')), when('removed', t('keys.removed')),
    ];
    return html`${head(t('page.keys'), {lead: t('keys.lead'), actions: html`
        ${linkButton({label: t('keys.jwks'), symbol: 'link', to: '/oauth2/jwks'})}
        ${button({label: t('keys.emergency'), symbol: 'alert', tone: 'danger', scope: KEYS, run: () => this.#emergency()})}
        ${button({label: t('keys.rotate'), symbol: 'keys', tone: 'main', scope: KEYS, run: () => this.#rotate()})}`})}
      <details class="fold"><summary>${t('keys.states')}</summary><ul class="lines">${Object.keys(TONES).map(state => html`<li>${badge(TONES[state], t(`keys.state.${state}`))} ${t(`keys.state.${state}.hint`)}</li>`)}</ul></details>
      <sr-toolbar .rows=${keys} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('keys.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${keys} .columns=${columns} .key=${row => row.kid} .text=${row => `${row.kid} ${row.algorithm}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.keys')}
        .empty=${some => some ? nothingMatches(() => router.query({q: '', state: ''})) : nothingYet({symbol: 'keys', title: t('keys.none'), text: t('keys.none.text')})} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  async #rotate() {
    const done = await ask({title: t('keys.rotate'), confirm: t('keys.rotate'), body: html`<p>${t('keys.rotate.text')}</p>`, run: () => post('keys/rotation', {})});
    if (done) this.#rotated('keys.rotate.done');
  }

  /** All tokens become void: who does that types it, so that it is never a slip. */
  async #emergency() {
    const word = t('keys.emergency.word');
    const done = await ask({
      title: t('keys.emergency'), confirm: t('keys.emergency'), tone: 'danger',
      body: html`<p class="notice bad">${t('keys.emergency.text')}</p><div class="field"><label>${t('keys.emergency.type', word)}<input name="word" autocomplete="off" spellcheck="false"></label></div>`,
      valid: dialog => {
        const field = dialog.querySelector('[name=word]');
        field.setCustomValidity(field.value.trim() === word ? '' : t('keys.emergency.type', word));
        field.oninput = () => field.setCustomValidity('');
        return field.reportValidity();
      },
      run: () => post('keys/rotation', {emergency: true}),
    });
    if (done) this.#rotated('keys.emergency.done');
  }

  #rotated(key) {
    toast(t(key), 'good');
    this.reload();
  }
}
customElements.define('sr-page-keys', KeysPage);
