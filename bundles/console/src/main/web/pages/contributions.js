/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list, where} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {tag} from '../kit/badge.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';

const FACETS = [{id: 'kind', of: row => row.kind, label: value => t(`contributions.kind.${value}`)}];

/** What bundles add to the console: pages, parts of pages, commands. */
class ContributionsPage extends Page {
  get topics() {
    return ['pages', 'bundle'];
  }

  async load(signal) {
    const bundles = await where('pages', () => list('pages', {signal}));
    return bundles.flatMap(each => [
      ...(each.pages ?? []).map(page => ({...page, kind: 'page', name: page.title ?? page.id, where: page.path ?? page.id, bundle: each.bundle, version: each.version})),
      ...(each.slots ?? []).map(slot => ({...slot, kind: 'slot', name: slot.title ?? slot.slot, where: slot.slot, bundle: each.bundle, version: each.version})),
      ...(each.commands ?? []).map(command => ({...command, kind: 'command', name: command.title ?? command.id, where: command.id, bundle: each.bundle, version: each.version})),
    ]);
  }

  view(rows) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    if (rows.length === 0) return html`${head(t('page.contributions'), {lead: t('contributions.lead')})}${nothingYet({symbol: 'overview', title: t('contributions.none'), text: t('contributions.none.text')})}`;
    const columns = [
      {id: 'name', label: t('configuration.name'), header: true, value: row => row.name, cell: row => row.kind === 'page' ? html`<a href=${`/console${row.path?.startsWith('/') ? row.path : `/x/${encodeURIComponent(row.bundle)}/${encodeURIComponent(row.id)}`}`}>${row.name}</a>` : row.name},
      {id: 'kind', label: t('column.kind'), width: '8rem', value: row => row.kind, cell: row => tag(t(`contributions.kind.${row.kind}`))},
      {id: 'where', label: t('contributions.where'), value: row => row.where, cell: row => html`<code title=${row.where}>${row.where}</code>`},
      {id: 'bundle', label: t('column.bundle'), value: row => row.bundle, cell: row => html`<a href=${href('bundles', row.bundle, 'pages')}>${row.bundle}</a>`},
      {id: 'version', label: t('column.version'), width: '8rem', value: row => row.version, cell: row => row.version},
      {id: 'module', label: t('contributions.module'), value: row => row.module, cell: row => html`<code title=${row.module ?? ''}>${row.module ?? ''}</code>`},
      {id: 'scope', label: t('contributions.scope'), width: '10rem', value: row => row.scope, cell: row => row.scope ? tag(row.scope) : html`<span class="muted">–</span>`},
    ];
    return html`${head(t('page.contributions'), {lead: t('contributions.lead')})}
      <sr-toolbar .rows=${rows} .words=${q} .chosen=${chosen} .facets=${FACETS} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${rows} .columns=${columns} .key=${row => `${row.bundle} ${row.kind} ${row.where} ${row.module}`} .text=${row => `${row.name} ${row.where} ${row.bundle}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.contributions')}
        .empty=${() => nothingMatches(() => router.query({q: '', kind: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-page-contributions', ContributionsPage);
