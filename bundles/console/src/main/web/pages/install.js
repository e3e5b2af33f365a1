/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {apply, completes, follow, runFix, withFix} from '../core/changes.js';
import {Page, head} from '../core/element.js';
import {bytes, time} from '../core/format.js';
import {icon} from '../core/icons.js';
import {installing} from '../core/installing.js';
import {whyNot} from '../core/me.js';
import {go, href} from '../core/router.js';
import {t, tn} from '../core/texts.js';
import {button, linkButton} from '../kit/button.js';
import {planView} from '../kit/plan.js';
import {toastFailure} from '../kit/toast.js';
import {card, facts} from '../kit/tree.js';
import {progress} from '../kit/upload.js';

const STEPS = ['upload', 'check', 'plan', 'apply'];

/** From a file to a change that is live: upload, checks, plan, apply. The plan has an address of its own. */
class InstallPage extends Page {
  static properties = {applying: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.listen(installing, 'change', () => this.requestUpdate());
  }

  heading() {
    return t('install.title');
  }

  async load(signal) {
    if (!this.route.id) return {plan: null};
    const plan = await get(`plans/${this.route.id}`, {signal});
    const artifacts = await Promise.all(plan.changes.filter(each => each.artifact).map(each => get(`artifacts/${each.artifact}`, {signal}).catch(() => null)));
    return {plan, artifacts: artifacts.filter(each => each)};
  }

  failed(failure) {
    if (failure.status !== 404) return super.failed(failure);
    return html`${this.#head('plan')}<div class="empty">${icon('jobs')}<h2>${t('install.gone')}</h2><p>${t('install.gone.text')}</p>${linkButton({label: t('install.again'), to: href('install'), tone: 'main'})}</div>`;
  }

  view({plan, artifacts}) {
    return plan ? this.#plan(plan, artifacts) : this.#uploads();
  }

  #head(step) {
    const at = STEPS.indexOf(step);
    return html`${head(t('install.title'), {back: {href: href('bundles'), text: t('page.bundles')}})}
      <ol class="steps" aria-label=${t('install.steps')}>${STEPS.map((id, index) => html`<li class=${index < at ? 'done' : ''} aria-current=${index === at ? 'step' : nothing}>
        <i aria-hidden="true">${index < at ? icon('check') : index + 1}</i><span>${t(`install.step.${id}`)}</span></li>`)}</ol>`;
  }

  #uploads() {
    const {uploads} = installing;
    const why = whyNot('platform.deploy');
    return html`${this.#head(installing.planning ? 'check' : 'upload')}
      ${why ? html`<p class="notice warn">${why}</p>` : html`<sr-upload .label=${t('upload.label')} .hint=${t('upload.hint')} @files=${event => installing.add(event.detail)}></sr-upload>`}
      ${uploads.length > 0 ? card(t('install.files'), html`<ul class="uploads">${uploads.map(each => this.#upload(each))}</ul>`, {flush: true}) : nothing}
      ${installing.failure ? html`<p class="notice bad" role="alert">${installing.failure.detail || installing.failure.message}</p>` : nothing}
      ${uploads.length > 0 ? html`<div class="row">
        ${button({label: tn('install.check', installing.done.length), tone: 'main', busy: installing.busy, why: installing.done.length === 0 ? t('install.nothing') : '', run: () => installing.plan()})}
        ${button({label: t('install.clear'), run: () => installing.clear()})}</div>` : nothing}`;
  }

  #upload(entry) {
    const {file} = entry;
    return html`<li class=${entry.state}>${icon(entry.state === 'stored' ? 'check' : entry.state === 'failed' ? 'alert' : 'package')}
      <div><strong>${file.name}</strong> <span class="muted">${bytes(file.size)}</span>
        ${entry.state === 'sending' ? progress(entry.loaded, file.size, t('upload.of', file.name)) : nothing}
        ${entry.state === 'waiting' ? html`<p class="muted">${t('upload.waiting')}</p>` : nothing}
        ${entry.artifact ? html`<p class="muted">${entry.artifact.symbolicName} ${entry.artifact.version}</p>` : nothing}
        ${entry.failure && entry.state === 'failed' ? html`<p class="bad" role="alert">${entry.failure.detail || t('failed.unreachable.text')}</p>` : nothing}
      </div>${button({label: t('upload.drop', file.name), symbol: 'cross', hidden: true, quiet: true, small: true, run: () => installing.drop(entry)})}</li>`;
  }

  #plan(plan, artifacts) {
    return html`${this.#head('plan')}
      <form class="plan-form" @submit=${event => this.#apply(event, plan)}>
        <div class="columns wide-left">
          ${card(plan.applicable ? t('install.plan') : t('install.refused'), planView(plan, {editable: true, fix: each => this.#fix(plan, each)}))}
          ${card(t('install.checks'), html`${artifacts.map(each => facts([
            [t('column.bundle'), html`<strong>${each.headers?.['Bundle-Name'] ?? each.symbolicName}</strong>`], [t('fact.symbolicName'), html`<code>${each.symbolicName}</code>`],
            [t('column.version'), each.version], [t('fact.vendor'), each.headers?.['Bundle-Vendor']], [t('fact.licence'), each.headers?.['Bundle-License']],
            [t('fact.size'), bytes(each.size)], [t('fact.sha256'), html`<code class="hash">${each.sha256}</code>`]]))}
            ${facts([[t('install.base'), t('deployments.set', plan.baseSet)], [t('install.made'), time(plan.created)]])}`)}
        </div>
        <div class="row apply">
          ${plan.needsYes ? html`<label class="check"><input type="checkbox" name="yes" required><span>${t('install.yes')}</span></label>` : nothing}
          <button type="submit" class="button main" aria-disabled=${plan.applicable && !whyNot('platform.deploy') ? nothing : 'true'} data-why=${whyNot('platform.deploy') || (plan.applicable ? nothing : t('plan.refused'))}
            aria-description=${whyNot('platform.deploy') || (plan.applicable ? nothing : t('plan.refused'))} aria-busy=${this.applying ? 'true' : nothing}>${t('install.apply')}</button>
          ${linkButton({label: t('cancel'), to: href('bundles')})}
        </div>
      </form>`;
  }

  /** What is missing comes into the plan; other ways out lead elsewhere. */
  async #fix(plan, fix) {
    if (!completes(plan, fix)) return runFix(fix);
    try {
      go('install', (await withFix(plan, fix)).id);
    } catch (e) {
      toastFailure(e);
    }
    return null;
  }

  async #apply(event, plan) {
    event.preventDefault();
    if (this.applying || !plan.applicable || whyNot('platform.deploy')) return;
    this.applying = true;
    try {
      const id = await apply(plan, event.target);
      go('deployments', id);
      follow(id, t('install.title'));
    } catch (e) {
      toastFailure(e);
    } finally {
      this.applying = false;
    }
  }
}
customElements.define('sr-page-install', InstallPage);
