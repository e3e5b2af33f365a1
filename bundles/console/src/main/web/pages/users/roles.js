/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, request} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {whyNot} from '../../core/me.js';
import {router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit} from '../../kit/edit.js';
import {nothingMatches} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';
import {USERS, usersHead} from './common.js';

/** Roles are sets of scopes. */
class Roles extends Page {
  heading() {
    return t('users.view.roles');
  }

  load(signal) {
    return list('roles', {signal});
  }

  view(roles) {
    const {q = '', sort = ''} = this.route.query;
    const columns = [
      {id: 'name', label: t('users.role'), header: true, width: '12rem', value: row => row.name, cell: row => html`<strong>${row.name}</strong> ${row.builtIn ? tag(t('users.built-in')) : nothing}`},
      {id: 'description', label: t('fact.description'), width: '22rem', value: row => row.description, cell: row => html`<span title=${row.description}>${row.description}</span>`},
      {id: 'scopes', label: t('apis.scopes'), cell: row => html`<span title=${row.scopes.join('\n')}>${row.scopes.map(scope => tag(scope))}</span>`},
    ];
    return html`${usersHead('roles', button({label: t('users.roles.add'), symbol: 'plus', tone: 'main', scope: USERS, run: () => this.#edit(null)}))}
      <sr-toolbar .rows=${roles} .words=${q} .placeholder=${t('users.roles.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${roles} .columns=${columns} .key=${row => row.name} .text=${row => `${row.name} ${row.description} ${row.scopes.join(' ')}`} .words=${q} .sort=${sort} .label=${t('users.view.roles')}
        .actions=${row => this.#actions(row)} .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  #actions(role) {
    const why = whyNot(USERS) || (role.builtIn ? t('users.built-in.why') : '');
    return [
      {label: t('users.edit'), symbol: 'edit', why, run: () => this.#edit(role)},
      {label: t('users.copy'), symbol: 'copy', why: whyNot(USERS), run: () => this.#edit({...role, name: ''})},
      null,
      {label: t('delete'), symbol: 'trash', tone: 'danger', why, run: () => this.#delete(role)},
    ];
  }

  async #edit(role) {
    try {
      const scopes = await list('scopes');
      const saved = await edit({
        title: role?.name ? t('users.edit.title', role.name) : t('users.roles.add'), confirm: t('save'), wide: true,
        values: {name: role?.name ?? '', description: role?.description ?? '', scopes: role?.scopes ?? []},
        attributes: [
          ...(role?.name ? [] : [{id: 'name', name: t('users.role'), required: true}]),
          {id: 'description', name: t('fact.description')},
          {id: 'scopes', name: t('apis.scopes'), cardinality: 1, options: scopes.map(each => ({value: each.name, label: each.name, description: each.description}))},
        ],
        run: values => request('PUT', `roles/${encodeURIComponent(values.name ?? '')}`, {body: {description: values.description ?? '', scopes: values.scopes ?? []}}),
      });
      if (saved) this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #delete(role) {
    if (await confirmed({title: t('users.roles.delete', role.name), text: t('users.roles.delete.text'), confirm: t('delete'), run: () => request('DELETE', `roles/${encodeURIComponent(role.name)}`)})) this.reload();
  }
}
customElements.define('sr-roles', Roles);
