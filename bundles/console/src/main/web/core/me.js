/* SPDX-License-Identifier: Apache-2.0 */
import {get} from './api.js';
import {t} from './texts.js';

let profile = {user: {name: '', displayName: ''}, scopes: [], effectiveRoles: []};
let scopes = new Set();

export async function loadMe() {
  profile = await get('me');
  // What the session may do counts, not what the person might by another way.
  scopes = new Set(profile.tokenScopes ?? profile.scopes);
}

export function me() {
  return profile;
}

export function can(scope) {
  return !scope || scopes.has(scope);
}

/** Returns why somebody may not do something; empty if they may. */
export function whyNot(scope) {
  return can(scope) ? '' : t('why.scope', scope);
}
