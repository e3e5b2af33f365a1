/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {bytes, duration} from '../core/format.js';
import {icon} from '../core/icons.js';
import {shellQuoted} from '../core/pure.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge, tag} from '../kit/badge.js';
import {button} from '../kit/button.js';
import {confirmed, copy} from '../kit/edit.js';
import {nothingYet} from '../kit/empty.js';
import {card} from '../kit/tree.js';
import {accessOf, addressOf, bodyOf, operationsOf, whyNotTry} from '../lazy/operations.js';

const MOST_SHOWN = 200_000;

/** Calls an operation with the rights of the session, and shows what it answers. */
class ExplorerPage extends Page {
  static properties = {values: {state: true}, body: {state: true}, answer: {state: true}, calling: {state: true}};

  #op = '';

  constructor() {
    super();
    this.values = {};
  }

  get topics() {
    return ['bundle'];
  }

  async load(signal) {
    const apis = await list('apis', {signal});
    const api = apis.find(each => each.bundle === this.route.id) ?? apis[0];
    if (!api) return {apis, operations: []};
    const [operations, description] = await Promise.all([list('operations', {signal}), maybe(get(api.openapi, {signal}))]);
    return {apis, api, description, operations: operationsOf(api, operations, description)};
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    const op = `${this.route.id} ${this.route.query.op ?? ''}`;
    if (op !== this.#op) {
      this.#op = op;
      this.values = {};
      this.body = undefined;
      this.answer = undefined;
    }
  }

  view({apis, api, operations, description}) {
    const {op = '', q = ''} = this.route.query;
    if (!api) return html`${head(t('page.explorer'))}${nothingYet({symbol: 'apis', title: t('apis.none'), text: t('explorer.none')})}`;
    const chosen = operations.find(each => `${each.method} ${each.template}` === op);
    const words = q.toLowerCase();
    const found = operations.filter(each => `${each.method} ${each.template} ${each.summary}`.toLowerCase().includes(words));
    return html`${head(t('page.explorer'), {lead: t('explorer.lead')})}
      <div class="toolbar"><label>${t('apis.api')} <select @change=${event => router.go(href('explorer', event.target.value))}>
        ${apis.map(each => html`<option value=${each.bundle} ?selected=${each.bundle === api.bundle}>${each.title}</option>`)}</select></label>
        <a href=${href('apis', api.bundle)}>${t('explorer.about')}</a></div>
      <div class="explorer"><section class="card flush" aria-label=${t('apis.operations')}>
        <label class="search"><span class="sr-unseen">${t('apis.filter.operations')}</span>${icon('search')}<input type="search" .value=${q} placeholder=${t('apis.filter.operations')} @input=${event => router.query({q: event.target.value})}></label>
        <ul class="operations">${found.map(each => html`<li><a href=${href('explorer', api.bundle, '', {q, op: `${each.method} ${each.template}`})} aria-current=${each === chosen ? 'true' : nothing}>
          <span class="method ${each.method}">${each.method}</span><code>${each.template.replace(api.prefixes.length === 1 && api.prefixes[0] !== '/' ? api.prefixes[0] : '', '') || '/'}</code></a></li>`)}
          ${found.length === 0 ? html`<li class="pad muted">${t('matches.none')}</li>` : nothing}</ul></section>
      ${chosen ? this.#operation(chosen, description) : html`<div class="empty">${icon('apis')}<h2>${t('explorer.choose')}</h2><p>${t('explorer.choose.text')}</p></div>`}</div>`;
  }

  #operation(operation, description) {
    const attributes = operation.parameters.map(attribute);
    const missing = operation.parameters.filter(each => each.required && !this.values[each.name]).map(each => each.name);
    const address = addressOf(operation, this.values);
    const body = bodyOf(operation, description);
    if (body) body.text = this.body ?? body.text;
    const why = whyNotTry(operation) || (missing.length > 0 ? t('explorer.missing', missing.join(', ')) : '');
    return html`<section class="tab" aria-label=${`${operation.method} ${operation.template}`}>
      ${card(html`<span class="method ${operation.method}">${operation.method}</span> <code>${operation.template}</code>`, html`
        <p>${operation.summary}</p>${operation.text ? html`<p class="muted wrap">${operation.text}</p>` : nothing}
        <p class="row">${t('apis.access')}: ${accessOf(operation).map(each => tag(each))} ${operation.deprecated ? tag(t('apis.deprecated'), 'warn') : nothing}</p>
        ${attributes.length > 0 ? html`<sr-form .prefix=${'try'} .attributes=${attributes} .values=${this.values} @change=${event => {
          this.values = event.detail;
        }}></sr-form>` : nothing}
        ${body ? html`<div class="field"><label for="try-body">${t('explorer.request-body')} <span class="muted label-note">${body.type}</span></label>
          <textarea id="try-body" rows="8" spellcheck="false" .value=${body.text} @input=${event => {
            this.body = event.target.value;
          }}></textarea></div>` : nothing}
        <p class="row">${button({label: t('explorer.send'), symbol: 'play', tone: operation.method === 'DELETE' ? 'danger' : 'main', scope: '', why, busy: this.calling, run: () => this.#ask(operation, address, body)})}
          ${button({label: t('explorer.curl'), symbol: 'copy', quiet: true, run: () => copy(curl(operation, address, body))})}<code class="wrap">${address}</code></p>`)}
      ${this.answer ? this.#answer(this.answer) : nothing}</section>`;
  }

  /** What may change something is asked for. */
  async #ask(operation, address, body) {
    const {method} = operation;
    const safe = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
    if (!safe && !await confirmed({title: t('explorer.sure', method), text: t('explorer.sure.text', `${method} ${address}`), confirm: t('explorer.send'), tone: method === 'DELETE' ? 'danger' : '', run: () => {}})) return;
    await this.#send(method, address, body);
  }

  async #send(method, address, body) {
    this.calling = true;
    const begun = performance.now();
    try {
      const answer = await fetch(address, {method, credentials: 'same-origin', headers: {Accept: 'application/json, */*', ...(body?.text ? {'Content-Type': body.type} : {})}, body: body?.text || undefined});
      const text = await answer.text();
      this.answer = {status: answer.status, words: answer.statusText, type: answer.headers.get('Content-Type') ?? '', headers: [...answer.headers], text, millis: performance.now() - begun};
    } catch {
      this.answer = {status: 0, words: t('failed.unreachable'), type: '', headers: [], text: '', millis: performance.now() - begun};
    } finally {
      this.calling = false;
    }
  }

  #answer({status, words, type, headers, text, millis}) {
    const tone = status >= 200 && status < 400 ? 'OK' : 'FAILED';
    return card(html`${t('explorer.answer')}`, html`<div role="status"><p class="row">${badge(tone, `${status} ${words}`)} <span class="muted">${duration(millis)} · ${bytes(new Blob([text]).size)} · ${type}</span></p></div>
      <details class="fold"><summary>${t('explorer.headers')}</summary><ul class="lines">${headers.map(([name, value]) => html`<li><code>${name}: ${value}</code></li>`)}</ul></details>
      <pre class="answer" tabindex="0" aria-label=${t('explorer.body')}>${pretty(text, type).slice(0, MOST_SHOWN)}</pre>`, {
      end: button({label: t('copy'), symbol: 'copy', small: true, quiet: true, run: () => copy(text)})});
  }
}
customElements.define('sr-page-explorer', ExplorerPage);

function attribute(parameter) {
  const schema = parameter.schema ?? {};
  const numeric = schema.type === 'integer' || schema.type === 'number';
  const options = schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : []);
  return {
    id: parameter.name, name: parameter.name, description: parameter.description ?? '', required: Boolean(parameter.required), type: numeric ? 'long' : 'string',
    options: options.map(value => ({value: String(value), label: String(value)})), placeholder: schema.default === undefined ? parameter.in : String(schema.default), min: schema.minimum, max: schema.maximum,
  };
}

function pretty(text, type) {
  if (!type.includes('json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Descriptions come from bundles: no word of theirs reaches the shell unquoted, and no body is taken for a file's name. */
function curl(operation, address, body) {
  const data = body?.text ? ` -H ${shellQuoted(`Content-Type: ${body.type}`)} --data-raw ${shellQuoted(body.text)}` : '';
  return `curl -X ${shellQuoted(operation.method)} -H "Authorization: Bearer $TOKEN"${data} ${shellQuoted(location.origin + address)}`;
}
