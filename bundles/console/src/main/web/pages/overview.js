/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../core/api.js';
import {mend} from '../core/changes.js';
import {Page, head} from '../core/element.js';
import {amount, author, bytes, duration, time} from '../core/format.js';
import {icon} from '../core/icons.js';
import {live} from '../core/live.js';
import {can, whyNot} from '../core/me.js';
import {brief, withPoint} from '../core/pure.js';
import {href} from '../core/router.js';
import {t, tn, tOr} from '../core/texts.js';
import {badge} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {menuButton} from '../kit/menu.js';
import {card} from '../kit/tree.js';

const GRAVITY = ['error', 'warning', 'info'];
const MOST_POINTS = 180;

/** What needs somebody first, then what goes on. */
class OverviewPage extends Page {
  static properties = {now: {state: true}, history: {state: true}};

  get topics() {
    return ['bundle', 'deployment', 'health', 'services'];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(live, 'metrics', event => {
      this.now = event.detail;
      if (this.history) this.history = withPoint(this.history, event.detail, Math.round(Date.now() / 1000), MOST_POINTS);
    });
  }

  async load(signal) {
    const [overview, metrics] = await Promise.all([maybe(get('overview', {signal})), maybe(get('metrics/summary', {signal}))]);
    this.history = metrics?.platform.history;
    return {...(overview ?? await this.#gathered(signal)), metrics: metrics?.platform};
  }

  /** What the overview says, put together from its parts where the API does not do it. */
  async #gathered(signal) {
    const [platform, bundles, deployments] = await Promise.all([
      maybe(get('platform', {signal}), {}), maybe(list('bundles?limit=500', {signal}), []), maybe(get('deployments?limit=5', {signal}), {items: []})]);
    const by = health => bundles.filter(each => each.health === health).length;
    return {
      platform,
      counts: {bundles: bundles.length, serving: by('SERVING'), failed: by('FAILED'), stopped: by('STOPPED')},
      attention: bundles.filter(each => each.health === 'FAILED').map(each => ({
        bundle: each.symbolicName, severity: 'error', sentence: each.faults.join(' ') || t('overview.failed', each.symbolicName), fixes: []})),
      recentDeployments: deployments.items,
      checklist: bundles.length === 0 ? [{id: 'bundle', done: false, label: t('check.bundle'), href: '/console/install'}] : [],
    };
  }

  view(data) {
    return html`${head(t('page.overview'), {
      lead: data.platform?.version ? t('overview.lead', data.platform.version, duration((data.platform.uptimeSeconds ?? 0) * 1000), data.platform.java?.version ?? '') : nothing,
      actions: can('platform.deploy') ? linkButton({label: t('install.title'), symbol: 'upload', to: href('install'), tone: 'main'}) : nothing,
    })}
    ${this.#attention(data)}
    ${this.#counters(data)}
    <div class="columns">
      <div class="stack">${this.#checklist(data)}${this.#recent(data)}</div>
      ${this.#traffic(data)}
      <sr-slot .name=${'overview-card/1'} .framed=${true}></sr-slot>
    </div>`;
  }

  #attention({attention, attentionCount, counts}) {
    if (!attention || attention.length === 0) {
      return counts.bundles > 0 ? html`<p class="all-well">${icon('check')}<span>${tn('overview.well', counts.serving)}</span></p>` : nothing;
    }
    const sorted = [...attention].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
    return card(tn('overview.attention', attentionCount ?? attention.length), html`<ul class="attention">${sorted.map(each => html`<li class=${each.severity}>
      ${icon(each.severity === 'info' ? 'info' : 'alert')}<div>${each.bundle ? html`<a href=${each.deployment ? href('deployments', each.deployment) : href('bundles', each.bundle)}><strong>${each.deployment ? t('overview.undone', each.bundle) : each.bundle}</strong></a>` : nothing}<p>${each.sentence}</p></div>
      ${this.#fix(each)}</li>`)}</ul>`, {flush: true, tone: sorted[0].severity === 'error' ? 'bad' : ''});
  }

  /** The best of what helps as a button, the others below it. */
  #fix(item) {
    const {bundle, deployment, fixes = []} = item;
    const look = linkButton({label: t('overview.look'), to: deployment ? href('deployments', deployment) : href('bundles', bundle), small: true});
    if (fixes.length === 0) return look;
    const [first, ...others] = fixes;
    const why = whyNot('platform.deploy');
    return html`<span class="row">${button({label: first.label, run: () => mend(item, first), scope: 'platform.deploy', tone: 'main', small: true})}
      ${menuButton(() => [...others.map(fix => ({label: fix.label, why, run: () => mend(item, fix)})), {label: t('overview.look'), symbol: 'eye', href: deployment ? href('deployments', deployment) : href('bundles', bundle)}], t('bundle.fixes'))}</span>`;
  }

  #counters({counts, metrics}) {
    const now = this.now ?? metrics;
    const all = [
      ['bundles', counts.bundles, href('bundles')], ['serving', counts.serving, href('bundles', '', '', {health: 'SERVING'}), 'good'],
      ['failed', counts.failed, href('bundles', '', '', {health: 'FAILED'}), counts.failed > 0 ? 'bad' : ''],
      ['stopped', counts.stopped, href('bundles', '', '', {health: 'STOPPED'})],
      ...(counts.services === undefined ? [] : [['services', counts.services, null]]),
      ...(counts.operations === undefined ? [] : [['operations', counts.operations, null]]),
      ...(now ? [['requests', amount(now.requestsPerSecond), null], ['errors', amount(now.errorsPerSecond), null, now.errorsPerSecond > 0 ? 'bad' : '']] : []),
    ];
    return html`<ul class="counters">${all.map(([id, value, to, tone]) => {
      const content = html`<span>${t(`count.${id}`)}</span><strong class=${tone ?? ''}>${value ?? 0}</strong>`;
      return html`<li>${to ? html`<a href=${to}>${content}</a>` : html`<div>${content}</div>`}</li>`;
    })}</ul>`;
  }

  #recent({recentDeployments = []}) {
    return card(t('overview.recent'), recentDeployments.length === 0 ? html`<p class="muted pad">${t('deployments.none')}</p>` : html`<ul class="rows">${recentDeployments.map(each => html`<li>
      ${badge(each.status)}<a href=${href('deployments', each.id)} title=${deploymentTitle(each)}>${brief(deploymentTitle(each))}</a>
      <span class="muted">${author(each.author)} · ${time(each.started)}</span></li>`)}</ul>`, {flush: true, end: html`<a href=${href('deployments')}>${t('all')}</a>`});
  }

  #checklist({checklist = []}) {
    const open = checklist.filter(each => !each.done);
    if (open.length === 0) return nothing;
    return card(t('overview.checklist'), html`<ol class="checklist">${checklist.map(each => html`<li class=${each.done ? 'done' : ''}>
      ${icon(each.done ? 'check' : 'right')}${each.done ? html`<span>${each.label}<span class="sr-unseen"> ${t('done')}</span></span>` : html`<a href=${each.href}>${each.label}</a>`}</li>`)}</ol>`);
  }

  #traffic({metrics}) {
    if (!metrics) return nothing;
    const now = {...metrics, ...this.now};
    const {history} = this;
    return card(t('overview.now'), html`${history ? html`<sr-chart .label=${t('health.traffic')} .seconds=${history.seconds} .format=${amount}
        .series=${[{label: t('metric.requests'), values: history.requestsPerSecond ?? []}, {label: t('metric.errors'), values: history.errorsPerSecond ?? [], tone: 'bad'}]}></sr-chart>` : nothing}
      <dl class="facts small">
      ${[['p95', duration(metrics.p95Millis) || '–'], ['inFlight', now.inFlight], ['heap', `${bytes(now.heapUsed)} / ${bytes(metrics.heapMax)}`],
        ['cpu', now.cpu === undefined ? '' : `${amount(now.cpu * 100)} %`], ['threads', metrics.threads]]
        .map(([id, value]) => html`<div><dt>${t(`metric.${id}`)}</dt><dd>${value}</dd></div>`)}</dl>`, {end: html`<a href=${href('health')}>${t('more')}</a>`});
  }
}
customElements.define('sr-page-overview', OverviewPage);

function deploymentTitle(deployment) {
  const [first] = deployment.bundles ?? [];
  if (!first) return deployment.reason || deployment.id;
  const what = `${tOr(`plan.${first.action}`, first.action)} ${first.bundle} ${first.to ?? ''}`;
  const count = deployment.bundleCount ?? deployment.bundles.length;
  return count > 1 ? t('deployments.more', what, count - 1) : what;
}
