/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, post} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {go, href, router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {edit, showOnce} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';
import {CLIENTS, clientsHead, draftOf, grantName, newFields, scopeField} from './common.js';

const FACETS = [{id: 'authentication', of: row => row.authentication, label: value => t(`clients.authentication.${value}`)}, {id: 'state', of: stateOf, label: value => t(`users.state.${value}`)}];

/** The applications that sign people in, or themselves. */
class ClientList extends Page {
  heading() {
    return t('page.clients');
  }

  async load(signal) {
    return whyNot(CLIENTS) ? null : list('clients?limit=100', {signal});
  }

  get #columns() {
    return [
      {id: 'name', label: t('clients.name'), header: true, value: row => row.name, cell: row => html`<a href=${href('clients', row.id)}>${row.name}</a>`},
      {id: 'id', label: t('clients.id'), value: row => row.id, cell: row => html`<code title=${row.id}>${row.id}</code>`},
      {id: 'authentication', label: t('clients.kind'), width: '12rem', value: row => row.authentication, cell: row => t(`clients.authentication.${row.authentication}`)},
      {id: 'grants', label: t('clients.grantTypes'), cell: row => html`<span title=${row.grantTypes.join('\n')}>${row.grantTypes.map(each => tag(grantName(each)))}</span>`},
      {id: 'scopes', label: t('apis.scopes'), cell: row => html`<span title=${row.scopes.join('\n')}>${row.scopes.map(each => tag(each))}</span>`},
      {id: 'state', label: t('column.state'), width: '7rem', value: stateOf, cell: row => badge(row.enabled ? 'ACTIVE' : 'DISABLED')},
      {id: 'created', label: t('users.created'), width: '9rem', value: row => Date.parse(row.created), cell: row => time(row.created)},
    ];
  }

  view(clients) {
    const {q = '', sort = '', view, ...chosen} = this.route.query;
    const add = button({label: t('clients.add'), symbol: 'plus', tone: 'main', scope: CLIENTS, run: () => this.#add()});
    if (clients === null) return html`${clientsHead('', nothing)}<p class="notice warn">${whyNot(CLIENTS)}</p>`;
    if (clients.length === 0) return html`${clientsHead('', nothing)}${nothingYet({symbol: 'clients', title: t('clients.none'), text: t('clients.none.text'), action: add})}`;
    return html`${clientsHead('', add)}
      <sr-toolbar .rows=${clients} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('clients.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${clients} .columns=${this.#columns} .text=${row => `${row.name} ${row.id} ${row.scopes.join(' ')} ${row.redirectUris.join(' ')}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.clients')}
        .empty=${() => nothingMatches(() => router.query({q: '', authentication: '', state: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  async #add() {
    try {
      const scopes = await scopeField(t('clients.scopes.hint'));
      const made = await edit({title: t('clients.add'), confirm: t('clients.add.confirm'), wide: true, values: {preset: 'web', scopes: ['openid', 'profile']}, attributes: newFields(scopes), run: async values => (await post('clients', draftOf(values))).body});
      if (!made) return;
      if (made.secret) await showOnce({title: t('clients.added', made.name), lead: t('clients.secret.lead'), items: [[t('clients.id'), made.id], [t('clients.secret'), made.secret]]});
      go('clients', made.id);
    } catch (e) {
      toastFailure(e);
    }
  }
}
customElements.define('sr-client-list', ClientList);

function stateOf(row) {
  return row.enabled ? 'active' : 'disabled';
}
