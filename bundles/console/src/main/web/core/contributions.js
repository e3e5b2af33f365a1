/* SPDX-License-Identifier: Apache-2.0 */
// What bundles contribute to this console right now. Little is known here: their code is loaded by lazy/contributed.js,
// when there is a place for it on the page.
import {list, maybe} from './api.js';
import {onLive} from './live.js';
import {can} from './me.js';
import {coalesce} from './pure.js';
import {language} from './texts.js';

const MOST_FAILURES = 20;
const SLOTS = ['overview-card/1', 'bundle-tab/1', 'bundle-badge/1', 'service-panel/1', 'settings-section/1'];

/** Returns the languages to look for, the best first: the console's, then those of the browser. */
export function languages() {
  return [language(), ...navigator.languages ?? []];
}

/** Chooses among locales: the best that is wanted, first as it is, then without its region; else the standard. */
export function chooseLocale(there, wanted, standard) {
  for (const one of wanted) {
    for (let tag = one; tag; tag = tag.includes('-') ? tag.slice(0, tag.lastIndexOf('-')) : '') {
      const found = there.find(each => each.toLowerCase() === tag.toLowerCase());
      if (found) return found;
    }
  }
  return standard;
}

/** Says whether a name is one of some, which may end with an asterisk for any rest. */
export function named(name, patterns) {
  return patterns.some(each => each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each);
}

/** Orders what several bundles bring: as they ask for, then by title. */
function inOrder(items) {
  return items.sort((a, b) => (a.order ?? 100) - (b.order ?? 100) || a.title.localeCompare(b.title) || a.bundle.localeCompare(b.bundle));
}

/** Sends `change` when bundles bring something, take it away, or fail in this browser. */
class Contributions extends EventTarget {
  bundles = [];
  failures = new Map();
  loaded = Promise.resolve();
  #places = new Set();
  #again = coalesce(() => this.load(), run => setTimeout(run, 50));

  start() {
    onLive(['pages'], () => this.#again());
    this.loaded = this.load();
  }

  async load() {
    try {
      this.bundles = await maybe(list('pages'), []);
    } catch {
      return; // The server is away for a moment: what is shown stays, and the event stream tells when it is back.
    }
    this.#places = new Set(this.bundles.flatMap(each => each.slots.map(slot => slot.slot)));
    const there = new Set(this.bundles.map(each => each.base));
    [...this.failures.keys()].filter(base => !there.has(base)).forEach(base => this.failures.delete(base));
    this.dispatchEvent(new CustomEvent('change'));
  }

  #all(kind) {
    return inOrder(this.bundles.flatMap(from => from[kind].map(each => {
      const locale = chooseLocale([from.i18n.standard, ...Object.keys(each.titles)], languages(), from.i18n.standard);
      return {...each, kind, title: each.titles[locale] ?? each.title, bundle: from.bundle, version: from.version, from};
    }))).filter(each => can(each.scope));
  }

  get pages() {
    return this.#all('pages');
  }

  get commands() {
    return this.#all('commands');
  }

  page(bundle, id) {
    return this.pages.find(each => each.bundle === bundle && each.id === id);
  }

  /** Returns what is for a place: {bundle} or {bundle, interfaces} say which bundle or service is shown there. */
  slots(name, {bundle, interfaces} = {}) {
    if (!this.#places.has(name)) return [];
    return this.#all('slots').filter(each => each.slot === name).filter(each => {
      if (interfaces) return each.interfaces.length > 0 ? interfaces.some(one => named(one, each.interfaces)) : bundle === each.bundle;
      return bundle === undefined || (each.bundles.length > 0 ? named(bundle, each.bundles) : bundle === each.bundle);
    });
  }

  /** Says whether this console has such a place; another version of it may have others. */
  knows(slot) {
    return SLOTS.includes(slot);
  }

  /**
   * Remembers what failed in this browser, for the page that shows all contributions; says whether that is new.
   *
   * @param item the contribution, if it is known which one
   */
  failed(from, message, item = null) {
    const known = this.failures.get(from.base) ?? [];
    if (known.some(each => each.message === message && each.module === item?.module)) return false;
    this.failures.set(from.base, [...known.slice(1 - MOST_FAILURES), {message, module: item?.module, title: item?.title}]);
    this.dispatchEvent(new CustomEvent('change'));
    return true;
  }

  /** Returns what is wrong with what a bundle brings: what the platform could not read, and what failed in this browser. */
  faults(from) {
    return [...from.faults, ...(this.failures.get(from.base) ?? []).map(({message, title}) => title ? `${title}: ${message}` : message)];
  }

  /** Says whether a contribution failed in this browser. */
  hasFailed(from, item) {
    return (this.failures.get(from.base) ?? []).some(each => each.module === item.module);
  }
}

export const contributions = new Contributions();

let loader = () => Promise.reject(new Error('not started'));

/** Says how the code that runs contributions is loaded; main.js knows where it is. */
export function runContributionsWith(load) {
  loader = load;
}

export function contributionRunner() {
  return loader();
}
