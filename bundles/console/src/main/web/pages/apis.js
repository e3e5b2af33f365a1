/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {amount, duration} from '../core/format.js';
import {icon} from '../core/icons.js';
import {can} from '../core/me.js';
import {href, router} from '../core/router.js';
import {t, tOr} from '../core/texts.js';
import {bundleLink, tag} from '../kit/badge.js';
import {linkButton} from '../kit/button.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {card, facts} from '../kit/tree.js';
import {accessOf, operationsOf} from '../lazy/operations.js';

const FACETS = [
  {id: 'kind', of: row => row.kind, label: value => t(`apis.kind.${value}`)},
  {id: 'old', of: row => row.deprecated ? 'yes' : undefined, label: () => t('apis.deprecated')},
  {id: 'called', of: row => row.traffic?.requestsPerSecond > 0 ? 'yes' : undefined, label: () => t('apis.called')},
];
const CLIENTS = 'platform.clients';
const OPERATION_FACETS = [{id: 'method', of: row => row.method, label: value => value}, {id: 'access', of: row => row.access, label: value => tOr(`access.${value}`, value), most: 6}];

/** What can be called: all APIs, or one with its operations. */
class ApisPage extends Page {
  get topics() {
    return ['bundle', 'deployment'];
  }

  concerns(type, detail) {
    return type === 'bundle' || detail.status !== 'RUNNING';
  }

  heading() {
    return this.route.id || t('page.apis');
  }

  async load(signal) {
    const apis = await list('apis', {signal});
    if (!this.route.id) return {apis};
    const api = apis.find(each => each.bundle === this.route.id);
    if (!api) return {apis, api: null};
    const [operations, description, clients, accounts] = await Promise.all([
      list('operations', {signal}), maybe(get(api.openapi, {signal})), can(CLIENTS) ? maybe(list('clients', {signal}), []) : [], can(CLIENTS) ? maybe(list('service-accounts', {signal}), []) : []]);
    return {apis, api, description, operations: operationsOf(api, operations, description), clients, accounts};
  }

  view(data) {
    if (!this.route.id) return this.#catalogue(data.apis);
    if (!data.api) return html`${head(this.route.id, {back: {href: href('apis'), text: t('page.apis')}})}${nothingYet({symbol: 'apis', title: t('apis.gone'), text: t('apis.gone.text')})}`;
    return this.#one(data);
  }

  #catalogue(apis) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const columns = [
      {id: 'title', label: t('apis.api'), header: true, value: row => row.title, cell: row => html`${bundleLink(row.title, href('apis', row.bundle))} ${row.deprecated ? tag(t('apis.deprecated'), 'warn') : nothing}`},
      {id: 'version', label: t('column.version'), width: '7rem', value: row => row.version, cell: row => row.version},
      {id: 'prefixes', label: t('apis.prefixes'), width: '9rem', cell: row => html`<code>${row.prefixes.join(' ')}</code>`},
      {id: 'operations', label: t('apis.operations'), width: '6rem', end: true, value: row => row.operations, cell: row => row.operations},
      {id: 'scopes', label: t('apis.scopes'), width: '11rem', cell: row => row.scopes.length > 0 ? html`<span title=${row.scopes.join('\n')}>${row.scopes.map(scope => tag(scope))}</span>` : html`<span class="muted">–</span>`},
      {id: 'rate', label: t('column.rate'), width: '4.5rem', end: true, value: row => row.traffic?.requestsPerSecond, cell: row => row.traffic ? amount(row.traffic.requestsPerSecond) : '–'},
      {id: 'errors', label: t('column.errors'), width: '5.25rem', end: true, value: row => row.traffic?.errorsPerSecond, cell: row => row.traffic ? html`<span class=${row.traffic.errorsPerSecond > 0 ? 'bad' : ''}>${amount(row.traffic.errorsPerSecond)}</span>` : '–'},
      {id: 'p95', label: t('metric.p95.short'), width: '4.75rem', end: true, value: row => row.traffic?.p95Millis, cell: row => duration(row.traffic?.p95Millis) || '–'},
      {id: 'document', label: 'OpenAPI', width: '5.5rem', cell: row => html`<a href=${row.openapi} target="_blank" rel="noopener" aria-label=${t('apis.document.of', row.title)} title=${t('apis.document.of', row.title)}>${icon('apis')}</a>`},
    ];
    return html`${head(t('page.apis'), {lead: t('apis.lead'), actions: linkButton({label: t('page.explorer'), symbol: 'play', to: href('explorer')})})}
      <sr-toolbar .rows=${apis} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('apis.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${apis} .columns=${columns} .key=${row => row.bundle} .text=${row => `${row.title} ${row.bundle} ${row.prefixes.join(' ')} ${row.scopes.join(' ')}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort}
        .label=${t('page.apis')} .empty=${() => nothingMatches(() => router.query({q: '', kind: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  #one({api, operations, clients, accounts}) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const columns = [
      {id: 'method', label: t('apis.method'), width: '6rem', value: row => row.method, cell: row => html`<span class="method ${row.method}">${row.method}</span>`},
      {id: 'template', label: t('apis.path'), header: true, value: row => row.template, cell: row => html`<a href=${href('explorer', api.bundle, '', {op: `${row.method} ${row.template}`})} title=${row.template}><code>${row.template}</code></a> ${row.deprecated ? tag(t('apis.deprecated'), 'warn') : nothing}`},
      {id: 'summary', label: t('apis.summary'), cell: row => html`<span title=${row.summary}>${row.summary}</span>`},
      {id: 'access', label: t('apis.access'), width: '15rem', value: row => accessOf(row).join(' '), cell: row => accessOf(row).map(each => tag(each))},
    ];
    return html`${head(api.title, {
      back: {href: href('apis'), text: t('page.apis')}, badges: api.generated ? tag(t('apis.generated')) : nothing,
      lead: html`${api.kind === 'platform' ? t('platform') : html`<a href=${href('bundles', api.bundle)}>${api.bundle}</a>`} ${api.version} · <code>${api.prefixes.join(' ')}</code>`,
      actions: html`${linkButton({label: t('apis.document.save'), symbol: 'download', to: api.openapi, download: `${api.bundle}-openapi.json`})}${linkButton({label: t('apis.try'), symbol: 'play', tone: 'main', to: href('explorer', api.bundle)})}`,
    })}
    <div class="columns">${card(t('apis.traffic'), api.traffic
      ? facts([[t('column.rate'), amount(api.traffic.requestsPerSecond)], [t('column.errors'), html`<span class=${api.traffic.errorsPerSecond > 0 ? 'bad' : ''}>${amount(api.traffic.errorsPerSecond)}</span>`], [t('metric.p95'), duration(api.traffic.p95Millis) || '–']])
      : html`<p class="muted">${t('apis.traffic.none')}</p>`)}${callers(api, clients, accounts)}</div>
    <sr-toolbar .rows=${operations} .words=${q} .chosen=${chosen} .facets=${OPERATION_FACETS} .placeholder=${t('apis.filter.operations')} @filter=${event => router.query(event.detail)}></sr-toolbar>
    <sr-table .rows=${operations} .columns=${columns} .key=${row => `${row.method} ${row.template}`} .text=${row => `${row.method} ${row.template} ${row.summary} ${row.scopes.join(' ')}`} .words=${q} .chosen=${chosen} .facets=${OPERATION_FACETS} .sort=${sort}
      .label=${t('apis.operations')} .empty=${some => some ? nothingMatches(() => router.query({q: '', method: '', access: ''})) : nothingYet({symbol: 'apis', title: t('apis.none'), text: t('apis.none.text')})} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-page-apis', ApisPage);

/** Who may call it on their own account: applications and bundles that have one of its scopes. */
function callers(api, clients, accounts) {
  if (api.scopes.length === 0) return nothing;
  const has = each => each.scopes.filter(scope => api.scopes.includes(scope));
  const rows = [
    ...accounts.map(each => ({to: href('bundles', each.bundle, 'grants'), name: each.bundle, scopes: has(each)})),
    ...clients.map(each => ({to: href('clients', each.id), name: each.name, scopes: has(each)})),
  ].filter(each => each.scopes.length > 0);
  const scopes = html`<p>${api.scopes.map(scope => tag(scope))}</p>`;
  return card(t('apis.callers'), rows.length === 0 ? html`${scopes}<p class="muted">${t('apis.callers.none')}</p>`
    : html`${scopes}<ul class="lines">${rows.map(each => html`<li><a href=${each.to}>${each.name}</a> ${each.scopes.map(scope => tag(scope))}</li>`)}</ul>`);
}
