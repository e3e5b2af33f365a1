/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import './bundles/list.js';
import './bundles/detail.js';

/** All bundles, or one of them. */
class BundlesPage extends Light {
  static properties = {route: {attribute: false}};

  updated() {
    if (this.route.tab === 'configuration') import('../lazy/configuration.js');
  }

  render() {
    return this.route.id ? html`<sr-bundle .route=${this.route}></sr-bundle>` : html`<sr-bundle-list .route=${this.route}></sr-bundle-list>`;
  }
}
customElements.define('sr-page-bundles', BundlesPage);
