/* SPDX-License-Identifier: Apache-2.0 */
import {parseAddress, writeAddress} from './pure.js';

/** Where the console is: the address says it all. Sends `change` with the way that led there. */
class Router extends EventTarget {
  route = parseAddress(location.pathname, location.search);

  start() {
    addEventListener('popstate', () => this.#read('history'));
    document.addEventListener('click', event => this.#followed(event));
  }

  #read(by) {
    this.route = parseAddress(location.pathname, location.search);
    this.dispatchEvent(new CustomEvent('change', {detail: by}));
  }

  /** Links within the console need no new page; all others, and those to a new window, are the browser's. */
  #followed(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find(each => each instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname !== '/console' && !link.pathname.startsWith('/console/')) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  go(address, {replace = false} = {}) {
    if (replace) history.replaceState(null, '', address);
    else if (address !== location.pathname + location.search) history.pushState(null, '', address);
    this.#read(replace ? 'replace' : 'link');
  }

  /** Changes the query of this page without a step in the history: filters are refined, not travelled. */
  query(changes) {
    const {page, id, tab, query} = this.route;
    this.go(writeAddress(page, id, tab, {...query, ...changes}), {replace: true});
  }
}

export const router = new Router();

export function go(page, id, tab, query) {
  router.go(writeAddress(page, id, tab, query));
}

export const href = writeAddress;
