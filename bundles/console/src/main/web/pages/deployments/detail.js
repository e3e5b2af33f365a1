/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe, url} from '../../core/api.js';
import {change, deploysOf, fixDeployment, rollBack, undo} from '../../core/changes.js';
import {Page, head} from '../../core/element.js';
import {author, clockTime, duration, exactTime, logsOf, time} from '../../core/format.js';
import {icon} from '../../core/icons.js';
import {href} from '../../core/router.js';
import {t, tOr} from '../../core/texts.js';
import {badge, tag, versions} from '../../kit/badge.js';
import {button, linkButton} from '../../kit/button.js';
import {card, facts} from '../../kit/tree.js';
import {what} from './list.js';

const PHASES = ['QUEUED', 'STAGE', 'PROBE', 'SWITCH', 'WATCH', 'RETIRE', 'DONE'];
const EXCERPT = 40;

/** A deployment while it runs, and after it: its steps as they happen, how it ended, the way back. */
class DeploymentDetail extends Page {
  static properties = {excerpt: {state: true}, current: {state: true}};

  #stream = null;

  get topics() {
    return ['deployment'];
  }

  concerns(type, detail) {
    return detail.id === this.route.id || detail.status !== 'RUNNING';
  }

  heading() {
    return this.data ? what(this.data) : t('page.deployments');
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stream?.close();
    this.#stream = null;
  }

  async load(signal) {
    const [deployment, current] = await Promise.all([get(`deployments/${this.route.id}`, {signal}), maybe(get('sets/current', {signal}))]);
    this.current = current?.number;
    if (deployment.status === 'RUNNING') this.#follow(deployment.id);
    else this.#logs(deployment);
    return deployment;
  }

  /** Steps come by themselves; the stream ends with the deployment, and the browser takes it up again after a gap. */
  #follow(id) {
    if (this.#stream) return;
    const stream = new EventSource(url(`deployments/${id}/events`));
    this.#stream = stream;
    stream.addEventListener('step', event => {
      const at = Number(event.lastEventId);
      if (!this.data || this.data.steps.length >= at) return;
      this.data = {...this.data, steps: [...this.data.steps, JSON.parse(event.data)]};
    });
    const over = () => {
      stream.close();
      this.#stream = null;
      this.reload();
    };
    stream.addEventListener('end', over);
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(over, 1000);
    });
  }

  /** What was logged meanwhile tells more than the sentence of the failure. */
  async #logs(deployment) {
    if (deployment.status === 'COMMITTED' || this.excerpt) return;
    const query = new URLSearchParams({from: deployment.started, to: new Date(Date.parse(deployment.ended ?? deployment.started) + 1000).toISOString(), level: 'WARN', limit: String(EXCERPT)});
    const logs = await maybe(get(`logs?${query}`)).catch(() => null);
    this.excerpt = logs?.items.reverse() ?? [];
  }

  view(deployment) {
    const running = deployment.status === 'RUNNING';
    return html`${head(what(deployment), {
      back: {href: href('deployments'), text: t('page.deployments')},
      badges: badge(deployment.status),
      lead: html`${author(deployment.author)} · ${time(deployment.started)}${running ? nothing : html` · ${duration(deployment.durationMillis)}`}${deployment.reason ? html` · ${deployment.reason}` : nothing}`,
      actions: html`${linkButton({label: t('page.logs'), symbol: 'logs', to: logsOf(deployment)})}${this.#actions(deployment)}`,
    })}
    ${this.#outcome(deployment)}
    ${this.#phases(deployment)}
    <div class="columns wide-left">
      ${card(t('deployment.steps'), html`<ol class="log-steps" aria-live="polite">${deployment.steps.map(step => html`<li><time datetime=${step.at} title=${exactTime(step.at)}>${clockTime(step.at)}</time>
        <span class="phase">${tOr(`phase.${step.phase}`, step.phase)}</span><span>${step.text}</span></li>`)}
        ${running ? html`<li class="busy"><span class="spinner" aria-hidden="true"></span><span>${t('deployment.running')}</span></li>` : nothing}</ol>`, {flush: true})}
      ${card(t('deployment.bundles'), html`<ul class="plan-bundles">${deployment.bundles.map(each => html`<li>${tag(tOr(`plan.${each.action}`, each.action))}
        <a href=${href('bundles', each.bundle)}>${each.bundle}</a> ${versions(each.from, each.to)} ${each.why ? html`<span class="muted">${each.why}</span>` : nothing}</li>`)}</ul>
        ${facts([[t('deployment.base'), html`<a href=${href('deployments', 'compare', `${deployment.baseSet}..${deployment.newSet ?? deployment.baseSet}`)}>${deployment.baseSet}</a>`], [t('deployment.new'), deployment.newSet],
          [t('column.when'), exactTime(deployment.started)], [t('column.who'), deployment.author], [t('fact.id'), html`<code class="hash">${deployment.id}</code>`]])}`)}
    </div>
    ${this.excerpt?.length > 0 ? card(t('deployment.excerpt'), html`<sr-log .lines=${this.excerpt}></sr-log>`, {flush: true}) : nothing}`;
  }

  #actions(deployment) {
    if (deployment.status === 'UNDONE' || deployment.status === 'INTERRUPTED') return this.#again(deployment);
    if (deployment.status !== 'COMMITTED') return nothing;
    const live = deployment.newSet === this.current;
    return html`${linkButton({label: t('deployments.compare.base'), symbol: 'compare', to: href('deployments', 'compare', `${deployment.baseSet}..${deployment.newSet}`)})}
      ${live
        ? button({label: t('undo'), symbol: 'undo', scope: 'platform.deploy', run: () => undo(deployment)})
        : button({label: t('rollback.to', deployment.newSet), symbol: 'undo', scope: 'platform.deploy', run: () => rollBack(deployment.newSet)})}`;
  }

  /** The same once more, when what it lacked is there. */
  #again(deployment) {
    const changes = deploysOf(deployment);
    if (changes.length === 0) return nothing;
    return button({label: t('deployment.again'), symbol: 'play', scope: 'platform.deploy', run: () => change({title: t('deployment.again.title', what(deployment)), confirm: t('install.apply'), changes})});
  }

  #outcome(deployment) {
    if (deployment.status === 'COMMITTED') {
      return html`<p class="notice good">${icon('check')}<span>${t('deployment.committed', deployment.newSet)}</span></p>
        ${deployment.warnings.length > 0 ? html`<div class="notice warn"><ul>${deployment.warnings.map(each => html`<li>${each}</li>`)}</ul></div>` : nothing}`;
    }
    if (deployment.status === 'RUNNING') return nothing;
    const fixes = deployment.why?.fixes ?? [];
    return html`<section class="notice bad why" role="alert">${icon('alert')}<div><p><strong>${t(deployment.status === 'UNDONE' ? 'deployment.undone' : 'deployment.interrupted', deployment.baseSet)}</strong></p>
      <p>${deployment.failure?.detail}</p>
      ${fixes.length > 0 ? html`<p class="row">${fixes.map((fix, index) => button({label: fix.label, tone: index === 0 ? 'main' : '', scope: 'platform.deploy', run: () => fixDeployment(deployment, fix)}))}</p>` : nothing}</div></section>`;
  }

  #phases(deployment) {
    if (deployment.status !== 'RUNNING') return nothing;
    const at = PHASES.indexOf(deployment.steps.at(-1)?.phase ?? deployment.phase);
    return html`<ol class="steps" aria-label=${t('deployment.phases')}>${PHASES.map((phase, index) => html`<li class=${index < at ? 'done' : ''} aria-current=${index === at ? 'step' : nothing}>
      <i aria-hidden="true">${index < at ? icon('check') : index + 1}</i><span>${t(`phase.${phase}`)}</span></li>`)}</ol>`;
  }
}
customElements.define('sr-deployment', DeploymentDetail);
