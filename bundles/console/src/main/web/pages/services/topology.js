/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {go, href, router} from '../../core/router.js';
import {t, tn} from '../../core/texts.js';
import {bundleLink} from '../../kit/badge.js';

const MOST_DRAWN = 40;
const TONES = {SERVING: 'good', FAILED: 'bad', STARTING: 'busy', STOPPED: 'plain'};

/**
 * Who uses which services of whom: users stand left, providers right. Too many at once help nobody: then those of the
 * bundles of the set come first, the unwell before all, and what is used most.
 */
export function topologyView(rows, chosen, filtered) {
  const {nodes, edges, drawn, all} = topology(filtered ? rows : ofTheSet(rows), rows, MOST_DRAWN);
  if (drawn.length === 0) return html`<p class="notice warn">${t('services.topology.none')}</p>`;
  return html`<div class="card flush graph-card">${drawn.length < all ? html`<p class="notice warn">${t('services.topology.most', drawn.length, all)}</p>` : nothing}
      <sr-graph .nodes=${nodes} .edges=${edges} .chosen=${chosen ? `s ${chosen.interfaces[0]}` : ''} .label=${t('services.topology')} @choose=${event => choose(event.detail, drawn)}></sr-graph></div>
    <details class="fold"><summary>${tn('services.topology.table', drawn.length)}</summary>
      <div class="scroller fit" tabindex="0" role="group" aria-label=${t('services.topology')}><table><thead><tr><th>${t('services.consumers')}</th><th>${t('services.interface')}</th><th>${t('services.provider')}</th></tr></thead>
      <tbody>${drawn.flatMap(service => (service.consumers.length > 0 ? service.consumers : ['']).map(consumer => html`<tr><td>${consumer ? bundleLink(consumer) : html`<span class="muted">–</span>`}</td>
        <td><a href=${href('services', service.id, '', router.route.query)} title=${service.interfaces[0]}>${short(service.interfaces[0])}</a></td><td>${bundleLink(service.bundle)}</td></tr>`))}</tbody></table></div></details>`;
}

/** Returns what is drawn: a node for each interface, and for each bundle on each side that it stands on. Pure. */
export function topology(found, rows, most) {
  const used = found.filter(each => each.consumers.some(name => name !== each.bundle) || each.health);
  const drawn = [...used].sort((a, b) => weight(b) - weight(a)).slice(0, most);
  const nodes = new Map();
  const edges = new Map();
  const add = (id, node) => nodes.has(id) || nodes.set(id, {id, ...node});
  const health = new Map(rows.filter(each => each.health).map(each => [each.bundle, each.health]));
  const bundle = (side, name) => add(`${side} ${name}`, {label: name, title: name, tone: TONES[health.get(name)] ?? 'plain'});
  for (const service of drawn) {
    const [name] = service.interfaces;
    bundle('p', service.bundle);
    add(`s ${name}`, {label: short(name), title: name, tone: 'service'});
    edges.set(`${name} ${service.bundle}`, {from: `s ${name}`, to: `p ${service.bundle}`});
    for (const consumer of service.consumers.filter(each => each !== service.bundle)) {
      bundle('u', consumer);
      edges.set(`${consumer} ${name}`, {from: `u ${consumer}`, to: `s ${name}`, kind: 'service'});
    }
  }
  return {nodes: [...nodes.values()], edges: [...edges.values()], drawn, all: rows.length};
}

/** What the platform does among itself is only in the way, as long as there is something else. */
function ofTheSet(rows) {
  const own = new Set(rows.filter(each => each.health).map(each => each.bundle));
  const theirs = rows.filter(each => own.has(each.bundle) || each.consumers.some(name => own.has(name)));
  return theirs.length > 0 ? theirs : rows;
}

function weight({health, consumers}) {
  return (health && health !== 'SERVING' ? 10_000 : 0) + (health ? 1_000 : 0) + consumers.length;
}

function choose(id, drawn) {
  const name = id.slice(2);
  if (!id.startsWith('s ')) {
    go('bundles', name, 'services');
    return;
  }
  const service = drawn.find(each => each.interfaces[0] === name);
  if (service) go('services', service.id, '', router.route.query);
}

/** The name without its package. */
export function short(name) {
  return name.slice(name.lastIndexOf('.') + 1) || name;
}
