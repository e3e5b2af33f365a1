/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, maybe, request} from '../../core/api.js';
import {Page, head} from '../../core/element.js';
import {time} from '../../core/format.js';
import {go, href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed} from '../../kit/edit.js';
import {menuButton} from '../../kit/menu.js';
import {card, facts} from '../../kit/tree.js';
import {change, userMenu} from './actions.js';
import {USERS, userBadge} from './common.js';
import {sessionRows} from './sessions.js';

/** One user: what they may do, and where they are signed in. */
class UserDetail extends Page {
  heading() {
    return this.data?.user.name ?? t('page.users');
  }

  async load(signal) {
    const id = encodeURIComponent(this.route.id);
    const [{body: user, etag}, sessions, roles, grants, consents] = await Promise.all([
      request('GET', `users/${id}`, {signal}), list(`users/${id}/sessions`, {signal}), list('roles', {signal}),
      maybe(list(`grants?user=${id}`, {signal}), []), maybe(list(`consents?user=${id}`, {signal}), []),
    ]);
    return {user, etag, sessions, roles, grants, consents};
  }

  view({user, etag, sessions, roles, grants, consents}) {
    const done = what => what === 'delete' ? go('users') : this.reload();
    return html`${head(user.displayName || user.name, {
      back: {href: href('users'), text: t('page.users')}, badges: userBadge(user),
      lead: html`<code>${user.name}</code>${user.email ? html` · ${user.email}` : nothing}`,
      actions: html`${button({label: t('users.edit'), symbol: 'edit', scope: USERS, run: () => change(user, etag, done)})}${menuButton(() => userMenu(user, etag, done).slice(2), t('table.actions', user.name))}`,
    })}
    <div class="columns">
      ${card(t('users.about'), facts([
        [t('users.name'), user.name], [t('users.displayName'), user.displayName], [t('users.email'), user.email],
        [t('users.created'), time(user.created)], [t('users.password'), user.hasPassword ? time(user.passwordChanged) : t('users.password.none')],
        [t('users.notBefore'), user.notBefore ? time(user.notBefore) : undefined], [t('fact.id'), html`<code class="hash">${user.id}</code>`]]))}
      ${card(t('users.rights'), this.#rights(user, roles))}
    </div>
    ${card(t('users.sessions'), sessionRows(sessions, null, () => this.reload()), {flush: true, end: sessions.length > 0 ? button({label: t('users.sessions.end-all'), symbol: 'logout', small: true, scope: USERS, run: () => this.#endAll(user)}) : nothing})}
    ${grants.length > 0 || consents.length > 0 ? card(t('users.grants'), this.#grants(grants, consents), {flush: true}) : nothing}`;
  }

  #rights(user, roles) {
    const scopes = new Set(roles.filter(each => user.roles.includes(each.name)).flatMap(each => each.scopes));
    return html`${facts([[t('users.roles'), user.roles.length > 0 ? user.roles.map(each => tag(each)) : t('none')], [t('users.groups'), user.groups.length > 0 ? user.groups.map(each => tag(each)) : t('none')]])}
      <h3>${t('users.scopes')}</h3><p>${[...scopes].sort().map(each => tag(each))}</p>${user.groups.length > 0 ? html`<p class="hint">${t('users.scopes.groups')}</p>` : nothing}`;
  }

  #grants(grants, consents) {
    const row = (what, each, at, run) => html`<tr><td><a href=${href('clients', each.client)}>${each.client}</a></td><td>${what}</td><td>${each.scopes.map(scope => tag(scope))}</td><td>${time(at)}</td>
      <td class="end">${button({label: t('users.withdraw'), small: true, scope: USERS, run})}</td></tr>`;
    return html`<table class="plain"><thead><tr><th>${t('users.client')}</th><th></th><th>${t('apis.scopes')}</th><th>${t('column.when')}</th><th></th></tr></thead><tbody>
      ${grants.map(each => row(t('users.grant'), each, each.created, () => this.#withdraw(`grants/${encodeURIComponent(each.id)}`, each.client)))}
      ${consents.map(each => row(t('users.consent'), each, each.given, () => this.#withdraw(`consents/${encodeURIComponent(each.user)}/${encodeURIComponent(each.client)}`, each.client)))}</tbody></table>`;
  }

  async #withdraw(path, client) {
    if (await confirmed({title: t('users.withdraw.title', client), text: t('users.withdraw.text'), confirm: t('users.withdraw'), run: () => request('DELETE', path)})) this.reload();
  }

  async #endAll(user) {
    if (await confirmed({title: t('users.sessions.end-all'), text: t('users.sessions.end-all.text', user.name), confirm: t('users.sessions.end-all'), run: () => request('DELETE', `users/${encodeURIComponent(user.id)}/sessions`)})) this.reload();
  }
}
customElements.define('sr-user', UserDetail);
