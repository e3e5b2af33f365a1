/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {get} from '../../core/api.js';
import {change} from '../../core/changes.js';
import {Light} from '../../core/element.js';
import {installing} from '../../core/installing.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {card} from '../../kit/tree.js';
import {toastFailure} from '../../kit/toast.js';

const MOST_SETS = 30;

/** The versions of a bundle that are stored: any of them can be made live again. */
class BundleVersions extends Light {
  static properties = {bundle: {attribute: false}, versions: {state: true}};

  willUpdate(changed) {
    if (changed.has('bundle')) this.#load();
  }

  async #load() {
    if (this.bundle.versions) {
      this.versions = this.bundle.versions;
      return;
    }
    try {
      this.versions = await this.#fromSets();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #fromSets() {
    const summaries = (await get(`sets?limit=${MOST_SETS}`)).items;
    const sets = await Promise.all(summaries.map(each => get(`sets/${each.number}`)));
    const found = new Map();
    for (const set of sets) {
      const entry = set.bundles.find(each => each.symbolicName === this.bundle.symbolicName);
      if (entry && !found.has(entry.artifact)) found.set(entry.artifact, {version: entry.version, artifact: entry.artifact, lastSet: set.number, live: entry.artifact === this.bundle.artifact});
    }
    return [...found.values()];
  }

  render() {
    if (!this.versions) return html`<p class="muted">${t('loading')}</p>`;
    const name = this.bundle.symbolicName;
    return html`${card(t('versions.stored'), html`<table class="plain"><thead><tr><th>${t('column.version')}</th><th>${t('versions.set')}</th><th>SHA-256</th><th></th></tr></thead>
      <tbody>${this.versions.map(each => html`<tr><td><strong>${each.version}</strong> ${each.live ? tag(t('versions.live'), 'good') : ''}</td>
        <td>${each.lastSet === undefined || each.lastSet === null ? '–' : html`<a href=${href('deployments', '', '', {set: each.lastSet})}>${each.lastSet}</a>`}</td>
        <td><code class="hash">${each.artifact?.slice(0, 16)}</code></td>
        <td class="end">${each.live ? '' : button({label: t('versions.make'), symbol: 'undo', small: true, scope: 'platform.deploy', run: () => change({
          title: t('versions.title', name, each.version), confirm: t('versions.make'), changes: [{action: 'deploy', artifact: each.artifact}], impactOf: {bundle: name, action: 'update'}})})}</td></tr>`)}</tbody></table>`, {flush: true})}
      <sr-upload .label=${t('versions.upload')} .hint=${t('upload.hint')} @files=${event => installing.add(event.detail)}></sr-upload>`;
  }
}
customElements.define('sr-bundle-versions', BundleVersions);
