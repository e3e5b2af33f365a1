/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {list, maybe, post} from '../core/api.js';
import {changeBundles, obtain, requestOf} from '../core/changes.js';
import {contributionRunner, contributions} from '../core/contributions.js';
import {icon} from '../core/icons.js';
import {can} from '../core/me.js';
import {menu} from '../core/pages.js';
import {score} from '../core/pure.js';
import {go, href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {THEMES, setTheme} from '../core/theme.js';
import {toastFailure} from './toast.js';

const MOST = 12;
/** Among what fits as well, in this order, whatever the server tells first. */
const KINDS = ['page', 'bundle', 'command', 'action', 'endpoint', 'service', 'setting'];

/** What pages hide behind a tab: [symbol, text, address, scope]. */
const PARTS = [
  ['logs', 'logs.levels', () => href('logs', 'levels')], ['services', 'services.topology', () => href('services', '', '', {view: 'topology'})],
  ['repositories', 'repositories.view.updates', () => href('repositories', '', '', {view: 'updates'})], ['repositories', 'repositories.view.list', () => href('repositories', '', '', {view: 'list'})],
  ['lock', 'secrets', () => href('configuration', '', '', {view: 'secrets'}), 'platform.config'], ['users', 'users.roles', () => href('users', '', '', {view: 'roles'}), 'platform.users'],
  ['users', 'users.groups', () => href('users', '', '', {view: 'groups'}), 'platform.users'], ['users', 'users.sessions', () => href('users', '', '', {view: 'sessions'}), 'platform.users'],
  ['keys', 'clients.view.tokens', () => href('clients', '', '', {view: 'tokens'})],
];

function actions() {
  return [
    ...(can('platform.deploy') ? [{kind: 'action', symbol: 'upload', label: t('install.title'), to: href('install')}] : []),
    ...(can('platform.data') ? [{kind: 'action', symbol: 'download', label: t('settings.backup'), run: () => beginJob('backups')}] : []),
    ...(can('platform.config') ? [{kind: 'action', symbol: 'package', label: t('settings.support.make.long'), run: () => beginJob('support-zip')}] : []),
    {kind: 'action', symbol: 'logout', label: t('user.logout'), to: '/logout'},
  ];
}

function bundleActions({symbolicName: name, state, update}) {
  if (!can('platform.deploy')) return [];
  const action = state === 'STARTED' ? 'stop' : 'start';
  return [
    {kind: 'action', symbol: state === 'STARTED' ? 'stop' : 'play', label: t(`change.${action}`, name), run: () => changeBundles(action, [name])},
    {kind: 'action', symbol: 'trash', label: t('change.uninstall', name), run: () => changeBundles('uninstall', [name])},
    ...(update ? [{kind: 'action', symbol: 'upload', label: t('change.update', name, update.version), run: () => obtain(t('versions.title', name, update.version), [requestOf({symbolicName: name, version: update.version})])}] : []),
  ];
}

async function beginJob(path) {
  try {
    const {body} = await post(path);
    go('jobs', body.id);
  } catch (e) {
    toastFailure(e);
  }
}

/** Reaches everything by typing: pages, bundles, endpoints, services, settings, actions. */
class Palette extends Light {
  static properties = {words: {state: true}, at: {state: true}, entries: {state: true}};

  constructor() {
    super();
    this.words = '';
    this.at = 0;
    this.entries = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(document, 'keydown', event => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        this.open();
      }
    });
  }

  open() {
    const dialog = this.querySelector('dialog');
    if (dialog.open) return;
    this.words = '';
    this.at = 0;
    this.entries = this.#fixed();
    dialog.showModal();
    this.#load();
  }

  #fixed() {
    const pages = menu().flatMap(([, all]) => all).filter(page => can(page.scope))
      .map(page => ({kind: 'page', symbol: page.symbol, label: t(`page.${page.id}`), to: href(page.id)}));
    const contributed = [
      ...contributions.pages.map(page => ({kind: 'page', symbol: page.icon, label: page.title, detail: page.bundle, to: page.address})),
      ...contributions.commands.map(command => ({kind: 'command', symbol: command.icon, label: command.title, detail: command.bundle, run: () => contributionRunner().then(runner => runner.runCommand(command))})),
    ];
    const parts = PARTS.filter(([,,, scope]) => can(scope)).map(([symbol, key, to]) => ({kind: 'page', symbol, label: t(key), to: to()}));
    const themes = THEMES.map(theme => ({kind: 'action', symbol: 'theme', label: `${t('theme')}: ${t(`theme.${theme}`)}`, run: () => setTheme(theme)}));
    return [...actions(), ...contributed, ...pages, ...parts, ...themes, {kind: 'page', symbol: 'user', label: t('user.account'), to: '/account'}];
  }

  /** What is there is asked for each time: the list must know what was just installed. */
  async #load() {
    const none = promise => promise.catch(() => []);
    const add = more => {
      this.entries = [...this.entries, ...more];
    };
    none(maybe(list('bundles?limit=500'), [])).then(all => add(all.flatMap(bundle => [
      {kind: 'bundle', symbol: 'bundles', label: bundle.symbolicName, detail: bundle.name ?? bundle.version, to: href('bundles', bundle.symbolicName)}, ...bundleActions(bundle)])));
    none(maybe(list('operations'), [])).then(all => add(all.map(each => ({
      kind: 'endpoint', symbol: 'apis', label: `${each.method} ${each.template}`, detail: each.bundle, to: href('bundles', each.bundle, 'apis')}))));
    none(maybe(list('services?limit=500'), [])).then(all => add(all.map(each => ({
      kind: 'service', symbol: 'services', label: each.interfaces[0], detail: each.bundle, to: href('services', each.id)}))));
    none(maybe(list('configurations?limit=500'), [])).then(all => add(all.map(each => ({
      kind: 'setting', symbol: 'configuration', label: each.pid, detail: each.name, to: href('configuration', each.pid)}))));
  }

  #found() {
    return this.entries
      .map(entry => [Math.max(score(this.words, entry.label), score(this.words, entry.detail ?? '') / 2), entry])
      .filter(([points]) => points > 0)
      .sort((a, b) => b[0] - a[0] || KINDS.indexOf(a[1].kind) - KINDS.indexOf(b[1].kind) || a[1].label.length - b[1].label.length)
      .slice(0, MOST)
      .map(([, entry]) => entry);
  }

  #key(event, found) {
    const next = {ArrowDown: this.at + 1, ArrowUp: this.at - 1 + found.length}[event.key];
    if (next !== undefined && found.length > 0) {
      event.preventDefault();
      this.at = next % found.length;
    } else if (event.key === 'Enter' && found[this.at]) {
      event.preventDefault();
      this.#go(found[this.at]);
    }
  }

  #go(entry) {
    this.querySelector('dialog').close();
    if (entry.run) entry.run();
    else if (entry.to.startsWith('/console')) router.go(entry.to);
    else location.assign(entry.to);
  }

  updated() {
    this.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'});
  }

  render() {
    const found = this.#found();
    return html`<dialog class="palette" aria-label=${t('palette')} @click=${event => event.target.localName === 'dialog' && event.target.close()}>
      <label class="search">${icon('search')}<span class="sr-unseen">${t('palette')}</span>
        <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" autofocus autocomplete="off" spellcheck="false"
          aria-activedescendant=${found.length > 0 ? `palette-${this.at}` : nothing} placeholder=${t('palette.hint')} .value=${this.words}
          @input=${event => {
            this.words = event.target.value;
            this.at = 0;
          }} @keydown=${event => this.#key(event, found)}></label>
      <div id="palette-list" role="listbox" aria-label=${t('palette.found')}>${found.map((entry, index) => html`
        <div role="option" id="palette-${index}" aria-selected=${String(index === this.at)} @click=${() => this.#go(entry)} @pointermove=${() => {
          this.at = index;
        }}>${icon(entry.symbol)}<span class="what">${entry.label}</span><span class="muted">${entry.detail ?? ''}</span><span class="tag plain">${t(`palette.${entry.kind}`)}</span></div>`)}
      </div>${found.length === 0 ? html`<p class="muted none">${t('matches.none')}</p>` : nothing}</dialog>`;
  }
}
customElements.define('sr-palette', Palette);
