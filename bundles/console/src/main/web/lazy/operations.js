/* SPDX-License-Identifier: Apache-2.0 */
// What is live and what a description says of it, put together.
import {t, tOr} from '../core/texts.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/**
 * Returns the operations of an API: those that can be called right now, with the words and parameters of its
 * description.
 */
export function operationsOf(api, live, description) {
  const described = describedOperations(description);
  const own = live.filter(each => api.kind === 'platform' ? api.prefixes.some(prefix => each.template === prefix || each.template.startsWith(`${prefix}/`)) : each.bundle === api.bundle);
  return own.map(each => {
    const about = described.get(`${each.method} ${each.template}`) ?? {};
    return {...each, summary: about.summary === `${each.method} ${each.template}` ? '' : about.summary ?? '', text: about.description ?? '', deprecated: Boolean(about.deprecated), parameters: about.parameters ?? pathParameters(each.template), body: about.body ?? null};
  }).sort((a, b) => a.template < b.template ? -1 : a.template > b.template ? 1 : METHODS.indexOf(a.method.toLowerCase()) - METHODS.indexOf(b.method.toLowerCase()));
}

function describedOperations(description) {
  const found = new Map();
  for (const [path, item] of Object.entries(description?.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(each => resolved(each, description)).filter(each => each && (each.in === 'path' || each.in === 'query'));
      found.set(`${method.toUpperCase()} ${path}`, {...operation, parameters, body: operation.requestBody ? resolved(operation.requestBody, description) : null});
    }
  }
  return found;
}

/** Follows references within the document. */
export function resolved(node, description) {
  let at = node;
  for (let steps = 0; at?.$ref && steps < 8; steps++) {
    at = at.$ref.replace(/^#\//, '').split('/').reduce((inner, name) => inner?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], description);
  }
  return at;
}

function pathParameters(template) {
  return [...template.matchAll(/\{([^}]+)}/g)].map(([, name]) => ({name, in: 'path', required: true, schema: {type: 'string'}}));
}

/** Says who may call: scopes, roles, or in words. */
export function accessOf(operation) {
  const named = [...operation.scopes, ...operation.roles];
  return named.length > 0 ? named : [tOr(`access.${operation.access}`, operation.access)];
}

/** Returns the address of a call with its parameters filled in. */
export function addressOf(operation, values) {
  let path = operation.template;
  const query = new URLSearchParams();
  for (const parameter of operation.parameters) {
    const value = values[parameter.name];
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value ?? ''));
    else if (value !== undefined && value !== null && value !== '') query.append(parameter.name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Returns why a call cannot be tried here; empty if it can. */
export function whyNotTry(operation) {
  if (operation.method !== 'GET') return t('explorer.only-get');
  return operation.template.endsWith('*') ? t('explorer.open-end') : '';
}
