/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe, post, request, where} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {bytes, duration, time} from '../core/format.js';
import {can} from '../core/me.js';
import {go, href} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge} from '../kit/badge.js';
import {button} from '../kit/button.js';
import {confirmed, edit} from '../kit/edit.js';
import {toast, toastFailure} from '../kit/toast.js';
import {card, facts} from '../kit/tree.js';

const THEMES = ['system', 'light', 'dark'];
const DATA = 'platform.data';
const WRITE = 'platform.config';

/** What the console looks like to you, and what the installation is: settings, backups, help for support. */
class SettingsPage extends Page {
  get topics() {
    return ['job'];
  }

  concerns(type, detail) {
    return detail.state !== 'RUNNING' && ['backup', 'restore', 'support-zip'].includes(detail.kind);
  }

  async load(signal) {
    const options = {signal};
    const [settings, about, platform, backups, supportZips, schemas] = await Promise.all([
      there('settings', () => request('GET', 'settings', options)), there('settings/about', () => get('settings/about', options)), maybe(get('platform', options)),
      can(DATA) ? there('backups', () => list('backups', options)) : null, can(DATA) ? there('support-zips', () => list('support-zips', options)) : null, can(DATA) ? there('data/schemas', () => list('data/schemas', options)) : null,
    ]);
    return {settings, about, platform, backups, supportZips, schemas};
  }

  view({settings, about, platform, backups, supportZips, schemas}) {
    return html`${head(t('page.settings'), {lead: t('settings.lead')})}
      <div class="columns">
        ${card(t('settings.appearance'), this.#appearance())}
        ${settings ? this.#installation(settings) : nothing}
        ${this.#about(about, platform)}
        ${backups ? this.#backups(backups) : this.#database(schemas)}
        ${supportZips ? this.#support(supportZips) : nothing}
      </div>
      ${schemas?.length > 0 ? this.#schemas(schemas) : nothing}`;
  }

  #appearance() {
    const current = document.documentElement.dataset.theme ?? 'system';
    return html`<fieldset class="field boxes"><legend>${t('theme')}</legend><div>${THEMES.map(theme => html`<label class="check"><input type="radio" name="theme" value=${theme} .checked=${theme === current} @change=${() => this.#theme(theme)}><span>${t(`theme.${theme}`)}</span></label>`)}</div></fieldset>
      <p class="hint">${t('settings.appearance.hint')}</p>
      ${facts([[t('settings.language'), 'English']])}`;
  }

  #theme(theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('subrack.theme', theme);
    this.requestUpdate();
  }

  #installation({body, etag}) {
    const shown = Object.entries(body).filter(([, value]) => value === null || typeof value !== 'object');
    return card(t('settings.installation'), facts(shown.map(([name, value]) => [t(`settings.key.${name}`) === `settings.key.${name}` ? name : t(`settings.key.${name}`), value === null || value === '' ? t('none') : String(value)])), {
      end: button({label: t('users.edit'), symbol: 'edit', small: true, scope: WRITE, run: () => this.#edit(body, etag)})});
  }

  async #edit(body, etag) {
    const names = Object.entries(body).filter(([, value]) => value === null || typeof value !== 'object').map(([name]) => name);
    const saved = await edit({
      title: t('settings.installation'), confirm: t('save'), values: body,
      attributes: names.map(id => ({id, name: t(`settings.key.${id}`) === `settings.key.${id}` ? id : t(`settings.key.${id}`), type: typeof body[id] === 'boolean' ? 'boolean' : typeof body[id] === 'number' ? 'long' : 'string'})),
      run: values => request('PUT', 'settings', {body: values, headers: etag ? {'If-Match': etag} : {}}),
    });
    if (saved) this.reload();
  }

  #about(about, platform) {
    const all = {...platform, ...about};
    return card(t('settings.about'), facts([
      [t('settings.version'), all.version], [t('settings.java'), all.java?.version ?? all.javaVersion ?? (typeof all.java === 'string' ? all.java : undefined)], [t('column.state'), all.state ? badge(all.state) : undefined],
      [t('settings.uptime'), all.uptimeMillis ? duration(all.uptimeMillis) : all.uptimeSeconds ? duration(all.uptimeSeconds * 1000) : undefined], [t('settings.started'), all.started ? time(all.started) : undefined],
      [t('settings.licence'), 'Apache-2.0'], [t('settings.configuration'), html`<a href=${href('configuration')}>${t('page.configuration')}</a>`]]));
  }

  #backups(backups) {
    return card(t('settings.backups'), backups.length === 0 ? html`<p class="muted pad">${t('settings.backups.none')}</p>` : html`<ul class="rows">${backups.map(each => html`<li><a href=${`/api/platform/v1/backups/${encodeURIComponent(each.id)}`} download>${each.name ?? each.id}</a><span>${each.created ? time(each.created) : nothing}</span><span class="muted">${bytes(each.size ?? each.bytes)}</span>
      ${button({label: t('delete'), symbol: 'trash', small: true, quiet: true, hidden: true, scope: DATA, run: () => this.#delete(each)})}</li>`)}</ul>`, {
      flush: true, end: button({label: t('settings.backup'), symbol: 'download', small: true, scope: DATA, run: () => this.#start('backups', t('settings.backup.begun'))})});
  }

  #support(zips) {
    return card(t('settings.support'), html`<p class="pad">${t('settings.support.text')}</p>${zips.length > 0 ? html`<ul class="rows">${zips.map(each => html`<li><a href=${`/api/platform/v1/support-zips/${encodeURIComponent(each.id)}`} download>${each.name ?? each.id}</a><span class="muted">${bytes(each.size ?? each.bytes)}</span></li>`)}</ul>` : nothing}`, {
      flush: true, end: button({label: t('settings.support.make'), symbol: 'package', small: true, scope: DATA, run: () => this.#start('support-zip', t('settings.support.begun'))})});
  }

  /** Without a backup of the whole, there is the copy of the database. */
  #database(schemas) {
    if (!schemas) return nothing;
    return card(t('settings.database'), html`<p>${t('settings.database.text')}</p><p class="row">${button({label: t('settings.database.copy'), symbol: 'copy', scope: DATA, run: async () => {
      try {
        const {body} = await post('data/backups');
        toast(t('settings.database.copied', body.path), 'good');
      } catch (e) {
        toastFailure(e);
      }
    }})}</p>`);
  }

  #schemas(schemas) {
    return card(t('settings.schemas'), html`<table class="plain"><thead><tr><th>${t('configuration.name')}</th><th>${t('column.bundle')}</th><th>${t('column.state')}</th><th class="end">${t('fact.size')}</th><th>${t('users.created')}</th><th></th></tr></thead><tbody>${schemas.map(each => html`<tr><td><code>${each.name}</code></td><td><a href=${href('bundles', each.bundle)}>${each.bundle}</a></td>
      <td>${badge(each.state === 'ORPHANED' ? 'WARN' : each.state === 'IN_USE' ? 'ACTIVE' : 'STOPPED', t(`settings.schema.${each.state}`))}</td><td class="end">${each.bytes === undefined ? '–' : bytes(each.bytes)}</td><td>${time(each.created)}</td>
      <td class="end">${each.state === 'ORPHANED' ? button({label: t('delete'), symbol: 'trash', small: true, tone: 'danger', scope: DATA, run: () => this.#dropSchema(each)}) : nothing}</td></tr>`)}</tbody></table>`, {flush: true});
  }

  async #dropSchema(schema) {
    if (await confirmed({title: t('settings.schema.delete', schema.name), text: t('settings.schema.delete.text', schema.bundle), confirm: t('delete'), run: () => request('DELETE', `data/schemas/${encodeURIComponent(schema.name)}`)})) this.reload();
  }

  async #start(path, text) {
    try {
      const answer = await post(path, {});
      const id = answer.body?.id ?? answer.location?.split('/').pop();
      toast(text, 'plain', {label: t('change.look'), run: () => go('jobs', id)});
    } catch (e) {
      toastFailure(e);
    }
  }

  async #delete(backup) {
    if (await confirmed({title: t('settings.backup.delete', backup.name ?? backup.id), text: t('settings.backup.delete.text'), confirm: t('delete'), run: () => request('DELETE', `backups/${encodeURIComponent(backup.id)}`)})) this.reload();
  }
}
customElements.define('sr-page-settings', SettingsPage);

function there(path, read) {
  return maybe(where(path, read, null));
}
