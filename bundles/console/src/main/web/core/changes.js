/* SPDX-License-Identifier: Apache-2.0 */
// Changes to what is live: plan, ask in the words of the plan, apply, follow, offer to undo.
import {html, nothing} from 'lit';
import {get, maybe, post, postOnce} from './api.js';
import {ended, jobs} from './jobs.js';
import {go, router} from './router.js';
import {t, tn} from './texts.js';
import {ask} from '../kit/dialog.js';
import {toast, toastFailure} from '../kit/toast.js';
import {planView, givenGrants} from '../kit/plan.js';

/**
 * Makes a change after asking.
 *
 * @param changes as POST /plans takes them
 * @param impactOf {bundle, action}: whose impact to name
 */
export async function change({title, confirm, changes, impactOf, tone = '', lead = ''}) {
  try {
    const [plan, impact] = await Promise.all([
      post('plans', {changes}).then(answer => answer.body),
      impactOf ? maybe(get(`bundles/${encodeURIComponent(impactOf.bundle)}/impact?action=${impactOf.action}`)).catch(() => null) : null,
    ]);
    const applied = await ask({
      title,
      wide: true,
      confirm: plan.applicable ? confirm : undefined,
      tone,
      body: html`${lead ? html`<p>${lead}</p>` : nothing}${impactView(impact)}${planView(plan, {editable: true, warnings: !impact})}`,
      run: dialog => apply(plan, dialog),
    });
    if (applied) follow(applied, title);
    return applied;
  } catch (e) {
    toastFailure(e);
    return null;
  }
}

/** Applies a plan with what was ticked beside it. Returns the id of the deployment. */
export async function apply(plan, form) {
  const body = {plan: plan.id};
  if (plan.needsYes) body.yes = true;
  const grants = givenGrants(form);
  if (Object.keys(grants).length > 0) body.grants = grants;
  const answer = await postOnce('deployments', body);
  const id = answer.body?.id ?? answer.location?.split('/').pop();
  jobs.begun(id);
  return id;
}

/** Says how a deployment ended, wherever the person is by then. */
export async function follow(id, title) {
  try {
    const deployment = await ended(id);
    // Who looks at it sees how it ended.
    if (router.route.page === 'deployments' && router.route.id === id) return;
    if (deployment.status === 'COMMITTED') {
      toast(t('change.done', title), 'good', {label: t('undo'), run: () => undo(deployment)});
    } else {
      toast(t('change.undone', title, deployment.failure?.detail ?? ''), 'bad', {label: t('change.look'), run: () => go('deployments', id)});
    }
  } catch (e) {
    toastFailure(e);
  }
}

export function undo(deployment) {
  return rollBack(deployment.baseSet, t('undo.title'));
}

export function rollBack(set, title = t('rollback.title', set)) {
  return change({title, confirm: t('rollback.confirm'), changes: [{action: 'rollBack', set}], lead: t('rollback.lead', set)});
}

export function impactView(impact) {
  if (!impact) return nothing;
  // The sentence is made for everybody; what it leaves out is listed.
  const parts = (impact.dependents ?? []).filter(each => !impact.sentence.includes(each));
  for (const service of impact.services ?? []) {
    if (service.consumers?.length > 0 && !impact.sentence.includes(service.interface)) parts.push(`${service.interface}: ${t('impact.consumers', service.consumers.join(', '))}`);
  }
  for (const endpoint of impact.endpoints ?? []) {
    if (!impact.sentence.includes(endpoint.prefix)) parts.push(endpoint.prefix);
  }
  return html`<div class="notice warn"><p>${impact.sentence}</p>${parts.length > 0 ? html`<ul>${parts.map(each => html`<li>${each}</li>`)}</ul>` : nothing}</div>`;
}

/** Starts, stops or uninstalls bundles. */
export function changeBundles(action, names) {
  const one = names.length === 1;
  return change({
    title: one ? t(`change.${action}`, names[0]) : tn(`change.${action}.many`, names.length),
    confirm: t(`action.${action}`),
    changes: names.map(bundle => ({action, bundle})),
    impactOf: one && action !== 'start' ? {bundle: names[0], action} : null,
    tone: action === 'start' ? '' : 'danger',
  });
}

/** Turns a fix of the API into what its button does. */
export function runFix(fix) {
  const by = {
    start: () => changeBundles('start', [fix.bundle]),
    uninstall: () => changeBundles('uninstall', [fix.bundle]),
    rollback: () => rollBack(fix.set),
    configure: () => go('configuration', fix.pid),
    grant: () => go('bundles', fix.bundle, 'grants'),
    install: () => fix.coordinates || fix.repository ? go('repositories', '', '', {q: fix.bundle ?? fix.coordinates}) : go('install'),
    update: () => go('install', '', '', {bundle: fix.bundle}),
  }[fix.kind];
  by?.();
}
