/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {t} from '../../core/texts.js';

/** A value in one line; of a secret, only that there is one. */
export function shown(value) {
  if (value === undefined || value === null) return '–';
  if (Array.isArray(value)) return value.map(shown).join(', ') || t('configuration.empty');
  if (typeof value === 'object') return value.reference ?? (value.set === false ? '–' : '••••••');
  return value === '' ? t('configuration.empty') : String(value);
}

/** What changes, from and to. */
export function diffView(diff) {
  if (diff.length === 0) return html`<p class="muted">${t('configuration.no-difference')}</p>`;
  return html`<table class="plain diff"><thead><tr><th>${t('configuration.key')}</th><th>${t('compare.from')}</th><th>${t('compare.to')}</th></tr></thead>
    <tbody>${diff.map(each => html`<tr><td><code>${each.key}</code></td><td class="from"><code>${shown(each.from)}</code></td><td class="to"><code>${shown(each.to)}</code></td></tr>`)}</tbody></table>`;
}

/** What a change does beside changing values. */
export function effectsView({warnings = [], restarts = []}) {
  const lines = [...warnings, ...(restarts.length > 0 ? [t('configuration.restarts', restarts.join(', '))] : [])];
  return lines.length === 0 ? nothing : html`<div class="notice warn"><ul>${lines.map(each => html`<li>${each}</li>`)}</ul></div>`;
}
