/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list} from '../../core/api.js';
import {head} from '../../core/element.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {tabs} from '../../kit/tabs.js';

export const CLIENTS = 'platform.clients';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials', DEVICE, EXCHANGE];

/** What kinds of applications there are, and what each needs. */
const PRESETS = {
  web: {authentication: 'client_secret_basic', grantTypes: ['authorization_code', 'refresh_token'], fields: ['redirectUris', 'postLogoutRedirectUris']},
  browser: {authentication: 'none', grantTypes: ['authorization_code', 'refresh_token'], fields: ['redirectUris', 'postLogoutRedirectUris', 'origins']},
  service: {authentication: 'client_secret_basic', grantTypes: ['client_credentials'], fields: []},
  device: {authentication: 'none', grantTypes: [DEVICE, 'refresh_token'], fields: []},
};

export function clientsHead(view, actions) {
  return html`${head(t('page.clients'), {lead: t('clients.lead'), actions})}
    ${tabs(['', 'tokens', 'accounts'].map(id => ({id, label: t(`clients.view.${id || 'clients'}`), href: href('clients', '', '', {view: id})})), view, t('page.clients'))}`;
}

export function grantName(type) {
  return t(`clients.grant.${type.slice(type.lastIndexOf(':') + 1)}`);
}

export async function scopeField(description = '') {
  const scopes = await list('scopes');
  return {id: 'scopes', name: t('apis.scopes'), description, cardinality: 1, options: scopes.map(each => ({value: each.name, label: each.name, description: each.description}))};
}

function uriField(id) {
  return {id, name: t(`clients.${id}`), description: t(`clients.${id}.hint`), cardinality: 1};
}

/** Fields of a new client: first its kind, then what that kind needs. */
export function newFields(scopes) {
  return values => {
    const preset = PRESETS[values.preset];
    return [
      {id: 'preset', name: t('clients.preset'), required: true, description: t(`clients.preset.${values.preset}.hint`), options: Object.keys(PRESETS).map(value => ({value, label: t(`clients.preset.${value}`)}))},
      {id: 'name', name: t('clients.name'), description: t('clients.name.hint'), required: true},
      {id: 'id', name: t('clients.id'), description: t('clients.id.hint')},
      ...preset.fields.map(uriField),
      scopes,
    ];
  };
}

/** Returns what to send for a new client. */
export function draftOf({preset, id, ...values}) {
  const {authentication, grantTypes, fields} = PRESETS[preset];
  const draft = {name: values.name ?? '', authentication, grantTypes, scopes: values.scopes ?? []};
  if (id) draft.id = id;
  fields.forEach(field => {
    draft[field] = values[field] ?? [];
  });
  return draft;
}

/** Fields of a client that there is. */
export function editFields(client, scopes) {
  const types = client.authentication === 'none' ? GRANT_TYPES.filter(each => each !== 'client_credentials' && each !== EXCHANGE) : GRANT_TYPES;
  return [
    {id: 'name', name: t('clients.name'), required: true},
    {id: 'grantTypes', name: t('clients.grantTypes'), cardinality: 1, options: types.map(value => ({value, label: grantName(value)}))},
    ...['redirectUris', 'postLogoutRedirectUris', 'origins'].map(uriField), scopes,
    {id: 'consentRequired', name: t('clients.consentRequired'), type: 'boolean', description: t('clients.consentRequired.hint')},
    {id: 'pkceRequired', name: t('clients.pkceRequired'), type: 'boolean', description: t('clients.pkceRequired.hint')},
    {id: 'idTokenAlgorithm', name: t('clients.algorithm'), required: true, options: ['ES256', 'RS256'].map(value => ({value, label: value}))},
  ];
}
