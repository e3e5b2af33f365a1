/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {session} from './api.js';
import {contributions} from './contributions.js';
import {Light, failureView} from './element.js';
import {icon} from './icons.js';
import {installing} from './installing.js';
import {live} from './live.js';
import {can, me, whyNot} from './me.js';
import {menu, page} from './pages.js';
import {href, router} from './router.js';
import {t} from './texts.js';
import {THEMES, currentTheme, setTheme} from './theme.js';
import {openMenu} from '../kit/menu.js';
import {toast} from '../kit/toast.js';


/** What stays while pages come and go: header, menu, the place for the page. */
class Console extends Light {
  static properties = {route: {state: true}, tag: {state: true}, failure: {state: true}, over: {state: true}, menuOpen: {state: true}};

  #entered = false;

  connectedCallback() {
    super.connectedCallback();
    this.route = router.route;
    this.listen(router, 'change', event => this.#moved(event.detail));
    this.listen(live, 'state', () => this.requestUpdate());
    this.listen(contributions, 'change', () => this.requestUpdate());
    this.listen(session, 'over', () => this.#sessionOver());
    this.listen(this, 'heading', event => {
      document.title = `${event.detail} · Subrack`;
      this.#focusHeading();
    });
    this.#dropTarget();
    router.start();
    live.start();
    this.#open();
  }

  #moved(by) {
    const before = this.route;
    this.route = router.route;
    this.menuOpen = false;
    if (before.page !== this.route.page) this.#open();
    if (by !== 'replace' && ['page', 'id', ...this.route.page === 'x' ? ['tab'] : []].some(each => before[each] !== this.route[each])) this.#entered = true;
  }

  async #open() {
    const target = page(this.route.page);
    this.failure = undefined;
    if (!target) {
      this.tag = null;
      return;
    }
    try {
      await target.load();
      if (router.route.page === target.id) this.tag = target.id;
    } catch (e) {
      console.error(e);
      this.failure = e;
    }
  }

  updated() {
    this.#focusHeading();
  }

  /** Who cannot see that the page has changed hears it: the heading gets the focus as soon as there is one. */
  #focusHeading() {
    if (!this.#entered) return;
    requestAnimationFrame(() => {
      const heading = this.querySelector('main h1');
      if (!heading || !this.#entered || this.tag !== this.route.page) return;
      this.#entered = false;
      heading.focus({preventScroll: true});
    });
  }

  #sessionOver() {
    const next = encodeURIComponent(location.pathname + location.search);
    location.assign(`/login?next=${next}`);
  }

  /** A bundle may be dropped anywhere. */
  #dropTarget() {
    let depth = 0;
    const isFiles = event => event.dataTransfer?.types.includes('Files');
    this.listen(window, 'dragenter', event => {
      if (isFiles(event) && ++depth === 1) this.over = true;
    });
    this.listen(window, 'dragleave', event => {
      if (isFiles(event) && --depth <= 0) {
        depth = 0;
        this.over = false;
      }
    });
    this.listen(window, 'dragover', event => isFiles(event) && event.preventDefault());
    this.listen(window, 'drop', event => {
      if (!isFiles(event)) return;
      depth = 0;
      this.over = false;
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (can('platform.deploy')) installing.add([...event.dataTransfer.files]);
      else toast(whyNot('platform.deploy'), 'bad');
    });
  }

  #themeMenu(event) {
    const current = currentTheme();
    openMenu(event.currentTarget, THEMES.map(theme => ({
      label: t(`theme.${theme}`), symbol: theme === current ? 'check' : 'theme', run: () => setTheme(theme)})), t('theme'));
  }

  #userMenu(event) {
    openMenu(event.currentTarget, [
      {label: t('user.account'), symbol: 'user', href: '/account'},
      {label: t('user.tokens'), symbol: 'keys', href: '/account/tokens'},
      null,
      {label: t('user.logout'), symbol: 'logout', href: '/logout'},
    ], me().user.name);
  }

  render() {
    const {route} = this;
    const current = page(route.page)?.under ?? route.page;
    return html`
      <a class="sr-skip" href="#main" @click=${event => {
        event.preventDefault();
        this.querySelector('#main').focus();
      }}>${t('skip')}</a>
      <header class="top">
        <button type="button" class="button quiet only-icon menu-toggle" aria-label=${t('menu')} aria-expanded=${String(Boolean(this.menuOpen))} @click=${() => {
          this.menuOpen = !this.menuOpen;
        }}>${icon('logs')}</button>
        <a class="brand" href="/console"><svg viewBox="0 0 24 24" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="2" d="M3 4h18v16h-18z"></path><path fill="currentColor" d="M6 7h3v10h-3zM10.500 7h3v10h-3zM15 7h3v6h-3z"></path></svg>Subrack</a>
        <button type="button" class="search-button" @click=${() => this.querySelector('sr-palette').open()}>${icon('search')}<span>${t('palette.open')}</span><kbd>Ctrl K</kbd></button>
        <div class="top-end">
          ${this.#indicator()}
          <sr-jobs></sr-jobs>
          <button type="button" class="button quiet header-button" aria-label=${t('theme')} title=${t('theme')} aria-haspopup="menu" @click=${event => this.#themeMenu(event)}>${icon('theme')}</button>
          <button type="button" class="button quiet header-button" aria-haspopup="menu" aria-label=${t('user', me().user.name)} @click=${event => this.#userMenu(event)}>${icon('user')}<span class="name">${me().user.displayName || me().user.name}</span></button>
        </div>
      </header>
      <nav class="side ${this.menuOpen ? 'open' : ''}" aria-label=${t('menu')}>${this.#menu(current).map(([group, links]) => html`
        <h2 id="group-${group}">${t(`group.${group}`)}</h2>
        <ul aria-labelledby="group-${group}">${links.map(each => html`<li><a href=${each.to} aria-current=${each.current ? 'page' : nothing}>${icon(each.symbol)}<span>${each.text}</span></a></li>`)}</ul>`)}
      </nav>
      <main id="main" tabindex="-1">${this.#content()}</main>
      <sr-toasts></sr-toasts>
      <sr-palette></sr-palette>
      ${this.over ? html`<div class="drop-all"><div>${icon('upload')}<strong>${t('drop')}</strong><span>${can('platform.deploy') ? t('drop.text') : whyNot('platform.deploy')}</span></div></div>` : nothing}`;
  }

  /** The console's own pages, and before those for developers what bundles contribute. */
  #menu(current) {
    const groups = menu().map(([group, pages]) => [group, pages.filter(each => can(each.scope)).map(each => ({to: href(each.id), symbol: each.symbol, text: t(`page.${each.id}`), current: each.id === current}))]);
    const applications = contributions.pages.filter(each => each.menu).map(each => ({to: each.address, symbol: each.icon, text: each.title, current: this.route.page === 'x' && this.route.id === each.bundle && this.route.tab === each.id}));
    if (applications.length > 0) groups.splice(groups.findIndex(([group]) => group === 'develop'), 0, ['applications', applications]);
    return groups;
  }

  #content() {
    if (this.failure) return failureView({title: t('page.failed'), detail: this.failure.message}, () => this.#open());
    const {route} = this;
    const target = page(route.page);
    if (!target) return html`<header class="head"><div><h1 tabindex="-1">${t('page.unknown')}</h1></div></header>
      <div class="empty">${icon('help')}<p>${t('page.unknown.text', route.page)}</p><a class="button" href=${href('overview')}>${t('page.overview')}</a></div>`;
    if (this.tag !== route.page) return nothing;
    return keyed(route.page, element(target.id, route));
  }

  #indicator() {
    const {state} = live;
    const busy = state !== 'connected' && state !== 'polling';
    return html`<span class="live ${state}" role="status" title=${t(`live.${state}.text`)}><i aria-hidden="true"></i><span class=${busy ? '' : 'sr-unseen'}>${t(`live.${state}`)}</span></span>`;
  }
}

const made = new Map();

/** Gives a page its element, which stays the same while the page does. */
function element(id, route) {
  let known = made.get(id);
  if (!known) {
    made.clear();
    known = document.createElement(`sr-page-${id}`);
    made.set(id, known);
  }
  known.route = route;
  return known;
}

export function defineShell() {
  customElements.define('sr-console', Console);
}
