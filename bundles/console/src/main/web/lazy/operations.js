/* SPDX-License-Identifier: Apache-2.0 */
// What is live and what a description says of it, put together.
import {isMediaType} from '../core/pure.js';
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
  return operation.template.endsWith('*') || operation.method === '*' ? t('explorer.open-end') : '';
}

/** Returns {type, text} to begin a body with, from what the description says of it; null if there is none. */
export function bodyOf(operation, description) {
  if (!operation.body) return ['POST', 'PUT', 'PATCH'].includes(operation.method) ? {type: 'application/json', text: ''} : null;
  const content = operation.body.content ?? {};
  const types = Object.keys(content).filter(isMediaType);
  const type = types.find(each => each.includes('json')) ?? types[0] ?? 'application/json';
  const media = content[type] ?? {};
  const example = media.example ?? Object.values(media.examples ?? {})[0]?.value ?? (type.includes('json') ? sample(media.schema, description) : '');
  return {type, text: typeof example === 'string' ? example : JSON.stringify(example, null, 2)};
}

const DEEPEST = 5;

/** Makes an example of a schema: the required members, or all if it requires none. */
function sample(schema, description, depth = 0) {
  const at = resolved(schema, description) ?? {};
  if (at.example !== undefined) return at.example;
  if (at.default !== undefined) return at.default;
  if (at.enum) return at.enum[0];
  const part = at.allOf?.[0] ?? at.oneOf?.[0] ?? at.anyOf?.[0];
  if (part && depth < DEEPEST) return sample(part, description, depth + 1);
  switch (Array.isArray(at.type) ? at.type[0] : at.type) {
    case 'string': return '';
    case 'integer': case 'number': return at.minimum ?? 0;
    case 'boolean': return false;
    case 'array': return depth < DEEPEST ? [sample(at.items, description, depth + 1)] : [];
    default: return members(at, description, depth);
  }
}

function members({properties = {}, required = []}, description, depth) {
  if (depth >= DEEPEST) return {};
  const names = required.length > 0 ? required.filter(name => properties[name]) : Object.keys(properties);
  return Object.fromEntries(names.map(name => [name, sample(properties[name], description, depth + 1)]));
}
