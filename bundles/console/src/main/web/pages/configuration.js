/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, maybe, post, request} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {can, whyNot} from '../core/me.js';
import {go, href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {bundleLink, tag} from '../kit/badge.js';
import {button} from '../kit/button.js';
import {confirmed, edit} from '../kit/edit.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {tabs} from '../kit/tabs.js';
import {toast} from '../kit/toast.js';
import {card} from '../kit/tree.js';
import '../lazy/configuration.js';

const FACETS = [
  {id: 'state', of: row => stateOf(row) || undefined, label: value => t(`configuration.state.${value}`)},
  {id: 'kind', of: row => row.factory ? 'factory' : row.factoryPid ? 'instance' : 'single', label: value => t(`configuration.kind.${value}`)},
];
const TONES = {invalid: 'bad', pending: 'warn', orphaned: 'warn', changed: 'info'};
const WRITE = 'platform.config';

/** Everything that can be configured, and the secrets that configurations refer to. */
class ConfigurationPage extends Page {
  get topics() {
    return ['configuration', 'bundle'];
  }

  heading() {
    return this.route.id || t('page.configuration');
  }

  dataKey(route) {
    return `${route.id}?${route.id ? '' : route.query.view ?? ''}`;
  }

  async load(signal) {
    if (this.route.query.view === 'secrets' && !this.route.id) return {secrets: can(WRITE) ? await maybe(list('secrets', {signal}), null) : null};
    return {items: await list('configurations?limit=500', {signal})};
  }

  view(data) {
    if (this.route.id) return this.#one(data.items ?? []);
    const view = this.route.query.view ?? '';
    return html`${head(t('page.configuration'), {lead: t('configuration.lead')})}
      ${tabs([{id: '', label: t('configuration.all'), href: href('configuration')}, {id: 'secrets', label: t('secrets'), href: href('configuration', '', '', {view: 'secrets'})}], view, t('page.configuration'))}
      ${view === 'secrets' ? this.#secrets(data.secrets) : this.#list(data.items)}`;
  }

  #list(items) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const columns = [
      {id: 'pid', label: t('configuration.pid'), header: true, value: row => row.pid, cell: row => bundleLink(row.pid, href('configuration', row.pid))},
      {id: 'name', label: t('configuration.name'), value: row => row.name, cell: row => html`<span title=${row.description || row.name}>${row.name}</span>`},
      {id: 'bundle', label: t('column.bundle'), value: row => row.bundle, cell: row => row.bundle ? bundleLink(row.bundle) : html`<span class="muted">–</span>`},
      {id: 'layers', label: t('configuration.layers'), width: '13rem', cell: row => row.layers.map(layer => tag(t(`configuration.layer.${layer}`), layer === 'admin' ? 'info' : 'plain'))},
      {id: 'state', label: t('column.state'), width: '8rem', value: row => stateOf(row), cell: row => stateOf(row) ? tag(t(`configuration.state.${stateOf(row)}`), TONES[stateOf(row)]) : html`<span class="muted">–</span>`},
    ];
    return html`<sr-toolbar .rows=${items} .words=${q} .chosen=${chosen} .facets=${FACETS} .placeholder=${t('configuration.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${items} .columns=${columns} .key=${row => row.pid} .text=${row => `${row.pid} ${row.name} ${row.description} ${row.bundle ?? ''}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.configuration')}
        .empty=${some => some ? nothingMatches(() => router.query({q: '', state: '', kind: ''})) : nothingYet({symbol: 'configuration', title: t('configuration.none'), text: t('configuration.none.all')})} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  #one(items) {
    const {id, tab, query} = this.route;
    const item = items.find(each => each.pid === id);
    return html`${head(item?.name || id, {
      back: {href: href('configuration'), text: t('page.configuration')},
      badges: item && stateOf(item) ? tag(t(`configuration.state.${stateOf(item)}`), TONES[stateOf(item)]) : nothing,
      lead: html`<code>${id}</code>${item?.bundle ? html` · <a href=${href('bundles', item.bundle)}>${item.bundle}</a>` : nothing}${item?.description ? html` · ${item.description}` : nothing}${item?.restart ? html` · ${t('configuration.restart')}` : nothing}`,
      actions: item?.factory ? button({label: t('configuration.add'), symbol: 'plus', tone: 'main', scope: WRITE, run: () => this.#add(item)})
        : item?.factoryPid ? button({label: t('configuration.remove'), symbol: 'trash', tone: 'danger', scope: WRITE, run: () => this.#remove(item)}) : nothing,
    })}
    ${item?.factory ? this.#instances(items.filter(each => each.factoryPid === id)) : html`<sr-configuration class="stack" .pid=${id} .fresh=${!item} .tab=${tab} .words=${query.q ?? ''} @show=${event => router.query(event.detail)}></sr-configuration>`}`;
  }

  #instances(items) {
    if (items.length === 0) return nothingYet({symbol: 'configuration', title: t('configuration.instances.none'), text: t('configuration.instances.none.text')});
    return card(t('configuration.instances'), html`<ul class="rows">${items.map(each => html`<li><a href=${href('configuration', each.pid)}><code>${each.pid}</code></a>${stateOf(each) ? tag(t(`configuration.state.${stateOf(each)}`), TONES[stateOf(each)]) : nothing}</li>`)}</ul>`, {flush: true});
  }

  async #add(item) {
    const pid = await edit({
      title: t('configuration.add.title', item.name || item.pid), confirm: t('configuration.add'), lead: t('configuration.add.text'),
      attributes: [{id: 'name', name: t('configuration.add.name'), description: t('configuration.add.name.hint'), required: true}],
      run: async values => (await post(`configurations?factory=${encodeURIComponent(item.pid)}`, {name: values.name ?? '', values: {}})).body.pid,
    });
    if (pid) go('configuration', pid);
  }

  async #remove(item) {
    const done = await confirmed({title: t('configuration.remove.title', item.pid), text: t('configuration.remove.text'), confirm: t('configuration.remove'), run: () => request('DELETE', `configurations/${encodeURIComponent(item.pid)}`)});
    if (done) go('configuration', item.factoryPid);
  }

  #secrets(secrets) {
    if (secrets === null) return html`<p class="notice warn">${whyNot(WRITE) || t('failed.absent.text')}</p>`;
    const add = button({label: t('secrets.add'), symbol: 'plus', tone: 'main', scope: WRITE, run: () => this.#setSecret('')});
    if (secrets.length === 0) return nothingYet({symbol: 'lock', title: t('secrets.none'), text: t('secrets.none.text'), action: add});
    return html`<div class="row">${add}<span class="muted">${t('secrets.lead')}</span></div>${card('', html`<table class="plain"><thead><tr><th>${t('secrets.name')}</th><th>${t('secrets.reference')}</th><th>${t('services.consumers')}</th><th></th></tr></thead>
      <tbody>${secrets.map(each => html`<tr><td><strong>${each.name}</strong></td><td><code>${each.reference}</code></td><td>${each.usedBy.length > 0 ? each.usedBy.map(pid => html`<a href=${href('configuration', pid)}>${pid}</a> `) : html`<span class="muted">–</span>`}</td>
        <td class="end"><span class="row">${button({label: t('secrets.set'), symbol: 'edit', small: true, scope: WRITE, run: () => this.#setSecret(each.name)})}
          ${button({label: t('delete'), symbol: 'trash', small: true, tone: 'danger', scope: WRITE, why: each.usedBy.length > 0 ? t('secrets.used') : '', run: () => this.#deleteSecret(each.name)})}</span></td></tr>`)}</tbody></table>`, {flush: true})}`;
  }

  async #setSecret(name) {
    const done = await edit({
      title: name ? t('secrets.set.title', name) : t('secrets.add'), confirm: t('save'), lead: t('secrets.set.text'), values: {name},
      attributes: [...(name ? [] : [{id: 'name', name: t('secrets.name'), required: true}]), {id: 'value', name: t('secrets.value'), type: 'password', required: true, autocomplete: 'new-password'}],
      run: values => request('PUT', `secrets/${encodeURIComponent(values.name ?? '')}`, {body: {value: values.value ?? ''}}),
    });
    if (done) {
      toast(t('secrets.saved'), 'good');
      this.reload();
    }
  }

  async #deleteSecret(name) {
    if (await confirmed({title: t('secrets.delete.title', name), text: t('secrets.delete.text'), confirm: t('delete'), run: () => request('DELETE', `secrets/${encodeURIComponent(name)}`)})) this.reload();
  }
}
customElements.define('sr-page-configuration', ConfigurationPage);

/** The one thing about a configuration that somebody should know. */
function stateOf(row) {
  return !row.valid ? 'invalid' : row.pending ? 'pending' : row.orphaned ? 'orphaned' : row.changed ? 'changed' : '';
}
