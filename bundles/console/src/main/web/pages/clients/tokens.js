/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list, post, request} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {me} from '../../core/me.js';
import {router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit, showOnce} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {clientsHead} from './common.js';

const DAYS = [7, 30, 90, 365];

/** The API tokens of the person who looks. */
class Tokens extends Page {
  heading() {
    return t('clients.view.tokens');
  }

  load(signal) {
    return list('me/api-tokens', {signal});
  }

  view(tokens) {
    const {q = '', sort = ''} = this.route.query;
    const add = button({label: t('tokens.add'), symbol: 'plus', tone: 'main', run: () => this.#add()});
    if (tokens.length === 0) return html`${clientsHead('tokens', add)}${nothingYet({symbol: 'keys', title: t('tokens.none'), text: t('tokens.none.text')})}`;
    const columns = [
      {id: 'name', label: t('tokens.name'), header: true, value: row => row.name, cell: row => row.name},
      {id: 'scopes', label: t('apis.scopes'), width: '40%', cell: row => html`<span title=${row.scopes.join('\n')}>${row.scopes.map(each => tag(each))}</span>`},
      {id: 'created', label: t('users.created'), width: '9rem', value: row => Date.parse(row.created), cell: row => time(row.created)},
      {id: 'used', label: t('users.used'), width: '9rem', value: row => row.lastUsed ? Date.parse(row.lastUsed) : undefined, cell: row => row.lastUsed ? time(row.lastUsed) : t('tokens.never')},
      {id: 'expires', label: t('users.expires'), width: '9rem', value: row => Date.parse(row.expires), cell: row => time(row.expires)},
    ];
    return html`${clientsHead('tokens', add)}
      <sr-toolbar .rows=${tokens} .words=${q} .placeholder=${t('tokens.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${tokens} .columns=${columns} .text=${row => `${row.name} ${row.scopes.join(' ')}`} .words=${q} .sort=${sort} .label=${t('clients.view.tokens')}
        .actions=${row => [{label: t('delete'), symbol: 'trash', tone: 'danger', run: () => this.#delete(row)}]} .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  async #add() {
    const made = await edit({
      title: t('tokens.add'), confirm: t('tokens.add.confirm'), wide: true, lead: t('tokens.lead'), values: {days: '30', scopes: ['platform.read']},
      attributes: [
        {id: 'name', name: t('tokens.name'), description: t('tokens.name.hint'), required: true},
        {id: 'days', name: t('tokens.days'), required: true, options: DAYS.map(value => ({value: String(value), label: t('tokens.days.count', value)}))},
        {id: 'scopes', name: t('apis.scopes'), cardinality: 1, options: me().scopes.map(value => ({value, label: value}))},
      ],
      run: async values => ({...(await post('me/api-tokens', {name: values.name ?? '', days: Number(values.days), scopes: values.scopes ?? []})).body, name: values.name}),
    });
    if (!made) return;
    await showOnce({title: t('tokens.added', made.name), lead: t('tokens.secret.lead'), items: [[t('tokens.token'), made.token]]});
    this.reload();
  }

  async #delete(token) {
    if (await confirmed({title: t('tokens.delete', token.name), text: t('tokens.delete.text'), confirm: t('delete'), run: () => request('DELETE', `me/api-tokens/${encodeURIComponent(token.id)}`)})) this.reload();
  }
}
customElements.define('sr-tokens', Tokens);
