/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {href} from '../core/router.js';
import {t, tOr} from '../core/texts.js';

const TONES = {
  SERVING: 'good', COMMITTED: 'good', SUCCEEDED: 'good', OK: 'good', ACTIVE: 'good', LIVE: 'good', success: 'good', READY: 'good', UP: 'good', signed: 'good',
  SATISFIED: 'good',
  FAILED: 'bad', UNDONE: 'bad', CRITICAL: 'bad', DOWN: 'bad', UNSATISFIED: 'bad', failure: 'bad', invalid: 'bad', ERROR: 'bad',
  STARTING: 'busy', RUNNING: 'busy', QUEUED: 'busy', HELD: 'warn', WARN: 'warn', INTERRUPTED: 'warn', TEMPORARILY_UNAVAILABLE: 'warn',
  unsigned: 'plain', stranger: 'warn', denied: 'warn', STOPPED: 'plain', CANCELLED: 'plain', DISABLED: 'plain',
};

/** A state in one word, told apart by its shape too, not by colour alone. */
export function badge(state, text) {
  return html`<span class="badge ${TONES[state] ?? 'plain'}"><i aria-hidden="true"></i>${text ?? tOr(`state.${state}`, state)}</span>`;
}

export function tag(text, tone = 'plain') {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** What a bundle's version or kind is beside its name. */
export function versions(before, to) {
  const from = before === to ? undefined : before;
  return html`<span class="versions">${from ? html`<span class=${to ? 'muted' : ''}>${from}</span>` : ''}${from && to ? html`<span class="muted" aria-hidden="true">→</span><span class="sr-unseen">${t('to')}</span>` : ''}${to ?? ''}</span>`;
}

/** The name of a bundle, which leads to it. Where it is too long, its end stays: that is what tells bundles apart. */
export function bundleLink(name, to = href('bundles', name)) {
  return html`<a class="name-end" href=${to} title=${name}><bdi>${name}</bdi></a>`;
}
