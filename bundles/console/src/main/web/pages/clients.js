/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import './clients/accounts.js';
import './clients/detail.js';
import './clients/list.js';
import './clients/tokens.js';

/** What signs in without being a person: applications, own API tokens, accounts of bundles. */
class ClientsPage extends Light {
  static properties = {route: {attribute: false}};

  render() {
    const {route} = this;
    if (route.id) return html`<sr-client class="page" .route=${route}></sr-client>`;
    switch (route.query.view) {
      case 'tokens': return html`<sr-tokens class="page" .route=${route}></sr-tokens>`;
      case 'accounts': return html`<sr-accounts class="page" .route=${route}></sr-accounts>`;
      default: return html`<sr-client-list class="page" .route=${route}></sr-client-list>`;
    }
  }
}
customElements.define('sr-page-clients', ClientsPage);
