/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {icon} from '../core/icons.js';
import {selectRows} from '../core/pure.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge, bundleLink, tag} from '../kit/badge.js';
import {button} from '../kit/button.js';
import {nothingMatches} from '../kit/empty.js';
import {panel, split} from '../kit/panel.js';
import {tabs} from '../kit/tabs.js';
import {facts} from '../kit/tree.js';
import {filterFault} from './services/filter.js';
import {short, topologyView} from './services/topology.js';

const FACETS = [
  {id: 'scope', of: row => row.scope, label: value => t(`services.scope.${value}`)},
  {id: 'used', of: row => row.consumers.length > 0 ? 'yes' : 'no', label: value => t(`services.used.${value}`)},
];

const IN_PANEL = ['scope', 'id', 'ranking'];

/** The registry: which bundle offers what, and who uses it. */
class ServicesPage extends Page {
  #asked = null;

  get topics() {
    return ['services', 'bundle'];
  }

  dataKey() {
    return 'services';
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    const {filter = ''} = this.route.query;
    if (this.#asked !== null && filter !== this.#asked) this.reload();
    this.#asked = filter;
  }

  async load(signal) {
    const {filter} = this.route.query;
    try {
      const rows = await list(`services?limit=500${filter ? `&filter=${encodeURIComponent(filter)}` : ''}`, {signal});
      this.last = rows;
      return {rows, fault: ''};
    } catch (e) {
      // A filter that is wrong says so beside its field; what was shown stays.
      if (e.status !== 400 || !filter) throw e;
      return {rows: this.last ?? [], fault: e.detail};
    }
  }

  get #columns() {
    const {query} = this.route;
    return [
      {id: 'interface', label: t('services.interface'), header: true, value: row => short(row.interfaces[0]), cell: row => html`<a href=${href('services', row.id, '', query)} title=${row.interfaces.join('\n')}>${short(row.interfaces[0])}</a>${row.interfaces.length > 1 ? html` <span class="count">+${row.interfaces.length - 1}</span>` : nothing}`},
      {id: 'bundle', label: t('services.provider'), value: row => row.bundle, cell: row => bundleLink(row.bundle)},
      {id: 'ranking', label: t('services.ranking'), width: '7rem', end: true, value: row => row.ranking, cell: row => row.ranking},
      {id: 'scope', label: t('services.scope'), width: '7rem', value: row => row.scope, cell: row => t(`services.scope.${row.scope}`)},
      {id: 'consumers', label: t('services.consumers'), width: '7rem', end: true, value: row => row.consumers.length, cell: row => row.consumers.length > 0 ? html`<span title=${row.consumers.join('\n')}>${row.consumers.length}</span>` : html`<span class="muted">–</span>`},
      {id: 'id', label: t('fact.id'), width: '5rem', end: true, value: row => row.id, cell: row => row.id},
    ].filter(column => !this.route.id || !IN_PANEL.includes(column.id));
  }

  view({rows, fault}) {
    const {q = '', sort = '', filter = '', view = '', ...chosen} = this.route.query;
    const chosenRow = this.route.id ? rows.find(each => String(each.id) === this.route.id) : null;
    const found = {words: q, chosen, facets: FACETS, text: row => `${row.interfaces.join(' ')} ${row.bundle} ${row.consumers.join(' ')}`};
    const address = id => href('services', this.route.id, '', {...this.route.query, view: id});
    return html`${head(t('page.services'), {lead: t('services.lead')})}
      ${tabs([{id: '', label: t('services.list'), href: address('')}, {id: 'topology', label: t('services.topology'), href: address('topology')}], view, t('page.services'))}
      <sr-toolbar .rows=${rows} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('services.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      ${this.#ldap(filter, fault)}
      ${split(view === 'topology' ? topologyView(selectRows(rows, {...found, columns: []}), chosenRow, Boolean(q || filter)) : this.#table(rows, found, sort), this.route.id ? this.#panel(chosenRow) : null)}`;
  }

  #table(rows, {words, chosen, facets, text: match}, sort) {
    return html`<sr-table .rows=${rows} .columns=${this.#columns} .text=${match} .words=${words} .chosen=${chosen} .facets=${facets} .sort=${sort}
      .rowClass=${row => String(row.id) === this.route.id ? 'selected' : ''} .label=${t('page.services')} .empty=${() => nothingMatches(() => router.query({q: '', filter: '', scope: '', used: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  #ldap(filter, fault) {
    return html`<div class="toolbar"><form class="ldap" @submit=${event => {
      event.preventDefault();
      router.query({filter: event.target.elements.filter.value.trim()});
    }}><div><label class="sr-unseen" for="ldap">${t('services.ldap')}</label>
      <input id="ldap" name="filter" .value=${filter} placeholder="(&amp;(objectClass=*)(service.ranking>=1))" autocomplete="off" spellcheck="false" aria-invalid=${fault ? 'true' : nothing} aria-describedby=${fault ? 'ldap-fault' : nothing}>
      ${fault ? html`<div class="fault" id="ldap-fault" role="alert"><p>${fault}</p>${explained(filter)}</div>` : nothing}</div>
      <button class="button">${icon('filter')}<span>${t('services.ldap.apply')}</span></button>
      ${filter ? button({label: t('matches.clear'), quiet: true, run: () => router.query({filter: ''})}) : nothing}</form></div>`;
  }

  #panel(service) {
    const close = href('services', '', '', this.route.query);
    if (!service) return panel(t('services.gone'), html`<p>${t('services.gone.text')}</p>`, close);
    const names = all => html`<ul class="lines">${all.map(name => html`<li><a href=${href('bundles', name)}>${name}</a></li>`)}</ul>`;
    const properties = Object.entries(service.properties).sort(([a], [b]) => a.localeCompare(b));
    return panel(short(service.interfaces[0]), html`${facts([
      [t('services.interfaces'), html`${service.interfaces.map(each => html`<code>${each}</code><br>`)}`],
      [t('services.provider'), html`<a href=${href('bundles', service.bundle)}>${service.bundle}</a> ${service.version}`],
      [t('column.state'), service.health ? badge(service.health) : undefined],
      [t('services.ranking'), service.ranking], [t('services.scope'), t(`services.scope.${service.scope}`)], [t('fact.id'), service.id]])}
      <h3>${t('services.consumers')}</h3>${service.consumers.length > 0 ? names(service.consumers) : html`<p class="muted">${t('services.unused')}</p>`}
      <h3>${t('services.properties')}</h3>${properties.length > 0 ? facts(properties.map(([name, value]) => [name, html`<code class="wrap">${text(value)}</code>`])) : html`<p class="muted">${t('services.none')}</p>`}
      <sr-slot .name=${'service-panel/1'} .of=${{bundle: service.bundle, interfaces: service.interfaces}} .context=${{service}} .framed=${true}></sr-slot>`, close, tag(`#${service.id}`));
  }
}
customElements.define('sr-page-services', ServicesPage);

const EXAMPLES = ['(objectClass=*Resource)', '(service.ranking>=1)', '(&(component.name=*)(!(service.scope=singleton)))'];

/** Says where a filter goes wrong and how it would be right. */
function explained(filter) {
  const wrong = filterFault(filter);
  return html`${wrong ? html`<p><strong>${t(`services.ldap.${wrong.key}`)}</strong> <code>${filter.slice(0, wrong.at)}<mark>${filter.slice(wrong.at, wrong.at + 1) || ' '}</mark>${filter.slice(wrong.at + 1)}</code></p>` : nothing}
    <p class="muted">${t('services.ldap.examples')} ${EXAMPLES.map(each => html`<a href=${href('services', '', '', {filter: each})}><code>${each}</code></a> `)}</p>`;
}

function text(value) {
  return Array.isArray(value) ? value.map(text).join('\n') : value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
}
