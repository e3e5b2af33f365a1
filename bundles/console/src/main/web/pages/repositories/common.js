/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {post} from '../../core/api.js';
import {head} from '../../core/element.js';
import {go, href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tabs} from '../../kit/tabs.js';
import {toast, toastFailure} from '../../kit/toast.js';

export const WRITE = 'platform.config';
export const DEPLOY = 'platform.deploy';

export function repositoriesHead(view, actions) {
  return html`${head(t('page.repositories'), {lead: t('repositories.lead'), actions})}
    ${tabs(['', 'updates', 'list'].map(id => ({id, label: t(`repositories.view.${id || 'catalogue'}`), href: href('repositories', '', '', {view: id})})), view, t('page.repositories'))}`;
}

/** Downloads bundles with what they need, and leads to the plan. */
export async function toPlan(requests) {
  try {
    const {body} = await post('catalogue/resolutions', {requests});
    go('install', body.plan.id);
  } catch (e) {
    toastFailure(e);
  }
}

/** Says that a job has begun, and leads to it. */
export function begun(answer, text) {
  const id = answer.body?.id ?? answer.location?.split('/').pop();
  toast(text, 'plain', id ? {label: t('change.look'), run: () => go('jobs', id)} : null);
}
