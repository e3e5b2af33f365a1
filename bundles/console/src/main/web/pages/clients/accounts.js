/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {href, router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {clientsHead} from './common.js';

/** The accounts that bundles act by. */
class Accounts extends Page {
  get topics() {
    return ['bundle', 'deployment'];
  }

  heading() {
    return t('clients.view.accounts');
  }

  load(signal) {
    return list('service-accounts', {signal});
  }

  view(accounts) {
    const {q = '', sort = ''} = this.route.query;
    if (accounts.length === 0) return html`${clientsHead('accounts', nothing)}${nothingYet({symbol: 'bundles', title: t('accounts.none'), text: t('accounts.none.text')})}`;
    const columns = [
      {id: 'bundle', label: t('column.bundle'), header: true, value: row => row.bundle, cell: row => html`<a href=${href('bundles', row.bundle, 'grants')}>${row.bundle}</a>`},
      {id: 'scopes', label: t('accounts.grants'), cell: row => row.scopes.length > 0 ? row.scopes.map(each => tag(each)) : html`<span class="muted">–</span>`},
      {id: 'state', label: t('column.state'), width: '8rem', value: row => row.revoked ? 'revoked' : 'active', cell: row => badge(row.revoked ? 'DISABLED' : 'ACTIVE')},
      {id: 'created', label: t('users.created'), width: '9rem', value: row => Date.parse(row.created), cell: row => time(row.created)},
    ];
    return html`${clientsHead('accounts', nothing)}
      <sr-toolbar .rows=${accounts} .words=${q} .placeholder=${t('bundles.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${accounts} .columns=${columns} .key=${row => row.bundle} .text=${row => `${row.bundle} ${row.scopes.join(' ')}`} .words=${q} .sort=${sort} .label=${t('clients.view.accounts')}
        .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-accounts', Accounts);
