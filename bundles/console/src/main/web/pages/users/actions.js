/* SPDX-License-Identifier: Apache-2.0 */
import {post, request} from '../../core/api.js';
import {me, whyNot} from '../../core/me.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {confirmed, edit} from '../../kit/edit.js';
import {toast, toastFailure} from '../../kit/toast.js';
import {PROFILE, USERS, memberships, showToken} from './common.js';

const path = user => `users/${encodeURIComponent(user.id)}`;

/** What can be done with a user. @param etag of what is shown, to not undo what others did meanwhile */
export function userMenu(user, etag, done) {
  const why = whyNot(USERS);
  const self = user.id === me().user.id ? t('users.self') : '';
  return [
    {label: t('action.open'), href: href('users', user.id)},
    {label: t('users.edit'), symbol: 'edit', why, run: () => change(user, etag, done)},
    {label: user.enabled ? t('users.disable') : t('users.enable'), symbol: user.enabled ? 'pause' : 'play', why: why || self, run: () => toggle(user, done)},
    {label: t('users.reset'), symbol: 'keys', why: why || self, run: () => resetPassword(user, done)},
    {label: t('users.factor'), symbol: 'lock', why, run: () => confirm('factor', user, () => request('DELETE', `${path(user)}/second-factor`), done)},
    {label: t('users.revoke'), symbol: 'logout', why, run: () => confirm('revoke', user, () => post(`${path(user)}/revocation`), done)},
    null,
    {label: t('users.delete'), symbol: 'trash', tone: 'danger', why: why || self, run: () => confirm('delete', user, () => request('DELETE', path(user)), done)},
  ];
}

async function confirm(what, user, run, done) {
  if (await confirmed({title: t(`users.${what}.title`, user.name), text: t(`users.${what}.text`), confirm: t(`users.${what}`), run})) {
    toast(t(`users.${what}.done`, user.name), 'good');
    done(what);
  }
}

async function toggle(user, done) {
  if (user.enabled) await confirm('disable', user, () => send(user, null, {enabled: false}), done);
  else await confirmed({title: t('users.enable.title', user.name), text: t('users.enable.text'), confirm: t('users.enable'), tone: '', run: () => send(user, null, {enabled: true})}) && done('enable');
}

function send(user, etag, body) {
  return request('PATCH', path(user), {body, headers: etag ? {'If-Match': etag} : {}});
}

export async function change(user, etag, done) {
  try {
    const fields = await memberships();
    const values = {name: user.name, displayName: user.displayName, email: user.email, roles: user.roles, groups: user.groups};
    const changed = await edit({title: t('users.edit.title', user.name), confirm: t('save'), values, attributes: [...PROFILE(), ...fields], run: wanted => send(user, etag, {...wanted, displayName: wanted.displayName ?? '', email: wanted.email ?? ''})});
    if (changed) done('edit');
  } catch (e) {
    toastFailure(e);
  }
}

async function resetPassword(user, done) {
  let made = null;
  const sure = await confirmed({title: t('users.reset.title', user.name), text: t('users.reset.text'), confirm: t('users.reset'), run: async () => {
    made = (await post(`${path(user)}/password-reset`)).body;
  }});
  if (!sure) return;
  await showToken(made, t('users.reset.done', user.name));
  done('reset');
}
