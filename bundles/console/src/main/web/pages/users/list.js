/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, post} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {go, href, router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {edit} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';
import {userMenu} from './actions.js';
import {PROFILE, USERS, memberships, showToken, userBadge, userState, usersHead} from './common.js';

const FACETS = [{id: 'state', of: userState, label: value => t(`users.state.${value}`)}, {id: 'role', of: row => row.roles[0], label: value => value}];

/** All who can sign in. */
class UserList extends Page {
  heading() {
    return t('page.users');
  }

  load(signal) {
    return list('users?limit=500', {signal});
  }

  get #columns() {
    return [
      {id: 'name', label: t('users.name'), header: true, value: row => row.name, cell: row => html`<a href=${href('users', row.id)}>${row.name}</a>`},
      {id: 'displayName', label: t('users.displayName'), value: row => row.displayName, cell: row => row.displayName},
      {id: 'email', label: t('users.email'), value: row => row.email, cell: row => row.email || html`<span class="muted">–</span>`},
      {id: 'state', label: t('column.state'), width: '9rem', value: userState, cell: userBadge},
      {id: 'roles', label: t('users.roles'), value: row => row.roles.join(' '), cell: row => row.roles.map(role => tag(role))},
      {id: 'groups', label: t('users.groups'), value: row => row.groups.join(' '), cell: row => row.groups.length > 0 ? row.groups.map(group => tag(group)) : html`<span class="muted">–</span>`},
      {id: 'created', label: t('users.created'), width: '9rem', value: row => Date.parse(row.created), cell: row => time(row.created)},
    ];
  }

  view(users) {
    const {q = '', sort = 'name', ...chosen} = this.route.query;
    return html`${usersHead('', button({label: t('users.invite'), symbol: 'plus', tone: 'main', scope: USERS, run: () => this.#invite()}))}
      <sr-toolbar .rows=${users} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('users.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${users} .columns=${this.#columns} .text=${row => `${row.name} ${row.displayName} ${row.email} ${row.roles.join(' ')} ${row.groups.join(' ')}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.users')}
        .actions=${row => userMenu(row, null, () => this.reload())} .empty=${some => some ? nothingMatches(() => router.query({q: '', state: '', role: ''})) : nothingYet({symbol: 'users', title: t('users.none'), text: t('users.none.text')})}
        @sort=${event => router.query({sort: event.detail === 'name' ? '' : event.detail})}></sr-table>${nothing}`;
  }

  async #invite() {
    try {
      const fields = await memberships();
      const made = await edit({
        title: t('users.invite'), confirm: t('users.invite.confirm'), lead: t('users.invite.lead'), values: {roles: ['viewer'], groups: []},
        attributes: [...PROFILE(), ...fields],
        run: async values => (await post('users', filled(values))).body,
      });
      if (!made) return;
      await showToken(made, t('users.invited', made.user.name));
      go('users', made.user.id);
    } catch (e) {
      toastFailure(e);
    }
  }
}
customElements.define('sr-user-list', UserList);

function filled(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
