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

const MOST_HIT = 8;

/**
 * Makes a change after asking.
 *
 * @param changes as POST /plans takes them
 * @param planned makes the plan in another way
 * @param impactOf {bundle, action}: whose impact to name
 * @param widen returns {label, run} of what would make a refused plan possible, or null
 */
export async function change({title, confirm, changes, planned, impactOf, widen, tone = '', lead = ''}) {
  try {
    const [plan, impact] = await Promise.all([
      planned ? planned() : post('plans', {changes}).then(answer => answer.body),
      impactOf ? maybe(get(`bundles/${encodeURIComponent(impactOf.bundle)}/impact?action=${impactOf.action}`)).catch(() => null) : null,
    ]);
    const applied = await ask({
      title,
      wide: true,
      confirm: plan.applicable ? confirm : undefined,
      tone,
      body: dialog => html`${lead ? html`<p>${lead}</p>` : nothing}${impactView(impact)}${planView(plan, {editable: true, warnings: !impact, also: closing(dialog, widen?.(plan, impact)), fix: each => {
        dialog.close(false);
        if (completes(plan, each)) change({title, confirm, planned: () => withFix(plan, each), tone, lead});
        else runFix(each);
      }})}`,
      run: dialog => apply(plan, dialog),
    });
    if (applied) follow(applied, title);
    return applied;
  } catch (e) {
    toastFailure(e);
    return null;
  }
}

function closing(dialog, also) {
  return also && {label: also.label, run: () => {
    dialog.close(false);
    also.run();
  }};
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
  const items = some => html`<ul>${some.map(each => html`<li>${each}</li>`)}</ul>`;
  const rest = parts.slice(MOST_HIT);
  return html`<div class="notice warn"><p>${impact.sentence}</p>${parts.length > 0 ? items(parts.slice(0, MOST_HIT)) : nothing}
    ${rest.length > 0 ? html`<details class="fold"><summary>${tn('impact.more', rest.length)}</summary>${items(rest)}</details>` : nothing}</div>`;
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
    widen: action === 'start' ? undefined : (plan, impact) => withDependents(plan, impact, action, names),
  });
}

/** Those that keep a bundle from going can go with it. */
function withDependents({faults}, impact, action, names) {
  if (faults.length === 0) return null;
  const more = [...new Set([...faults.map(each => each.bundle), ...impact?.dependents ?? []])].filter(each => each && !names.includes(each));
  return more.length === 0 ? null : {label: tn(`change.${action}.too`, more.length), run: () => changeBundles(action, [...names, ...more])};
}

/** Deploys artifacts that are stored already. */
export function deployStored(title, artifacts, impactOf) {
  return change({title, confirm: t('install.apply'), changes: artifacts.map(artifact => ({action: 'deploy', artifact})), impactOf});
}

/** Fetches bundles with what they need from repositories, then asks in the words of the plan. */
export function obtain(title, requests, impactOf) {
  return change({title, confirm: t('install.apply'), planned: () => post('catalogue/resolutions', {requests}).then(answer => answer.body.plan), impactOf});
}

/** Returns how a repository is asked for exactly this. @param offer {symbolicName, version, coordinates?} */
export function requestOf({symbolicName, version, coordinates}) {
  return coordinates ? {coordinates} : {symbolicName, versionRange: `[${version},${version}]`};
}

/** Says whether a fix is something that one deployment can bring along with what is planned. */
export function completes(plan, fix) {
  return fix.kind === 'install' && Boolean(fix.artifact || fix.repository || fix.coordinates) && !plan.changes.some(each => each.action === 'rollBack');
}

/** Plans the same once more, with what it lacks. */
export async function withFix(plan, fix) {
  const planned = plan.changes.map(({artifact}) => ({artifact}));
  if (!fix.artifact && planned.every(each => each.artifact)) {
    // Of a Maven repository the bundle is known, not which of its versions fits: that is looked for, with all else that lacks.
    const exact = fix.coordinates ? [] : [requestOf({symbolicName: fix.bundle, ...fix})];
    return (await post('catalogue/resolutions', {requests: [...planned, ...exact]})).body.plan;
  }
  const lacking = fix.artifact ? [fix.artifact]
    : (await post('catalogue/resolutions', {requests: [requestOf({symbolicName: fix.bundle, ...fix})]})).body.artifacts.map(each => each.sha256);
  const already = new Set(plan.changes.map(each => each.artifact));
  const more = lacking.filter(each => !already.has(each)).map(artifact => ({action: 'deploy', artifact}));
  return (await post('plans', {changes: [...plan.changes, ...more]})).body;
}

/** What a deployment brought, as changes that bring it again. */
export function deploysOf({bundles}) {
  return bundles.filter(each => each.action === 'ADD' || each.action === 'REPLACE').map(({artifact}) => ({action: 'deploy', artifact}));
}

/** What was missing comes along with the same once more. @param deployment {bundles} of one that was undone */
export function fixDeployment(deployment, fix) {
  const changes = deploysOf(deployment);
  if (changes.length === 0 || !completes({changes}, fix)) return runFix(fix);
  return change({title: t('deployment.again'), confirm: t('install.apply'), planned: () => withFix({changes}, fix)});
}

/** Does what helps against something that needs attention. */
export async function mend({deployment, fixes}, fix = fixes[0]) {
  if (!deployment) return runFix(fix);
  try {
    return await fixDeployment(await get(`deployments/${deployment}`), fix);
  } catch (e) {
    return toastFailure(e);
  }
}

/** Makes these scopes what a bundle is granted, no more and no less. */
export function grant(bundle, scopes, title) {
  return change({title, confirm: t('save'), changes: [{action: 'grant', bundle, scopes}]});
}

async function grantMore(bundle, scope) {
  try {
    const {grants} = await get(`bundles/${encodeURIComponent(bundle)}`);
    return await grant(bundle, [...new Set([...grants, scope])].sort(), t('grants.give', scope, bundle));
  } catch (e) {
    return toastFailure(e);
  }
}

/** Does what a fix of the API says, by the button that has its name. */
export function runFix(fix) {
  const by = {
    start: () => changeBundles('start', [fix.bundle]),
    uninstall: () => changeBundles('uninstall', [fix.bundle]),
    rollback: () => rollBack(fix.set),
    configure: () => go('configuration', fix.pid),
    grant: () => grantMore(fix.bundle, fix.key),
    install: () => installFix(fix),
    update: () => installFix(fix),
  }[fix.kind];
  return by?.();
}

function installFix({label, bundle, version, artifact, coordinates, repository}) {
  if (artifact) return deployStored(label, [artifact]);
  if (repository || coordinates) return obtain(label, [requestOf({symbolicName: bundle, version, coordinates})]);
  return go('install');
}

/** Goes back to the version before, which only the bundle itself knows. */
export async function rollBackBundle(name) {
  try {
    const bundle = await get(`bundles/${encodeURIComponent(name)}`);
    const before = earlier(bundle);
    if (before) await deployStored(t('rollback.bundle', name, before.version), [before.artifact], {bundle: name, action: 'update'});
    else toast(t('why.noearlier'));
  } catch (e) {
    toastFailure(e);
  }
}

/** Returns the version that was live before, if it is still stored. */
export function earlier(bundle) {
  return (bundle.versions ?? []).find(each => !each.live && each.stored !== false);
}
