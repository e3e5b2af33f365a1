/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list, request} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {whyNot} from '../../core/me.js';
import {router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';
import {USERS, usersHead} from './common.js';

/** Groups give their members roles. */
class Groups extends Page {
  heading() {
    return t('users.view.groups');
  }

  async load(signal) {
    const [groups, users] = await Promise.all([list('groups', {signal}), list('users?limit=500', {signal})]);
    return groups.map(each => ({...each, members: users.filter(user => user.groups.includes(each.name)).length}));
  }

  view(groups) {
    const {q = '', sort = ''} = this.route.query;
    const add = button({label: t('users.groups.add'), symbol: 'plus', tone: 'main', scope: USERS, run: () => this.#edit(null)});
    const columns = [
      {id: 'name', label: t('users.group'), header: true, width: '14rem', value: row => row.name, cell: row => html`<strong>${row.name}</strong>`},
      {id: 'description', label: t('fact.description'), value: row => row.description, cell: row => html`<span title=${row.description}>${row.description}</span>`},
      {id: 'roles', label: t('users.roles'), cell: row => row.roles.map(role => tag(role))},
      {id: 'members', label: t('users.members'), width: '8rem', end: true, value: row => row.members, cell: row => row.members},
    ];
    if (groups.length === 0) return html`${usersHead('groups', add)}${nothingYet({symbol: 'users', title: t('users.groups.none'), text: t('users.groups.none.text')})}`;
    return html`${usersHead('groups', add)}
      <sr-toolbar .rows=${groups} .words=${q} .placeholder=${t('users.groups.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${groups} .columns=${columns} .key=${row => row.name} .text=${row => `${row.name} ${row.description} ${row.roles.join(' ')}`} .words=${q} .sort=${sort} .label=${t('users.view.groups')}
        .actions=${row => [{label: t('users.edit'), symbol: 'edit', why: whyNot(USERS), run: () => this.#edit(row)}, null,
          {label: t('delete'), symbol: 'trash', tone: 'danger', why: whyNot(USERS) || (row.members > 0 ? t('users.groups.used') : ''), run: () => this.#delete(row)}]}
        .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  async #edit(group) {
    try {
      const roles = await list('roles');
      const saved = await edit({
        title: group ? t('users.edit.title', group.name) : t('users.groups.add'), confirm: t('save'),
        values: {name: group?.name ?? '', description: group?.description ?? '', roles: group?.roles ?? []},
        attributes: [
          ...(group ? [] : [{id: 'name', name: t('users.group'), required: true}]), {id: 'description', name: t('fact.description')},
          {id: 'roles', name: t('users.roles'), cardinality: 1, options: roles.map(each => ({value: each.name, label: each.name, description: each.description}))},
        ],
        run: values => request('PUT', `groups/${encodeURIComponent(values.name ?? '')}`, {body: {description: values.description ?? '', roles: values.roles ?? []}}),
      });
      if (saved) this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #delete(group) {
    if (await confirmed({title: t('users.groups.delete', group.name), text: t('users.groups.delete.text'), confirm: t('delete'), run: () => request('DELETE', `groups/${encodeURIComponent(group.name)}`)})) this.reload();
  }
}
customElements.define('sr-groups', Groups);
