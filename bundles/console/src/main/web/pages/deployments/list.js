/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe} from '../../core/api.js';
import {rollBack} from '../../core/changes.js';
import {Page, head} from '../../core/element.js';
import {author, duration, time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {brief} from '../../core/pure.js';
import {go, href, router} from '../../core/router.js';
import {t, tn, tOr} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button, linkButton} from '../../kit/button.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';

const FACETS = [{id: 'status', of: row => row.status}];
const MOST = 200;

/** Who changed what, when, how long it took and how long it was live. */
class DeploymentList extends Page {
  static properties = {selected: {state: true}};

  constructor() {
    super();
    this.selected = new Set();
  }

  get topics() {
    return ['deployment'];
  }

  heading() {
    return t('page.deployments');
  }

  async load(signal) {
    const [deployments, sets] = await Promise.all([get(`deployments?limit=${MOST}`, {signal}), maybe(get(`sets?limit=${MOST}`, {signal}), {items: []})]);
    const current = sets.items.find(each => each.current)?.number;
    let until = null;
    const rows = deployments.items.map(each => {
      if (each.status !== 'COMMITTED') return {...each, current};
      const row = {...each, current, live: each.newSet === current ? Date.now() - Date.parse(each.ended) : until ? until - Date.parse(each.ended) : undefined};
      until = Date.parse(each.ended);
      return row;
    });
    return {rows, current};
  }

  get #columns() {
    return [
      {id: 'what', label: t('column.change'), header: true, cell: row => html`<a href=${href('deployments', row.id)} title=${what(row)}>${brief(what(row))}</a>`},
      {id: 'status', label: t('column.state'), width: '6.5rem', value: row => row.status, cell: row => badge(row.status)},
      {id: 'set', label: t('column.set'), width: '5.25rem', value: row => row.newSet, cell: row => row.newSet === undefined ? html`<span class="muted">–</span>` : html`${row.newSet} ${row.newSet === row.current ? tag(t('versions.live'), 'good') : nothing}`},
      {id: 'author', label: t('column.who'), width: '6rem', value: row => author(row.author), cell: row => html`<span title=${row.author}>${author(row.author)}</span>`},
      {id: 'started', label: t('column.when'), width: '8.5rem', value: row => Date.parse(row.started), cell: row => time(row.started)},
      {id: 'duration', label: t('column.took'), width: '5rem', end: true, value: row => row.durationMillis, cell: row => duration(row.durationMillis)},
      {id: 'live', label: t('column.active'), width: '7rem', end: true, value: row => row.live, cell: row => row.live === undefined ? '–' : duration(row.live)},
    ];
  }

  view({rows, current}) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const selected = [...this.selected].map(id => rows.find(each => each.id === id)?.newSet).filter(each => each !== undefined).sort((a, b) => a - b);
    if (rows.length === 0) return html`${head(t('page.deployments'))}${nothingYet({symbol: 'deployments', title: t('deployments.none'), text: t('deployments.none.text'), action: linkButton({label: t('install.title'), to: href('install'), tone: 'main'})})}`;
    return html`${head(t('page.deployments'), {lead: t('deployments.lead', current ?? 0), actions: html`
        ${button({label: t('deployments.compare'), symbol: 'compare', why: selected.length === 2 ? '' : t('deployments.compare.why'), run: () => go('deployments', 'compare', selected.join('..'))})}
        ${linkButton({label: t('deployments.export'), symbol: 'download', to: `/api/platform/v1/sets/${current}/export`, download: `subrack-set-${current}.json`})}`})}
      <sr-toolbar .rows=${rows} .words=${q} .chosen=${chosen} .facets=${FACETS} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${rows} .columns=${this.#columns} .text=${row => `${what(row)} ${row.author} ${row.reason} ${row.newSet ?? ''}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort}
        .label=${t('page.deployments')} .selected=${this.selected} .actions=${row => actions(row)} .empty=${() => nothingMatches(() => router.go(href('deployments'), {replace: true}))}
        @sort=${event => router.query({sort: event.detail})} @select=${event => {
          this.selected = event.detail;
        }}></sr-table>`;
  }
}
customElements.define('sr-deployment-list', DeploymentList);

/** Says what a deployment did in one line. */
export function what(deployment) {
  const [first, ...others] = deployment.bundles;
  if (!first) return deployment.reason || t('deployments.nothing');
  const text = `${tOr(`plan.${first.action}`, first.action)} ${first.bundle} ${first.to ?? first.from ?? ''}`.trim();
  return others.length > 0 ? tn('deployments.others', others.length, text) : text;
}

function actions(row) {
  const why = whyNot('platform.deploy');
  const live = row.newSet === row.current ? t('why.live') : row.newSet === undefined ? t('why.noset') : '';
  return [
    {label: t('action.open'), href: href('deployments', row.id)},
    {label: t('deployments.compare.live'), symbol: 'compare', href: href('deployments', 'compare', `${row.newSet ?? row.baseSet}..${row.current}`)},
    {label: t('deployments.export'), symbol: 'download', href: `/api/platform/v1/sets/${row.newSet}/export`, why: row.newSet === undefined ? t('why.noset') : ''},
    null,
    {label: t('rollback.to', row.newSet ?? '–'), symbol: 'undo', why: why || live, run: () => rollBack(row.newSet)},
  ];
}
