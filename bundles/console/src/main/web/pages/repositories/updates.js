/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, where} from '../../core/api.js';
import {requestOf} from '../../core/changes.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {router} from '../../core/router.js';
import {t, tn} from '../../core/texts.js';
import {bundleLink} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {DEPLOY, repositoriesHead, toPlan} from './common.js';

/** What is live and could be newer. */
class Updates extends Page {
  static properties = {selected: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.selected = new Set();
  }

  get topics() {
    return ['deployment', 'job'];
  }

  concerns(type, detail) {
    return (detail.status ?? detail.state) !== 'RUNNING';
  }

  heading() {
    return t('repositories.view.updates');
  }

  load(signal) {
    return where('catalogue/updates', () => get('catalogue/updates', {signal}));
  }

  async #update(rows) {
    this.busy = true;
    await toPlan(rows.map(row => requestOf({symbolicName: row.bundle, version: row.latest, coordinates: row.coordinates})));
    this.busy = false;
  }

  view({items, checked}) {
    const {q = '', sort = ''} = this.route.query;
    if (items.length === 0) return html`${repositoriesHead('updates', nothing)}${nothingYet({symbol: 'check', title: t('updates.none'), text: t('updates.none.text')})}`;
    const chosen = items.filter(each => this.selected.has(each.bundle));
    const columns = [
      {id: 'bundle', label: t('column.bundle'), header: true, value: row => row.bundle, cell: row => bundleLink(row.bundle)},
      {id: 'version', label: t('updates.now'), width: '10rem', value: row => row.version, cell: row => row.version},
      {id: 'latest', label: t('repositories.latest'), width: '10rem', value: row => row.latest, cell: row => row.latest},
      {id: 'repository', label: t('repositories.repository'), width: '12rem', value: row => row.repository, cell: row => row.repository},
    ];
    return html`${repositoriesHead('updates', button({label: chosen.length > 0 ? tn('updates.update', chosen.length) : t('updates.all'), symbol: 'upload', tone: 'main', scope: DEPLOY, busy: this.busy, run: () => this.#update(chosen.length > 0 ? chosen : items)}))}
      <sr-toolbar .rows=${items} .words=${q} .placeholder=${t('bundles.filter')} .end=${checked ? html`<span class="muted">${t('updates.checked')} ${time(checked)}</span>` : nothing} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${items} .columns=${columns} .key=${row => row.bundle} .text=${row => `${row.bundle} ${row.repository}`} .words=${q} .sort=${sort} .label=${t('repositories.view.updates')} .selected=${this.selected}
        .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})} @select=${event => {
          this.selected = event.detail;
        }}></sr-table>`;
  }
}
customElements.define('sr-updates', Updates);
