/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {grant} from '../../core/changes.js';
import {amount, bytes, duration, time} from '../../core/format.js';
import {contributions} from '../../core/contributions.js';
import {href} from '../../core/router.js';
import {t, tOr} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {nothingYet} from '../../kit/empty.js';
import {card, facts, tree} from '../../kit/tree.js';

export function infoTab(bundle) {
  const traffic = bundle.traffic;
  return html`<div class="columns"><div class="stack">
    ${card(t('bundle.about'), facts([
      [t('fact.name'), bundle.name], [t('fact.symbolicName'), html`<code>${bundle.symbolicName}</code>`], [t('column.version'), bundle.version],
      [t('fact.description'), bundle.description], [t('fact.vendor'), bundle.vendor], [t('fact.category'), bundle.category],
      [t('fact.since'), bundle.since ? time(bundle.since) : undefined],
      [t('fact.meant'), bundle.state ? tOr(`state.${bundle.state}`, bundle.state) : undefined], [t('fact.id'), bundle.bundleId],
      [t('fact.signature'), bundle.signature ? html`${badge(bundle.signature.state)} ${bundle.signature.signer ?? ''}` : undefined],
      [t('fact.size'), bundle.size ? bytes(bundle.size) : undefined],
      [t('fact.sha256'), html`<code class="hash">${bundle.artifact}</code>`],
    ]))}
    ${traffic ? card(t('overview.now'), facts([[t('column.rate'), amount(traffic.requestsPerSecond)], [t('column.errors'), amount(traffic.errorsPerSecond)], [t('metric.p95'), duration(traffic.p95Millis)]])) : nothing}
  </div><div class="stack">
    ${components(bundle)}
    ${card(t('bundle.offers'), offers(bundle))}
  </div></div>`;
}

function components(bundle) {
  if (!bundle.components || bundle.components.length === 0) return nothing;
  const nodes = bundle.components.map(component => ({
    label: html`${badge(component.state)} <code>${component.name}</code>`,
    open: component.state === 'UNSATISFIED' || component.state === 'FAILED',
    children: [
      ...(component.rootCause ? [{label: html`<span class="bad">${component.rootCause}</span>`}] : []),
      ...(component.failure && component.failure !== component.rootCause ? [{label: html`<span class="bad">${component.failure}</span>`}] : []),
      ...component.references.map(reference => ({label: html`${badge(reference.satisfied ? 'SATISFIED' : 'UNSATISFIED')} ${reference.name}: <code>${reference.interface}</code> ${reference.target ? html`<code>${reference.target}</code>` : nothing} <span class="muted">${reference.cardinality}</span>`})),
      ...(component.configurationPids ?? []).map(pid => ({label: html`${t('bundle.configured')} <a href=${href('configuration', pid)}><code>${pid}</code></a>`})),
    ],
  }));
  return card(t('bundle.components'), tree(nodes));
}

function offers(bundle) {
  const kinds = Map.groupBy ? Map.groupBy(bundle.contributions, each => each.kind) : grouped(bundle.contributions);
  if (bundle.contributions.length === 0) return html`<p class="muted">${t('bundle.offers.none')}</p>`;
  return tree([...kinds].map(([kind, all]) => ({
    label: html`${tOr(`kind.${kind}`, kind)} <span class="count">${all.length}</span>`, open: all.length < 9,
    children: all.map(each => ({label: html`<code>${each.id}</code>`})),
  })));
}

function grouped(items) {
  const groups = new Map();
  items.forEach(each => groups.set(each.kind, [...(groups.get(each.kind) ?? []), each]));
  return groups;
}

export function wiringTab(bundle) {
  const requirements = bundle.requirements
    ? bundle.requirements.map(each => ({requirement: requirementText(each), provider: each.provider ? `${each.provider.bundle} ${each.provider.version}` : null, id: each.provider?.bundle,
        optional: each.optional, later: each.directives?.effective === 'active' || each.namespace === 'osgi.service'}))
    : (bundle.wiring ?? []).map(each => ({...each, id: each.provider.split(' ')[0]}));
  return html`${card(t('wiring.requires'), requirements.length === 0 ? html`<p class="muted pad">${t('wiring.requires.none')}</p>` : html`<table class="plain"><thead><tr><th>${t('wiring.what')}</th><th>${t('wiring.who')}</th></tr></thead>
    <tbody>${requirements.map(each => html`<tr><td><code>${each.requirement}</code> ${each.optional ? tag(t('wiring.optional')) : nothing}</td><td>${provider(each, bundle)}</td></tr>`)}</tbody></table>`, {flush: true})}
  ${bundle.capabilities ? card(t('wiring.offers'), html`<table class="plain"><thead><tr><th>${t('wiring.what')}</th><th>${t('wiring.consumers')}</th></tr></thead>
    <tbody>${bundle.capabilities.map(each => html`<tr><td><code>${capabilityText(each)}</code></td>
      <td>${each.consumers.length === 0 ? html`<span class="muted">–</span>` : each.consumers.map(name => html`<a href=${href('bundles', name)}>${name}</a> `)}</td></tr>`)}</tbody></table>`, {flush: true}) : nothing}`;
}

function provider(requirement, bundle) {
  if (requirement.provider) return html`<a href=${href('bundles', requirement.id)}>${requirement.provider}</a>`;
  // What is needed only while running is no wire: the services say whether it is there.
  if (requirement.later) return html`<a href=${href('bundles', bundle.symbolicName, 'services')}>${t('wiring.later')}</a>`;
  return requirement.optional ? html`<span class="muted">${t('wiring.unused')}</span>` : badge('FAILED', t('wiring.missing'));
}

const SHORT = {'osgi.wiring.package': 'package', 'osgi.wiring.bundle': 'bundle', 'osgi.service': 'service'};

function requirementText({namespace, filter, attributes = {}}) {
  const kind = SHORT[namespace] ?? namespace;
  if (!filter) return `${kind} ${attributesText(attributes)}`;
  const name = new RegExp(`\\((?:${namespace.replaceAll('.', '\\.')}|objectClass)=([^)*]+)\\)`).exec(filter)?.[1];
  const from = /\((?:bundle-)?version>=([^)]+)\)/.exec(filter)?.[1];
  const to = /\(!\((?:bundle-)?version>=([^)]+)\)\)/.exec(filter)?.[1];
  const rest = filter.replace(/\((?:bundle-)?version>=[^)]+\)/g, '').replace('(!)', '');
  // Only what is said in the usual way is shortened.
  const usual = name && (rest.match(/\(/g) ?? []).length <= (rest.startsWith('(&') ? 2 : 1);
  return usual ? `${kind} ${name}${from ? to ? ` [${from},${to})` : ` ${from}` : ''}` : `${kind} ${filter}`;
}

function capabilityText({namespace, attributes = {}}) {
  const {[namespace]: name, version, 'bundle-version': bundleVersion, 'bundle-symbolic-name': owner, ...rest} = attributes;
  const others = namespace === 'osgi.wiring.package' ? '' : attributesText(rest);
  return [SHORT[namespace] ?? namespace, name, version ?? bundleVersion, others].filter(each => each).join(' ');
}

function attributesText(attributes) {
  return Object.entries(attributes ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');
}

export function servicesTab(bundle) {
  const rows = (services, other, label) => services.length === 0 ? html`<p class="muted pad">${t('services.none')}</p>` : html`<table class="plain"><thead><tr><th>${t('services.interface')}</th><th>${label}</th><th class="end">${t('services.ranking')}</th></tr></thead>
    <tbody>${services.map(each => html`<tr><td><a href=${href('services', each.id)}><code>${each.interfaces.join(', ')}</code></a></td><td>${other(each)}</td><td class="end">${each.ranking}</td></tr>`)}</tbody></table>`;
  return html`${card(t('services.registers'), rows(bundle.services ?? [], each => each.consumers.length > 0 ? each.consumers.map(name => html`<a href=${href('bundles', name)}>${name}</a> `) : '–', t('services.consumers')), {flush: true})}
    ${card(t('services.uses'), rows((bundle.uses ?? []).filter(each => each.bundle !== bundle.symbolicName), each => html`<a href=${href('bundles', each.bundle)}>${each.bundle}</a>`, t('services.provider')), {flush: true})}`;
}

export function apisTab(bundle) {
  if (bundle.operations.length === 0) return nothingYet({symbol: 'apis', title: t('apis.none'), text: t('apis.none.text')});
  return card(t('apis.operations'), html`<table class="plain"><thead><tr><th>${t('apis.method')}</th><th>${t('apis.path')}</th><th>${t('apis.access')}</th></tr></thead>
    <tbody>${bundle.operations.map(each => html`<tr><td><span class="method ${each.method}">${each.method}</span></td><td><code>${each.template}</code></td>
      <td>${each.scopes.length > 0 ? each.scopes.map(scope => tag(scope)) : each.roles.length > 0 ? each.roles.map(role => tag(role)) : tOr(`access.${each.access}`, each.access)}</td></tr>`)}</tbody></table>`, {flush: true});
}

export function configurationTab(bundle) {
  return html`<sr-bundle-configuration class="stack" .bundle=${bundle.symbolicName}></sr-bundle-configuration>`;
}

export function pagesTab(bundle) {
  const from = contributions.bundles.find(each => each.bundle === bundle.symbolicName);
  const all = from ? [...from.pages.map(each => ({...each, kind: 'page'})), ...from.slots.map(each => ({...each, kind: 'slot'})), ...from.commands.map(each => ({...each, kind: 'command'}))] : [];
  const faults = from ? contributions.faults(from) : [];
  if (all.length + faults.length === 0) return nothingYet({symbol: 'overview', title: t('pages.none'), text: t('pages.none.text')});
  return html`${faults.length > 0 ? html`<div class="notice bad"><ul>${faults.map(each => html`<li>${each}</li>`)}</ul></div>` : nothing}
    ${card(t('bundle.tab.pages'), html`<ul class="rows">${all.map(each => html`<li>${tag(t(`kind.${each.kind}`))} ${each.address ? html`<a href=${each.address}>${each.title}</a>` : html`<span>${each.title}</span>`} <code>${each.slot ?? each.id}</code></li>`)}</ul>`, {flush: true})}`;
}

/** What the bundle asks for by its manifest beside what it was given. */
export function grantsTab(bundle) {
  const {symbolicName: name, grants} = bundle;
  const asked = (bundle.headers?.['Subrack-Grants'] ?? '').split(',').map(each => each.split(';')[0].trim()).filter(each => each);
  const all = [...new Set([...asked, ...grants])].sort();
  if (all.length === 0) return nothingYet({symbol: 'lock', title: t('grants.none'), text: t('grants.none.text')});
  const missing = asked.filter(each => !grants.includes(each));
  const give = scope => grant(name, [...grants, scope].sort(), t('grants.give', scope, name));
  const take = scope => grant(name, grants.filter(each => each !== scope), t('grants.take', scope, name));
  return html`${missing.length > 0 ? html`<p class="notice warn">${t('grants.missing', missing.join(', '))}</p>` : nothing}
    ${card(t('grants.title'), html`<table class="plain"><thead><tr><th>${t('contributions.scope')}</th><th>${t('column.state')}</th><th></th></tr></thead>
    <tbody>${all.map(scope => html`<tr><td><code>${scope}</code></td><td>${grants.includes(scope) ? tag(t('grants.given'), 'good') : tag(t('grants.refused'), 'warn')}</td>
      <td class="end">${grants.includes(scope)
        ? button({label: t('grants.take.button'), symbol: 'cross', small: true, scope: 'platform.deploy', run: () => take(scope)})
        : button({label: t('grants.give.button'), symbol: 'check', small: true, scope: 'platform.deploy', run: () => give(scope)})}</td></tr>`)}</tbody></table>`, {flush: true})}`;
}

export function manifestTab(bundle) {
  const headers = Object.entries(bundle.headers ?? {}).sort(([a], [b]) => a.localeCompare(b));
  if (headers.length === 0) return html`<p class="muted">${t('manifest.none')}</p>`;
  return card('', facts(headers.map(([name, value]) => [name, html`<code class="wrap">${value}</code>`])));
}
