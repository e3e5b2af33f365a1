/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe, offered, request, where} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {duration, time} from '../core/format.js';
import {can} from '../core/me.js';
import {href} from '../core/router.js';
import {LANGUAGES, language, setLanguage, t} from '../core/texts.js';
import {THEMES, currentTheme, setTheme} from '../core/theme.js';
import {badge} from '../kit/badge.js';
import {card, facts} from '../kit/tree.js';
import {DATA, backupsCard, databaseCard, restoreNotice, schemasCard, supportCard} from './settings/data.js';

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
    const mine = (path, read) => can(DATA) ? there(path, read) : null;
    const [settings, platform, backups, restores, support, schemas] = await Promise.all([
      there('settings', () => request('GET', 'settings', options)), maybe(get('platform', options)), mine('backups', () => list('backups', options)),
      mine('restores', () => get('restores', options)), offered('support-zip'), mine('data/schemas', () => list('data/schemas', options)),
    ]);
    return {settings, platform, backups, restores, support, schemas};
  }

  view({settings, platform, backups, restores, support, schemas}) {
    const reload = () => this.reload();
    return html`${head(t('page.settings'), {lead: t('settings.lead')})}
      ${restores ? restoreNotice(restores, reload) : nothing}
      <div class="columns">
        ${card(t('settings.appearance'), this.#appearance())}
        ${about(platform, settings?.body)}
        ${!backups && schemas ? databaseCard() : nothing}
        ${support ? supportCard() : nothing}
        <sr-slot .name=${'settings-section/1'} .framed=${true}></sr-slot>
      </div>
      ${backups ? backupsCard(backups, settings, reload) : nothing}
      ${schemas?.length > 0 ? schemasCard(schemas, reload) : nothing}`;
  }

  #appearance() {
    const current = currentTheme();
    return html`<fieldset class="field boxes"><legend>${t('theme')}</legend><div>${THEMES.map(theme => html`<label class="check"><input type="radio" name="theme" value=${theme} .checked=${theme === current} @change=${() => setTheme(theme)}><span>${t(`theme.${theme}`)}</span></label>`)}</div></fieldset>
      <p class="hint">${t('settings.appearance.hint')}</p>
      <div class="field"><label for="language">${t('settings.language')}</label><select id="language" @change=${event => setLanguage(event.target.value)}>
        ${LANGUAGES.map(([id, name]) => html`<option value=${id} lang=${id} ?selected=${id === language()}>${name}</option>`)}</select><p class="hint">${t('settings.language.hint')}</p></div>`;
  }
}
customElements.define('sr-page-settings', SettingsPage);

function there(path, read) {
  return maybe(where(path, read, null));
}

function about(platform, settings) {
  return card(t('settings.about'), facts([
    [t('settings.version'), platform?.version], [t('settings.java'), platform?.java?.version], [t('column.state'), platform ? badge(platform.state) : undefined],
    [t('settings.uptime'), platform?.uptimeSeconds ? duration(platform.uptimeSeconds * 1000) : undefined], [t('settings.started'), platform?.started ? time(platform.started) : undefined],
    [t('settings.key.externalUrl'), html`${settings?.externalUrl ?? t('none')} <a href=${href('configuration', 'io.subrack.auth', '', {q: 'external'})}>${t('users.edit')}</a>`], [t('settings.licence'), 'Apache-2.0']]));
}
