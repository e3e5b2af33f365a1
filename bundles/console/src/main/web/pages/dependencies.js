/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../core/api.js';
import {impactView} from '../core/changes.js';
import {Page, head} from '../core/element.js';
import {dependencies, dependents, way} from '../core/layers.js';
import {href, router} from '../core/router.js';
import {t, tn, tOr} from '../core/texts.js';
import {badge, bundleLink, tag} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {saveFile} from '../kit/edit.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {card} from '../kit/tree.js';

const MOST_DRAWN = 60;
const MOST_AROUND = 150;
const TONES = {SERVING: 'good', FAILED: 'bad', STARTING: 'busy', STOPPED: 'plain'};

/** Who needs whom, as a drawing and as a table, and what would stop with one of them. */
class DependenciesPage extends Page {
  static properties = {impact: {state: true}};

  #impactOf = '';

  get topics() {
    return ['bundle', 'deployment'];
  }

  concerns(type, detail) {
    return type === 'bundle' || detail.status !== 'RUNNING';
  }

  async load(signal) {
    return await maybe(get('graph', {signal})) ?? this.#gathered(signal);
  }

  /** The wires of all bundles, where nobody gathers them. */
  async #gathered(signal) {
    const bundles = await list('bundles?limit=500', {signal});
    const details = await Promise.all(bundles.slice(0, 100).map(each => get(`bundles/${encodeURIComponent(each.symbolicName)}`, {signal})));
    const known = new Set(bundles.map(each => each.symbolicName));
    const edges = new Map();
    const add = (from, to, kind, label) => {
      if (!known.has(to) || from === to) return;
      const key = `${from} ${to} ${kind}`;
      if (!edges.has(key)) edges.set(key, {from, to, kind, labels: []});
      edges.get(key).labels.push(label);
    };
    for (const bundle of details) {
      bundle.wiring.forEach(wire => add(bundle.symbolicName, wire.provider.split(' ')[0], 'package', wire.requirement.replace(/^package /, '')));
      bundle.uses.forEach(service => add(bundle.symbolicName, service.bundle, 'service', service.interfaces[0]));
    }
    return {nodes: bundles.map(each => ({id: each.symbolicName, version: each.version, health: each.health, state: each.state, kind: 'capability'})), edges: [...edges.values()]};
  }

  updated() {
    super.updated();
    const {focus = ''} = this.route.query;
    if (focus !== this.#impactOf) {
      this.#impactOf = focus;
      this.impact = null;
      if (focus) {
        maybe(get(`bundles/${encodeURIComponent(focus)}/impact?action=stop`)).then(impact => {
          if (this.#impactOf === focus) this.impact = impact;
        }, () => {});
      }
    }
  }

  view(graph) {
    const {focus = '', to = '', view = 'graph', q = '', sort = ''} = this.route.query;
    if (graph.nodes.length === 0) return html`${head(t('page.dependencies'))}${nothingYet({symbol: 'dependencies', title: t('bundles.none'), text: t('dependencies.none'), action: linkButton({label: t('install.title'), to: href('install'), tone: 'main'})})}`;
    const drawn = this.#drawn(graph, focus, to);
    return html`${head(t('page.dependencies'), {lead: t('dependencies.lead', graph.nodes.length, graph.edges.length), actions: html`
        ${button({label: t('dependencies.graph'), symbol: 'dependencies', pressed: view === 'graph', run: () => router.query({view: ''})})}
        ${button({label: t('dependencies.table'), symbol: 'logs', pressed: view === 'table', run: () => router.query({view: 'table'})})}
        ${button({label: t('dependencies.export'), symbol: 'download', run: () => saveFile('subrack-graph.json', JSON.stringify(graph, null, 2), 'application/json')})}`})}
      ${this.#choice(graph, focus, to)}
      ${view === 'table' ? this.#table(graph, q, sort) : html`<div class="columns ${focus ? 'wide-left' : ''}">
        <div class="card flush graph-card">${drawn.note ? html`<p class="notice warn">${drawn.note}</p>` : nothing}
          <sr-graph .nodes=${drawn.nodes} .edges=${drawn.edges} .chosen=${focus} .marked=${drawn.marked} .label=${t('page.dependencies')} @choose=${event => router.query({focus: event.detail === focus ? '' : event.detail, to: ''})}></sr-graph></div>
        ${focus ? this.#about(graph, focus) : nothing}</div>`}`;
  }

  /** Typed, since nobody scrolls through a thousand names; what is no name changes nothing. */
  #choice(graph, focus, to) {
    const names = graph.nodes.map(each => each.id).sort();
    const choice = (label, value, name, hint) => html`<label>${label} <input type="search" list="dependency-names" class="name" .value=${value} placeholder=${hint} autocomplete="off" spellcheck="false"
      @change=${event => (event.target.value === '' || names.includes(event.target.value)) && router.query({[name]: event.target.value})}></label>`;
    return html`<div class="toolbar">${choice(t('dependencies.focus'), focus, 'focus', t('dependencies.all'))}${focus ? choice(t('dependencies.way'), to, 'to', '–') : nothing}
      ${focus ? button({label: t('matches.clear'), small: true, quiet: true, run: () => router.query({focus: '', to: ''})}) : nothing}
      <datalist id="dependency-names">${names.map(id => html`<option value=${id}></option>`)}</datalist></div>`;
  }

  /** Many nodes at once help nobody: then those that are not well, and their neighbours. */
  #drawn(graph, focus, to) {
    const known = new Set(graph.nodes.map(each => each.id));
    let shown = null;
    let marked = null;
    let note = '';
    if (focus && to) {
      const path = way(focus, to, graph.edges);
      const back = path.length > 0 ? path : way(to, focus, graph.edges);
      shown = new Set(back.length > 0 ? back : [focus, to]);
      if (back.length === 0) note = t('dependencies.noway', focus, to);
    } else if (focus) {
      const hit = dependents([focus], graph.edges);
      shown = new Set([focus, ...hit, ...dependencies([focus], graph.edges)]);
      marked = new Set([focus, ...hit]);
      if (shown.size > MOST_AROUND) {
        note = t('dependencies.near', shown.size - 1);
        shown = new Set([focus, ...graph.edges.filter(edge => edge.from === focus).map(edge => edge.to), ...graph.edges.filter(edge => edge.to === focus).map(edge => edge.from).slice(0, MOST_AROUND)]);
      }
    } else if (graph.nodes.length > MOST_DRAWN) {
      const failing = graph.nodes.filter(each => each.health === 'FAILED' || each.health === 'STARTING');
      // What was stopped on purpose is only drawn first where nothing fails.
      const unwell = new Set((failing.length > 0 ? failing : graph.nodes.filter(each => each.health === 'STOPPED')).map(each => each.id));
      const ties = new Map();
      graph.edges.forEach(edge => ties.set(edge.to, (ties.get(edge.to) ?? 0) + 1));
      const needed = [...ties].sort((a, b) => b[1] - a[1]).slice(0, MOST_DRAWN).map(([id]) => id);
      shown = new Set(unwell.size > 0 ? [...unwell].slice(0, MOST_AROUND) : needed);
      if (unwell.size > 0) {
        const begun = new Set(shown);
        graph.edges.forEach(edge => {
          if (begun.has(edge.from)) shown.add(edge.to);
          if (begun.has(edge.to) && shown.size < 2 * MOST_AROUND) shown.add(edge.from);
        });
      }
      note = unwell.size > 0 ? t('dependencies.unwell', shown.size, graph.nodes.length) : t('dependencies.many', graph.nodes.length, shown.size);
    }
    const nodes = graph.nodes.filter(each => !shown || shown.has(each.id))
      .map(each => ({id: each.id, tone: TONES[each.health] ?? 'plain', title: `${each.id} ${each.version ?? ''} ${tOr(`state.${each.health}`, each.health ?? '')}`}));
    return {nodes, edges: graph.edges.filter(edge => known.has(edge.to) && (!shown || shown.has(edge.from) && shown.has(edge.to))), marked, note};
  }

  #about(graph, id) {
    const node = graph.nodes.find(each => each.id === id);
    const hit = [...dependents([id], graph.edges)].sort();
    const names = all => html`<ul class="lines">${all.map(edge => html`<li><a href=${href('dependencies', '', '', {focus: edge.other})}>${edge.other}</a> <span class="muted">${tOr(`edge.${edge.kind}`, edge.kind)} ${(edge.labels ?? []).slice(0, 3).join(', ')}</span></li>`)}</ul>`;
    const needs = graph.edges.filter(edge => edge.from === id).map(edge => ({...edge, other: edge.to}));
    const used = graph.edges.filter(edge => edge.to === id).map(edge => ({...edge, other: edge.from}));
    return card(id, html`${node ? html`<p>${badge(node.health ?? node.state)} ${node.version} · <a href=${href('bundles', id)}>${t('dependencies.open')}</a></p>` : nothing}
      ${this.impact ? impactView(this.impact) : html`<p class=${hit.length > 0 ? 'notice warn' : 'muted'}>${tn('dependencies.hit', hit.length, hit.join(', '))}</p>`}
      <h3>${t('dependencies.needs')}</h3>${needs.length > 0 ? names(needs) : html`<p class="muted">–</p>`}
      <h3>${t('dependencies.used')}</h3>${used.length > 0 ? names(used) : html`<p class="muted">–</p>`}`);
  }

  #table(graph, q, sort) {
    const columns = [
      {id: 'from', label: t('dependencies.from'), header: true, value: row => row.from, cell: row => bundleLink(row.from)},
      {id: 'to', label: t('dependencies.to'), value: row => row.to, cell: row => bundleLink(row.to)},
      {id: 'kind', label: t('column.kind'), width: '8rem', value: row => row.kind, cell: row => tag(tOr(`edge.${row.kind}`, row.kind))},
      {id: 'labels', label: t('dependencies.by'), cell: row => html`<code title=${(row.labels ?? []).join('\n')}>${(row.labels ?? []).join(', ')}</code>`},
    ];
    const facets = [{id: 'kind', of: row => row.kind, label: kind => tOr(`edge.${kind}`, kind)}];
    const chosen = {kind: this.route.query.kind};
    return html`<sr-toolbar .rows=${graph.edges} .words=${q} .facets=${facets} .chosen=${chosen} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${graph.edges} .columns=${columns} .key=${row => `${row.from} ${row.to} ${row.kind}`} .text=${row => `${row.from} ${row.to} ${(row.labels ?? []).join(' ')}`} .words=${q} .facets=${facets} .chosen=${chosen} .sort=${sort}
        .label=${t('page.dependencies')} .empty=${() => nothingMatches(() => router.query({q: '', kind: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-page-dependencies', DependenciesPage);
