/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, where} from '../../core/api.js';
import {deployStored, obtain, requestOf} from '../../core/changes.js';
import {Light} from '../../core/element.js';
import {bytes} from '../../core/format.js';
import {installing} from '../../core/installing.js';
import {compareValues} from '../../core/pure.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {card} from '../../kit/tree.js';
import {toastFailure} from '../../kit/toast.js';

const DEPLOY = 'platform.deploy';

/** All versions of a bundle that can be had, stored here or in a repository: any of them can be made live. */
class BundleVersions extends Light {
  static properties = {bundle: {attribute: false}, entry: {state: true}};

  #asked = '';

  willUpdate(changed) {
    const asked = `${this.bundle.symbolicName} ${this.bundle.version}`;
    if (!changed.has('bundle') || asked === this.#asked) return;
    this.#asked = asked;
    this.#look(this.bundle.symbolicName);
  }

  async #look(name) {
    const path = `catalogue/${encodeURIComponent(name)}`;
    try {
      this.entry = await where('catalogue', () => get(path).catch(e => {
        if (e.status === 404) return {versions: []};
        throw e;
      }), null);
    } catch (e) {
      this.entry = {versions: []};
      toastFailure(e);
    }
  }

  render() {
    return html`<div class="stack">${this.#stored()}${this.#offered()}
      <sr-upload .label=${t('versions.upload')} .hint=${t('upload.hint')} @files=${event => installing.add(event.detail)}></sr-upload></div>`;
  }

  #stored() {
    const {symbolicName: name, versions = []} = this.bundle;
    const current = Math.max(0, ...versions.filter(each => each.live).map(each => each.lastSet ?? 0));
    return card(t('versions.stored'), html`<table class="plain"><thead><tr><th>${t('column.version')}</th><th>${t('versions.set')}</th><th>SHA-256</th><th></th></tr></thead>
      <tbody>${versions.map(each => html`<tr><td><strong>${each.version}</strong> ${each.live ? tag(t('versions.live'), 'good') : nothing}</td>
        <td>${each.lastSet === undefined || each.lastSet === null ? '–' : html`<a href=${href('deployments', 'compare', `${each.lastSet}..${current}`)}>${each.lastSet}</a>`}</td>
        <td><code class="hash">${each.artifact?.slice(0, 16)}</code></td>
        <td class="end">${button({label: t('versions.make'), symbol: 'undo', small: true, scope: DEPLOY, why: each.live ? t('why.live') : each.stored === false ? t('why.notstored') : '',
          run: () => deployStored(t('versions.title', name, each.version), [each.artifact], {bundle: name, action: 'update'})})}</td></tr>`)}</tbody></table>`, {flush: true});
  }

  /** What repositories have, the newest first. */
  #offered() {
    if (this.entry === null) return nothing;
    if (!this.entry) return card(t('versions.offered'), html`<p class="muted">${t('loading')}</p>`);
    const {symbolicName: name, version: live} = this.bundle;
    const all = this.entry.versions ?? [];
    return card(t('versions.offered'), all.length === 0 ? html`<p class="muted pad">${t('versions.offered.none')}</p>` : html`<table class="plain"><thead><tr><th>${t('column.version')}</th><th>${t('repositories.repository')}</th><th>${t('fact.size')}</th><th></th></tr></thead>
      <tbody>${all.map(each => html`<tr><td><strong>${each.version}</strong> ${each.version === live ? tag(t('versions.live'), 'good') : this.bundle.update?.version === each.version ? tag(t('bundles.updatable'), 'info') : nothing}</td>
        <td>${each.repository}</td><td>${each.size ? bytes(each.size) : '–'}</td>
        <td class="end">${button({label: compareValues(each.version, live) < 0 ? t('versions.downgrade') : t('action.update'), symbol: 'download', small: true, scope: DEPLOY, why: each.version === live ? t('why.live') : '',
          run: () => obtain(t('versions.title', name, each.version), [requestOf({...each, symbolicName: name})], {bundle: name, action: 'update'})})}</td></tr>`)}</tbody></table>`, {flush: true});
  }
}
customElements.define('sr-bundle-versions', BundleVersions);
