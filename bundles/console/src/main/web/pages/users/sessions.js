/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, request} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {exactTime, time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {href, router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {USERS, usersHead} from './common.js';

const MOST = 1000;

/** Who is signed in, from where. */
class Sessions extends Page {
  heading() {
    return t('users.view.sessions');
  }

  async load(signal) {
    const [sessions, users] = await Promise.all([list('sessions?limit=100', {signal, most: MOST}), list('users?limit=500', {signal})]);
    const names = new Map(users.map(each => [each.id, each.name]));
    return sessions.map(each => ({...each, user: names.get(each.userId) ?? each.userId}));
  }

  view(sessions) {
    const {q = '', sort = ''} = this.route.query;
    const columns = [
      {id: 'user', label: t('users.name'), header: true, value: row => row.user, cell: row => html`<a href=${href('users', row.userId)}>${row.user}</a> ${row.current ? tag(t('users.sessions.this'), 'good') : nothing}`},
      {id: 'address', label: t('users.address'), width: '10rem', value: row => row.address, cell: row => row.address},
      {id: 'agent', label: t('users.browser'), value: row => browser(row.userAgent), cell: row => html`<span title=${row.userAgent}>${browser(row.userAgent)}</span>`},
      {id: 'methods', label: t('users.methods'), width: '9rem', cell: row => (row.methods ?? []).map(each => tag(each))},
      {id: 'used', label: t('users.used'), width: '9rem', value: row => Date.parse(row.lastUsed), cell: row => time(row.lastUsed)},
      {id: 'created', label: t('users.since'), width: '9rem', value: row => Date.parse(row.created), cell: row => time(row.created)},
      {id: 'expires', label: t('users.expires'), width: '9rem', value: row => Date.parse(row.expires), cell: row => time(row.expires)},
    ];
    return html`${usersHead('sessions', nothing)}
      <sr-toolbar .rows=${sessions} .words=${q} .placeholder=${t('users.sessions.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${sessions} .columns=${columns} .text=${row => `${row.user} ${row.address} ${row.userAgent}`} .words=${q} .sort=${sort} .label=${t('users.view.sessions')}
        .actions=${row => [{label: t('users.sessions.end'), symbol: 'logout', tone: 'danger', why: whyNot(USERS), run: () => end(row, () => this.reload())}]}
        .empty=${some => some ? nothingMatches(() => router.query({q: ''})) : nothingYet({symbol: 'users', title: t('users.sessions.none'), text: t('users.sessions.none.text')})} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-sessions', Sessions);

async function end(session, done) {
  const text = session.current ? t('users.sessions.end.this') : t('users.sessions.end.text', browser(session.userAgent), session.address);
  if (await confirmed({title: t('users.sessions.end'), text, confirm: t('users.sessions.end'), run: () => request('DELETE', `sessions/${encodeURIComponent(session.id)}`)})) done();
}

/** Sessions of one user below each other. */
export function sessionRows(sessions, empty, done) {
  if (sessions.length === 0) return html`<p class="muted pad">${empty ?? t('users.sessions.none')}</p>`;
  return html`<table class="plain"><thead><tr><th>${t('users.address')}</th><th>${t('users.browser')}</th><th>${t('users.methods')}</th><th>${t('users.used')}</th><th>${t('users.expires')}</th><th></th></tr></thead>
    <tbody>${sessions.map(each => html`<tr><td>${each.address} ${each.current ? tag(t('users.sessions.this'), 'good') : nothing}</td><td title=${each.userAgent}>${browser(each.userAgent)}</td><td>${(each.methods ?? []).map(method => tag(method))}</td>
      <td>${time(each.lastUsed)}</td><td title=${exactTime(each.expires)}>${time(each.expires)}</td><td class="end">${button({label: t('users.sessions.end'), small: true, scope: USERS, run: () => end(each, done)})}</td></tr>`)}</tbody></table>`;
}

/** Returns what people call it. */
function browser(agent = '') {
  const [, name, version] = /(Edg|OPR|Firefox|Chrome|HeadlessChrome|Version)\/(\d+)/.exec(agent) ?? [];
  const system = /Windows|Mac OS X|Android|iPhone|Linux/.exec(agent)?.[0] ?? '';
  const known = {Edg: 'Edge', OPR: 'Opera', Version: 'Safari', HeadlessChrome: 'Chrome'};
  return name ? `${known[name] ?? name} ${version}${system ? ` · ${system}` : ''}` : agent.slice(0, 40) || '–';
}
