/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list} from '../../core/api.js';
import {head} from '../../core/element.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge} from '../../kit/badge.js';
import {showOnce} from '../../kit/edit.js';
import {tabs} from '../../kit/tabs.js';

export const USERS = 'platform.users';

/** Head and tabs that all lists of this page share. */
export function usersHead(view, actions) {
  return html`${head(t('page.users'), {lead: t('users.lead'), actions})}
    ${tabs(['', 'groups', 'roles', 'sessions'].map(id => ({id, label: t(`users.view.${id || 'users'}`), href: href('users', '', '', {view: id})})), view, t('page.users'))}`;
}

/** Returns the fields by which somebody gets roles and groups. */
export async function memberships() {
  const [roles, groups] = await Promise.all([list('roles'), list('groups')]);
  return [
    {id: 'roles', name: t('users.roles'), cardinality: 1, options: roles.map(each => ({value: each.name, label: each.name, description: each.description}))},
    ...(groups.length > 0 ? [{id: 'groups', name: t('users.groups'), cardinality: 1, options: groups.map(each => ({value: each.name, label: each.name, description: each.roles.join(', ')}))}] : []),
  ];
}

export const PROFILE = () => [
  {id: 'name', name: t('users.name'), description: t('users.name.hint'), required: true},
  {id: 'displayName', name: t('users.displayName')},
  {id: 'email', name: t('users.email')},
];

/** Gives out a one-time token, with the place where it is used. */
export function showToken({user, resetToken}, title) {
  return showOnce({title, lead: t('users.token.lead', user.displayName || user.name), items: [[t('users.token.place'), `${location.origin}/account/reset`], [t('users.name'), user.name], [t('users.token'), resetToken]]});
}

export function userState(user) {
  return !user.enabled ? 'disabled' : user.hasPassword ? 'active' : 'invited';
}

const STATES = {active: 'ACTIVE', disabled: 'DISABLED', invited: 'WARN'};

export function userBadge(user) {
  return badge(STATES[userState(user)], t(`users.state.${userState(user)}`));
}
