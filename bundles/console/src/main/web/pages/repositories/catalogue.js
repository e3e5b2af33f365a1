/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe, where} from '../../core/api.js';
import {requestOf} from '../../core/changes.js';
import {Page} from '../../core/element.js';
import {bytes} from '../../core/format.js';
import {icon} from '../../core/icons.js';
import {whyNot} from '../../core/me.js';
import {href, router} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {bundleLink, tag} from '../../kit/badge.js';
import {button, linkButton} from '../../kit/button.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {panel, split} from '../../kit/panel.js';
import {DEPLOY, repositoriesHead, toPlan} from './common.js';

const TYPING_MILLIS = 300;
const MOST = 500;

/** What repositories have: searched, with all versions, to be installed. */
class Catalogue extends Page {
  static properties = {entry: {state: true}, busy: {state: true}};

  #asked = null;
  #shown = '';
  #timer = 0;

  get topics() {
    return ['job', 'deployment'];
  }

  concerns(type, detail) {
    return type === 'deployment' ? detail.status !== 'RUNNING' : detail.kind === 'catalogue-refresh' && detail.state !== 'RUNNING';
  }

  heading() {
    return t('page.repositories');
  }

  dataKey() {
    return 'catalogue';
  }

  async load(signal) {
    const {q = '', repository = ''} = this.route.query;
    const query = new URLSearchParams({limit: '100', ...(q ? {q} : {}), ...(repository ? {repository} : {})});
    const [entries, repositories] = await where('catalogue', () => Promise.all([list(`catalogue?${query}`, {signal, most: MOST}), list('repositories', {signal})]));
    return {entries, repositories};
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    const {q = '', repository = ''} = this.route.query;
    const asked = `${q} ${repository}`;
    if (this.#asked !== null && asked !== this.#asked) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.reload(), TYPING_MILLIS);
    }
    this.#asked = asked;
    if (this.route.id !== this.#shown) this.#look(this.route.id);
  }

  async #look(name) {
    this.#shown = name;
    this.entry = null;
    if (!name) return;
    const entry = await maybe(get(`catalogue/${encodeURIComponent(name)}`)).catch(() => null);
    if (this.#shown === name) this.entry = entry ?? {missing: true};
  }

  async #install(key, requests) {
    this.busy = key;
    await toPlan(requests);
    this.busy = '';
  }

  get #columns() {
    const {query} = this.route;
    return [
      {id: 'symbolicName', label: t('column.bundle'), header: true, value: row => row.symbolicName, cell: row => bundleLink(row.symbolicName, href('repositories', row.symbolicName, '', query))},
      {id: 'description', label: t('fact.description'), cell: row => html`<span title=${row.description ?? ''}>${row.description || row.name}</span>`},
      {id: 'latest', label: t('repositories.latest'), width: '9rem', value: row => row.latest, cell: row => row.latest},
      {id: 'installed', label: t('repositories.installed'), width: '9rem', value: row => row.installed, cell: row => row.installed ? tag(row.installed, row.installed === row.latest ? 'good' : 'info') : html`<span class="muted">–</span>`},
      {id: 'repository', label: t('repositories.repository'), width: '10rem', value: row => row.repository, cell: row => row.repository},
      {id: 'install', label: '', width: '7.5rem', end: true, cell: row => button({label: row.installed ? t('action.update') : t('repositories.install'), small: true, scope: DEPLOY, busy: this.busy === row.symbolicName,
        why: row.installed === row.latest ? t('repositories.have') : '', run: () => this.#install(row.symbolicName, [row.coordinates ? {coordinates: row.coordinates} : {symbolicName: row.symbolicName}])})},
    ].filter(column => !this.route.id || column.id !== 'description' && column.id !== 'repository');
  }

  view({entries, repositories}) {
    const {q = '', sort = '', repository = ''} = this.route.query;
    if (repositories.length === 0) return html`${repositoriesHead('', nothing)}${nothingYet({symbol: 'repositories', title: t('repositories.none'), text: t('repositories.none.text'), action: linkButton({label: t('repositories.view.list'), to: href('repositories', '', '', {view: 'list'}), tone: 'main'})})}`;
    const exact = /^[^\s:]+:[^\s:]+(:[^\s:]+)?$/.test(q);
    return html`${repositoriesHead('', nothing)}
      <div class="toolbar" role="search"><label class="search wide"><span class="sr-unseen">${t('repositories.search')}</span>${icon('search')}<input type="search" .value=${q} placeholder=${t('repositories.search.hint')} autocomplete="off" spellcheck="false" @input=${event => router.query({q: event.target.value})}></label>
        <label>${t('repositories.repository')} <select @change=${event => router.query({repository: event.target.value})}><option value="">${t('repositories.any')}</option>${repositories.map(each => html`<option value=${each.id} ?selected=${each.id === repository}>${each.id}</option>`)}</select></label>
        ${exact ? button({label: t('repositories.install.coordinates'), symbol: 'download', scope: DEPLOY, busy: this.busy === q, run: () => this.#install(q, [{coordinates: q}])}) : nothing}</div>
      ${split(html`<sr-table .rows=${entries} .columns=${this.#columns} .key=${row => row.symbolicName} .sort=${sort} .label=${t('repositories.view.catalogue')} .rowClass=${row => row.symbolicName === this.route.id ? 'selected' : ''}
        .empty=${() => q || repository ? html`${nothingMatches(() => router.query({q: '', repository: ''}))}<p class="hint">${t('repositories.maven.hint')}</p>` : nothingYet({symbol: 'search', title: t('repositories.empty'), text: t('repositories.empty.text')})}
        @sort=${event => router.query({sort: event.detail})}></sr-table>`, this.route.id ? this.#panel() : null)}`;
  }

  #panel() {
    const {entry} = this;
    const close = href('repositories', '', '', this.route.query);
    if (!entry) return panel(this.route.id, html`<p class="muted">${t('loading')}</p>`, close);
    if (entry.missing) return panel(this.route.id, html`<p>${t('repositories.gone')}</p>`, close);
    const why = whyNot(DEPLOY);
    return panel(entry.symbolicName ?? this.route.id, html`<p>${entry.description || entry.name}</p>
      <ul class="offers">${(entry.versions ?? []).map(each => html`<li><div class="row"><strong>${each.version}</strong><span class="muted">${each.repository}${each.size ? ` · ${bytes(each.size)}` : ''}</span>${each.version === entry.installed ? tag(t('repositories.installed'), 'good') : nothing}
          <span class="at-end">${button({label: t('repositories.install'), small: true, scope: DEPLOY, why: why || (each.version === entry.installed ? t('repositories.have') : ''), busy: this.busy === each.version, run: () => this.#install(each.version, [requestOf({symbolicName: this.route.id, ...each})])})}</span></div>
        ${each.coordinates ? html`<code class="wrap">${each.coordinates}</code>` : nothing}
        ${(each.requirements ?? []).length > 0 ? html`<details class="fold"><summary>${t('wiring.requires')}</summary><ul class="lines">${each.requirements.map(line => html`<li>${line}</li>`)}</ul></details>` : nothing}</li>`)}</ul>`, close);
  }
}
customElements.define('sr-catalogue', Catalogue);
