/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {icon} from '../../core/icons.js';
import {whyNot} from '../../core/me.js';
import {t, tn} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {shown} from './values.js';

const FILTER_FROM = 9;

/** The form: what counts now, with what was changed in it. */
export function fieldsView(editor) {
  const {resource, words} = editor;
  const all = attributes(editor);
  if (all.length === 0) return nothingYet({symbol: 'configuration', title: t('configuration.no-form'), text: t('configuration.no-form.text')});
  const sought = words.toLowerCase();
  const found = all.filter(each => `${each.id} ${each.name} ${each.description}`.toLowerCase().includes(sought));
  const faults = Object.fromEntries((editor.check?.faults ?? []).filter(each => each.key).map(each => [each.key, each.sentence]));
  return html`${all.length >= FILTER_FROM ? html`<div class="toolbar"><label class="search"><span class="sr-unseen">${t('configuration.filter.keys')}</span>${icon('search')}
      <input type="search" .value=${words} placeholder=${t('configuration.filter.keys')} @input=${event => editor.open({q: event.target.value})}></label><span class="muted">${found.length === all.length ? tn('configuration.keys', all.length) : t('configuration.keys.found', found.length, all.length)}</span></div>` : nothing}
    ${found.length === 0 ? nothingMatches(() => editor.open({q: ''})) : html`<div class="card"><div class="card-body wide-form"><sr-form .prefix=${`c-${resource.pid.replace(/[^A-Za-z0-9]/g, '-')}`} .attributes=${found} .values=${valuesOf(resource, editor.draft)}
      .faults=${faults} .locked=${whyNot('platform.config')} @change=${event => editor.edited(event.detail)}></sr-form></div></div>`}`;
}

/** Attributes as the form takes them: what the bundle declares, then what is set without being declared. */
function attributes(editor) {
  const {resource, draft} = editor;
  const declared = new Set(resource.attributes.map(each => each.id));
  const others = Object.entries(resource.values).filter(([key]) => !declared.has(key))
    .map(([key, value]) => ({id: key, name: key, description: t('configuration.undeclared'), type: typeOf(value), cardinality: Array.isArray(value.effective) ? 1 : 0, options: []}));
  return [...resource.attributes, ...others].map(each => {
    const value = resource.values[each.id] ?? {};
    return {...each, required: false, type: value.secret ? 'password' : each.type, note: note(editor, each, value, each.id in draft), placeholder: value.secret && isSet(value) ? t('configuration.secret.set') : undefined};
  });
}

function typeOf(value) {
  return value.secret ? 'password' : typeof value.effective === 'boolean' ? 'boolean' : typeof value.effective === 'number' ? 'long' : 'string';
}

function isSet(value) {
  return Boolean(value.effective?.set);
}

function note(editor, attribute, value, edited) {
  const layer = value.admin !== undefined ? 'admin' : value.platform !== undefined ? 'platform' : 'default';
  const below = value.platform ?? value.default;
  return html`<span class="key-note"><code>${attribute.id}</code> ${edited ? tag(t('configuration.edited.tag'), 'info') : tag(t(`configuration.layer.${layer}`), layer === 'admin' ? 'info' : 'plain')}
    ${layer === 'admin' && below !== undefined ? html`<span>${t('configuration.below', shown(below))}</span>` : nothing}
    ${value.secret && value.effective?.reference ? html`<code>${value.effective.reference}</code>` : nothing}
    ${layer === 'admin' && !edited ? button({label: t('configuration.restore'), small: true, quiet: true, scope: 'platform.config', run: () => editor.restored(attribute.id)}) : nothing}</span>`;
}

function valuesOf(resource, draft) {
  const values = {};
  for (const [key, value] of Object.entries(resource.values)) values[key] = value.secret ? '' : value.effective;
  for (const [key, value] of Object.entries(draft)) {
    const known = resource.values[key] ?? {};
    values[key] = value === null && !known.secret ? known.platform ?? known.default : value;
  }
  for (const each of resource.attributes) {
    if (values[each.id] === undefined && !resource.values[each.id]?.secret) values[each.id] = each.cardinality ? each.default : each.default[0];
    if (each.options.length > 0 && values[each.id] !== undefined && values[each.id] !== null) values[each.id] = each.cardinality ? [values[each.id]].flat().map(String) : String(values[each.id]);
  }
  return values;
}

/** Returns what differs from what counts now: {key: value}, null for what is to be as the files say. */
export function draftOf(resource, values) {
  const before = valuesOf(resource, {});
  const types = new Map(resource.attributes.map(each => [each.id, each.type]));
  const draft = {};
  for (const [key, value] of Object.entries(values)) {
    const isText = (types.get(key) ?? 'string') === 'string';
    const wanted = value === null && isText && !resource.values[key]?.secret ? '' : value;
    if (resource.values[key]?.secret ? wanted : JSON.stringify(wanted ?? '') !== JSON.stringify(before[key] ?? '')) draft[key] = wanted;
  }
  return draft;
}
