/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe} from '../../core/api.js';
import {rollBack} from '../../core/changes.js';
import {Page, head} from '../../core/element.js';
import {author, time} from '../../core/format.js';
import {href, router} from '../../core/router.js';
import {t, tn} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button, linkButton} from '../../kit/button.js';
import {card, facts} from '../../kit/tree.js';

const TONES = {added: 'good', removed: 'bad', updated: 'info'};

/** What is different between two sets. */
class Compare extends Page {
  dataKey(route) {
    return route.tab;
  }

  heading() {
    return t('compare.title');
  }

  get #numbers() {
    return this.route.tab.split('..').map(Number);
  }

  async load(signal) {
    const [a, b] = this.#numbers;
    const [from, to, sets] = await Promise.all([get(`sets/${a}`, {signal}), get(`sets/${b}`, {signal}), get('sets?limit=200', {signal})]);
    const diff = await maybe(get(`sets/${a}/diff/${b}`, {signal})) ?? {bundles: difference(from, to), configuration: []};
    return {from, to, sets: sets.items, diff};
  }

  view({from, to, sets, diff}) {
    return html`${head(t('compare.title'), {back: {href: href('deployments'), text: t('page.deployments')}, actions: html`
        ${linkButton({label: t('compare.swap'), symbol: 'compare', to: href('deployments', 'compare', `${to.number}..${from.number}`)})}
        ${button({label: t('rollback.to', from.number), symbol: 'undo', scope: 'platform.deploy', why: from.current ? t('why.live') : '', run: () => rollBack(from.number)})}`})}
      <div class="columns">${this.#side(from, sets, number => `${number}..${to.number}`, t('compare.from'))}${this.#side(to, sets, number => `${from.number}..${number}`, t('compare.to'))}</div>
      ${card(tn('compare.changes', diff.bundles.length), diff.bundles.length === 0 ? html`<p class="muted pad">${t('compare.same')}</p>` : html`<table class="plain"><thead><tr><th>${t('column.bundle')}</th><th>${t('column.change')}</th><th>${t('compare.from')}</th><th>${t('compare.to')}</th></tr></thead>
        <tbody>${diff.bundles.map(each => html`<tr><td><a href=${href('bundles', each.symbolicName)}>${each.symbolicName}</a></td><td>${tag(t(`compare.${each.change}`), TONES[each.change])}</td><td>${text(each.from)}</td><td>${text(each.to)}</td></tr>`)}</tbody></table>`, {flush: true})}
      ${card(tn('compare.configuration', diff.configuration?.length ?? 0), diff.configuration?.length > 0 ? html`<table class="plain diff"><thead><tr><th>${t('configuration.pid')}</th><th>${t('configuration.key')}</th><th>${t('compare.from')}</th><th>${t('compare.to')}</th></tr></thead>
        <tbody>${diff.configuration.map(each => html`<tr><td><a href=${href('configuration', each.pid, 'history')}>${each.pid}</a></td><td><code>${each.key}</code></td><td class="from"><code>${text(each.from)}</code></td><td class="to"><code>${text(each.to)}</code></td></tr>`)}</tbody></table>
        <p class="hint pad">${t('compare.configuration.hint')}</p>` : html`<p class="muted pad">${t('compare.configuration.same')}</p>`, {flush: true})}`;
  }

  #side(set, sets, address, label) {
    return card('', html`<div class="field"><label>${label}<select @change=${event => router.go(href('deployments', 'compare', address(event.target.value)))}>
      ${sets.map(each => html`<option value=${each.number} ?selected=${each.number === set.number}>${t('deployments.set', each.number)}${each.current ? ` (${t('versions.live')})` : ''}</option>`)}</select></label></div>
      ${facts([[t('column.when'), time(set.created)], [t('column.who'), author(set.author)], [t('compare.reason'), set.reason], [t('page.bundles'), set.bundles.length]])}`);
  }
}
customElements.define('sr-compare', Compare);

function text(value) {
  if (value === undefined || value === null) return '–';
  return typeof value === 'object' ? Array.isArray(value) ? value.join(', ') : Object.values(value).join(' ') : String(value);
}

function difference(from, to) {
  const before = new Map(from.bundles.map(each => [each.symbolicName, each]));
  const changes = [];
  for (const now of to.bundles) {
    const was = before.get(now.symbolicName);
    before.delete(now.symbolicName);
    if (!was) changes.push({symbolicName: now.symbolicName, change: 'added', to: now.version});
    else if (was.artifact !== now.artifact) changes.push({symbolicName: now.symbolicName, change: 'updated', from: was.version, to: now.version});
    else if (was.state !== now.state) changes.push({symbolicName: now.symbolicName, change: 'state', from: was.state, to: now.state});
    else if (was.grants.join() !== now.grants.join()) changes.push({symbolicName: now.symbolicName, change: 'grants', from: was.grants, to: now.grants});
  }
  before.forEach(was => changes.push({symbolicName: was.symbolicName, change: 'removed', from: was.version}));
  return changes;
}
