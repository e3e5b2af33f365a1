/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import './deployments/compare.js';
import './deployments/detail.js';
import './deployments/list.js';

/** The history, one deployment of it, or two sets side by side (/compare/{a}..{b}). */
class DeploymentsPage extends Light {
  static properties = {route: {attribute: false}};

  render() {
    if (this.route.id === 'compare') return html`<sr-compare .route=${this.route}></sr-compare>`;
    return this.route.id ? html`<sr-deployment .route=${this.route}></sr-deployment>` : html`<sr-deployment-list .route=${this.route}></sr-deployment-list>`;
  }
}
customElements.define('sr-page-deployments', DeploymentsPage);
