/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import './repositories/catalogue.js';
import './repositories/list.js';
import './repositories/updates.js';

/** Where bundles come from: what can be had, what is newer, which repositories there are. */
class RepositoriesPage extends Light {
  static properties = {route: {attribute: false}};

  render() {
    const {route} = this;
    switch (route.query.view) {
      case 'list': return html`<sr-repositories class="page" .route=${route}></sr-repositories>`;
      case 'updates': return html`<sr-updates class="page" .route=${route}></sr-updates>`;
      default: return html`<sr-catalogue class="page" .route=${route}></sr-catalogue>`;
    }
  }
}
customElements.define('sr-page-repositories', RepositoriesPage);
