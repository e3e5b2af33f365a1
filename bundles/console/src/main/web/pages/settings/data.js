/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {post, request} from '../../core/api.js';
import {bytes, exactTime, time} from '../../core/format.js';
import {go, href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit} from '../../kit/edit.js';
import {toast, toastFailure} from '../../kit/toast.js';
import {card} from '../../kit/tree.js';

export const DATA = 'platform.data';
const WRITE = 'platform.config';

/** Backups with all that can be done with them. @param settings {body, etag} of the installation, if it has any */
export function backupsCard(backups, settings, reload) {
  const schedule = settings?.body.backups;
  return card(t('settings.backups'), html`
    ${schedule ? html`<p class="pad row"><span>${schedule.scheduleHours > 0 ? t('settings.backups.every', schedule.scheduleHours, schedule.keep) : t('settings.backups.by-hand', schedule.keep)}</span>${button({label: t('users.edit'), symbol: 'edit', small: true, quiet: true, scope: WRITE, run: () => editSchedule(settings, reload)})}</p>` : nothing}
    ${backups.length === 0 ? html`<p class="muted pad">${t('settings.backups.none')}</p>` : html`<table class="plain"><thead><tr><th>${t('column.when')}</th><th>${t('column.set')}</th><th>${t('settings.version')}</th><th class="end">${t('fact.size')}</th><th></th></tr></thead>
      <tbody>${backups.map(each => html`<tr><td title=${exactTime(each.created)}>${time(each.created)}</td><td>${each.set}</td><td>${each.version}</td><td class="end">${bytes(each.size)}</td>
        <td class="end"><span class="row"><a class="button small" href=${each.href} download>${t('logs.download')}</a>${button({label: t('settings.restore'), small: true, scope: DATA, run: () => restore(each)})}
          ${button({label: t('delete'), symbol: 'trash', small: true, quiet: true, hidden: true, scope: DATA, run: () => drop(each, reload)})}</span></td></tr>`)}</tbody></table>`}`, {
    flush: true, end: button({label: t('settings.backup'), symbol: 'download', small: true, scope: DATA, run: () => begin(() => post('backups'), t('settings.backup.begun'))})});
}

/** Says that something begun, and leads to its job. */
async function begin(send, text) {
  try {
    const {body} = await send();
    toast(text, 'plain', {label: t('change.look'), run: () => go('jobs', body.id)});
  } catch (e) {
    toastFailure(e);
  }
}

async function editSchedule({body, etag}, reload) {
  const saved = await edit({
    title: t('settings.backups.schedule'), confirm: t('save'), values: body.backups,
    attributes: [
      {id: 'scheduleHours', name: t('settings.backups.hours'), type: 'int', description: t('settings.backups.hours.hint'), required: true},
      {id: 'keep', name: t('settings.backups.keep'), type: 'int', description: t('settings.backups.keep.hint'), required: true},
    ],
    run: ({keep, scheduleHours}) => request('PUT', 'settings', {body: {backups: {keep, scheduleHours}}, headers: etag ? {'If-Match': etag} : {}}),
  });
  if (saved) reload();
}

async function restore(backup) {
  let job = null;
  const sure = await confirmed({title: t('settings.restore.title', exactTime(backup.created)), text: t('settings.restore.text'), confirm: t('settings.restore'), run: async () => {
    job = (await post('restores?yes=true', {backup: backup.id})).body;
  }});
  if (sure) go('jobs', job.id);
}

async function drop(backup, reload) {
  if (await confirmed({title: t('settings.backup.delete', exactTime(backup.created)), text: t('settings.backup.delete.text'), confirm: t('delete'), run: () => request('DELETE', `backups/${encodeURIComponent(backup.id)}`)})) reload();
}

/** What the next start will do, as long as it can be withdrawn. */
export function restoreNotice({pending, sentence}, reload) {
  if (!pending) return nothing;
  return html`<div class="notice warn" role="status"><p><strong>${t('settings.restore.waits', exactTime(pending.created))}</strong> ${sentence}</p>
    ${pending.notes.length > 0 ? html`<ul>${pending.notes.map(each => html`<li>${each}</li>`)}</ul>` : nothing}
    <p class="row">${button({label: t('settings.restore.withdraw'), symbol: 'undo', small: true, scope: DATA, run: async () => {
      try {
        await request('DELETE', 'restores');
        reload();
      } catch (e) {
        toastFailure(e);
      }
    }})}</p></div>`;
}

export function supportCard() {
  return card(t('settings.support'), html`<p>${t('settings.support.text')}</p>`, {
    end: button({label: t('settings.support.make'), symbol: 'package', small: true, scope: WRITE, run: () => begin(() => post('support-zip'), t('settings.support.begun'))})});
}

/** Without a backup of the whole, there is the copy of the database. */
export function databaseCard() {
  return card(t('settings.database'), html`<p>${t('settings.database.text')}</p>`, {end: button({label: t('settings.database.copy'), symbol: 'copy', small: true, scope: DATA, run: async () => {
    try {
      const {body} = await post('data/backups');
      toast(t('settings.database.copied', body.path), 'good');
    } catch (e) {
      toastFailure(e);
    }
  }})});
}

/** The schemas of bundles: those of bundles that are gone can be deleted. */
export function schemasCard(schemas, reload) {
  return card(t('settings.schemas'), html`<table class="plain"><thead><tr><th>${t('configuration.name')}</th><th>${t('column.bundle')}</th><th>${t('column.state')}</th><th class="end">${t('fact.size')}</th><th>${t('users.created')}</th><th></th></tr></thead><tbody>${schemas.map(each => html`<tr><td><code>${each.name}</code></td><td><a href=${href('bundles', each.bundle)}>${each.bundle}</a></td>
    <td>${badge(each.state === 'ORPHANED' ? 'WARN' : each.state === 'IN_USE' ? 'ACTIVE' : 'STOPPED', t(`settings.schema.${each.state}`))}</td><td class="end">${each.bytes === undefined ? '–' : bytes(each.bytes)}</td><td>${time(each.created)}</td>
    <td class="end">${each.state === 'ORPHANED' ? button({label: t('delete'), symbol: 'trash', small: true, tone: 'danger', scope: DATA, run: () => dropSchema(each, reload)}) : nothing}</td></tr>`)}</tbody></table>`, {flush: true});
}

async function dropSchema(schema, reload) {
  if (await confirmed({title: t('settings.schema.delete', schema.name), text: t('settings.schema.delete.text', schema.bundle), confirm: t('delete'), run: () => request('DELETE', `data/schemas/${encodeURIComponent(schema.name)}`)})) reload();
}
