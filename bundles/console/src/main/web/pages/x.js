/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {contributions} from '../core/contributions.js';
import {Light, head} from '../core/element.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';
import {linkButton} from '../kit/button.js';
import {nothingYet} from '../kit/empty.js';
import {contributed} from '../kit/slot.js';

/** The place of a page that a bundle contributes: /console/x/<bundle>/<page>/… */
class ContributedPage extends Light {
  static properties = {route: {attribute: false}, waiting: {state: true}};

  #name = '';

  connectedCallback() {
    super.connectedCallback();
    this.waiting = true;
    this.listen(contributions, 'change', () => this.requestUpdate());
    contributions.loaded.then(() => {
      this.waiting = false;
    });
  }

  get #item() {
    return contributions.page(this.route.id, this.route.tab);
  }

  updated() {
    this.dispatchEvent(new CustomEvent('heading', {bubbles: true, detail: this.#name || t('page.x')}));
  }

  render() {
    const item = this.#item;
    if (item) {
      this.#name = item.title;
      const route = {page: item.id, path: below(location.pathname), query: this.route.query};
      return html`${head(item.title, {lead: item.description ?? ''})}${keyed(`${item.bundle}/${item.id}`, contributed(item, {route}))}`;
    }
    if (this.waiting) return html`<p class="muted">${t('loading')}</p>`;
    const gone = this.#name !== '';
    return html`${head(gone ? this.#name : t('page.unknown'))}${nothingYet({symbol: 'overview', title: t(gone ? 'contributed.gone' : 'contributed.unknown'), text: t('contributed.unknown.text', this.route.id),
      action: linkButton({label: t('page.bundles'), to: href('bundles')})})}`;
  }
}
/** What stands in the address behind /console/x/<bundle>/<page>/. */
function below(path) {
  return path.split('/').filter(part => part).slice(4).map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }).join('/');
}
customElements.define('sr-page-x', ContributedPage);
