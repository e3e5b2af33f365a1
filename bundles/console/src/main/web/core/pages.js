/* SPDX-License-Identifier: Apache-2.0 */
import {me} from './me.js';

const known = new Map();

/**
 * Adds pages: {id, group, symbol, load, scope?, under?}. The module that `load` brings defines the element
 * <sr-page-{id}>; `page.{id}` is its name in the texts; a page with `under` stands in no menu but below another page.
 */
export function register(list) {
  list.forEach(page => known.set(page.id, page));
}

export function page(id) {
  return known.get(id);
}

/** Returns the menu: [[group, pages]…] in the order of registration. */
export function menu() {
  const groups = new Map();
  for (const each of known.values()) {
    if (each.under) continue;
    if (!groups.has(each.group)) groups.set(each.group, []);
    groups.get(each.group).push(each);
  }
  return [...groups];
}

export function isAdmin() {
  return me().effectiveRoles.includes('admin');
}
