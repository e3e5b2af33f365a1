/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import './users/detail.js';
import './users/groups.js';
import './users/list.js';
import './users/roles.js';
import './users/sessions.js';

/** People and what they may do: all users, one of them, groups, roles, sessions. */
class UsersPage extends Light {
  static properties = {route: {attribute: false}};

  render() {
    const {route} = this;
    if (route.id) return html`<sr-user class="page" .route=${route}></sr-user>`;
    switch (route.query.view) {
      case 'groups': return html`<sr-groups class="page" .route=${route}></sr-groups>`;
      case 'roles': return html`<sr-roles class="page" .route=${route}></sr-roles>`;
      case 'sessions': return html`<sr-sessions class="page" .route=${route}></sr-sessions>`;
      default: return html`<sr-user-list class="page" .route=${route}></sr-user-list>`;
    }
  }
}
customElements.define('sr-page-users', UsersPage);
