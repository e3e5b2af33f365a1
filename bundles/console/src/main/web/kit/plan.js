/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {href} from '../core/router.js';
import {icon} from '../core/icons.js';
import {t, tn, tOr} from '../core/texts.js';
import {tag, versions} from './badge.js';
import {button} from './button.js';

const ACTION_TONES = {ADD: 'good', REPLACE: 'info', REMOVE: 'bad', START: 'good', STOP: 'warn', REWIRE: 'plain', GRANT: 'plain'};
const SCRIPTS = ['page', 'slot', 'command'];
const MOST_FAULTS = 3;
const EFFECTS = ['APPEARS', 'DISAPPEARS'];

/**
 * Says what a plan will do: whether it can, what happens to which bundle, what callers notice, which rights are asked.
 *
 * @param warnings whether to repeat what was said already
 * @param editable whether rights can be given here, by boxes that {@link givenGrants} reads
 * @param fix does what would help, if it can be done here
 * @param also {label, run} of another way out
 */
export function planView(plan, {editable = false, warnings = true, fix, also} = {}) {
  return html`<div class="plan">
    ${faults(plan, fix, also)}
    <ul class="plan-bundles">${plan.bundles.map(each => html`<li>
      ${tag(tOr(`plan.${each.action}`, each.action), ACTION_TONES[each.action])}
      <strong>${each.bundle}</strong> ${versions(each.from, each.to)}
      ${each.why ? html`<span class="muted">${each.why}</span>` : nothing}</li>`)}
      ${plan.bundles.length === 0 ? html`<li class="muted">${t('plan.nothing')}</li>` : nothing}</ul>
    <p class="interruption ${plan.interruption === 'NONE' ? 'good' : 'warn'}">${icon(plan.interruption === 'NONE' ? 'check' : 'alert')}<span>${t(`plan.interruption.${plan.interruption}`)}</span></p>
    ${offers(plan)}
    ${grants(plan, editable)}
    ${!warnings && plan.contributions.some(each => SCRIPTS.includes(each.kind) && each.effect !== 'DISAPPEARS') ? html`<p class="notice warn">${t('plan.scripts')}</p>` : nothing}
    ${warnings && plan.warnings.length > 0 ? html`<div class="notice warn"><ul>${plan.warnings.map(each => html`<li>${each}</li>`)}</ul></div>` : nothing}
    ${plan.needsYes ? html`<p class="notice warn">${t('plan.leaves')}</p>` : nothing}
    ${plan.wiring?.length > 0 ? html`<details class="fold"><summary>${tn('plan.wiring', plan.wiring.length)}</summary>
      <ul class="lines">${plan.wiring.map(wire => html`<li><code>${wire.requirement}</code> <span class="muted">${t('plan.from', wire.provider)}</span></li>`)}</ul></details>` : nothing}
  </div>`;
}

function faults(plan, fix, also) {
  if (plan.faults.length === 0) return nothing;
  const fixes = fix ? plan.why?.fixes ?? [] : [];
  const items = some => html`<ul>${some.map(fault => html`<li><a href=${href('bundles', fault.bundle)}>${fault.bundle}</a>: ${fault.sentence}</li>`)}</ul>`;
  const rest = plan.faults.slice(MOST_FAULTS);
  return html`<div class="notice bad" role="alert"><p><strong>${t('plan.refused')}</strong></p>
    ${items(plan.faults.slice(0, MOST_FAULTS))}${rest.length > 0 ? html`<details class="fold"><summary>${tn('impact.more', rest.length)}</summary>${items(rest)}</details>` : nothing}
    ${fixes.length > 0 || also ? html`<p class="row">${fixes.map((each, index) => button({label: each.label, tone: index === 0 ? 'main' : '', scope: 'platform.deploy', run: () => fix(each)}))}
      ${also ? button({label: also.label, tone: 'danger', scope: 'platform.deploy', run: also.run}) : nothing}</p>` : nothing}</div>`;
}

function offers(plan) {
  return EFFECTS.map(effect => {
    const changed = plan.contributions.filter(each => each.effect === effect);
    if (changed.length === 0) return nothing;
    return html`<details class="fold" ?open=${changed.length < 7}><summary>${tn(`plan.${effect}`, changed.length)}</summary>
      <ul class="lines">${changed.map(each => html`<li>${tag(tOr(`kind.${each.kind}`, each.kind), effect === 'APPEARS' ? 'good' : 'bad')} <code>${each.id}</code>
        ${each.consumers.length > 0 ? html`<span class="muted">${t('plan.used', each.consumers.join(', '))}</span>` : nothing}</li>`)}</ul></details>`;
  });
}

function grants(plan, editable) {
  if (plan.grants.length === 0) return nothing;
  return html`<fieldset class="grants"><legend>${t('plan.grants')}</legend>
    ${plan.grants.map(grant => grant.effect === 'ASKED_NEW' && editable
      ? html`<label class="check"><input type="checkbox" data-grant-bundle=${grant.bundle} value=${grant.scope} checked><span><code>${grant.scope}</code> ${t('plan.grant.for', grant.bundle)}</span></label>`
      : html`<p>${tag(tOr(`grant.${grant.effect}`, grant.effect), grant.effect === 'DROPPED' ? 'bad' : 'plain')} <code>${grant.scope}</code> ${t('plan.grant.for', grant.bundle)}</p>`)}
  </fieldset>`;
}

/** Reads the rights that were ticked: {bundle: [scope…]}. */
export function givenGrants(form) {
  const given = {};
  for (const box of form?.querySelectorAll('input[data-grant-bundle]:checked') ?? []) {
    (given[box.dataset.grantBundle] ??= []).push(box.value);
  }
  return given;
}
