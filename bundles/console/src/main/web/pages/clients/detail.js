/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {post, request} from '../../core/api.js';
import {Page, head} from '../../core/element.js';
import {time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {go, href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit, showOnce} from '../../kit/edit.js';
import {menuButton} from '../../kit/menu.js';
import {toast, toastFailure} from '../../kit/toast.js';
import {card, facts} from '../../kit/tree.js';
import {CLIENTS, editFields, grantName, scopeField} from './common.js';

/** One application: what it may, how it proves who it is. */
class ClientDetail extends Page {
  heading() {
    return this.data?.client.name ?? t('page.clients');
  }

  get path() {
    return `clients/${encodeURIComponent(this.route.id)}`;
  }

  async load(signal) {
    const {body: client, etag} = await request('GET', this.path, {signal});
    return {client, etag};
  }

  view({client}) {
    const lines = all => all.length > 0 ? html`${all.map(each => html`<code class="wrap">${each}</code><br>`)}` : undefined;
    const yes = value => value ? t('yes') : t('no');
    return html`${head(client.name, {
      back: {href: href('clients'), text: t('page.clients')}, badges: badge(client.enabled ? 'ACTIVE' : 'DISABLED'),
      lead: html`<code>${client.id}</code> · ${t(`clients.authentication.${client.authentication}`)}`,
      actions: html`${button({label: t('users.edit'), symbol: 'edit', scope: CLIENTS, run: () => this.#edit(client)})}${menuButton(() => this.#menu(client), t('table.actions', client.name))}`,
    })}
    <div class="columns">${card(t('users.about'), facts([
      [t('clients.grantTypes'), client.grantTypes.map(each => tag(grantName(each)))], [t('clients.redirectUris'), lines(client.redirectUris)], [t('clients.postLogoutRedirectUris'), lines(client.postLogoutRedirectUris)],
      [t('clients.origins'), lines(client.origins)], [t('clients.consentRequired'), yes(client.consentRequired)], [t('clients.pkceRequired'), yes(client.pkceRequired)],
      [t('clients.algorithm'), client.idTokenAlgorithm], [t('users.created'), time(client.created)], [t('users.notBefore'), client.notBefore ? time(client.notBefore) : undefined]]))}
    ${card(t('apis.scopes'), client.scopes.length > 0 ? html`<p>${client.scopes.map(each => tag(each))}</p>` : html`<p class="muted">${t('none')}</p>`)}</div>
    ${client.authentication === 'client_secret_basic' ? this.#secrets(client) : nothing}
    ${client.jwks ? card(t('clients.jwks'), html`<pre class="answer" tabindex="0" aria-label=${t('clients.jwks')}>${JSON.stringify(client.jwks, null, 2)}</pre>`) : nothing}`;
  }

  #secrets(client) {
    const rows = html`<table class="plain"><thead><tr><th>${t('fact.id')}</th><th>${t('users.created')}</th><th>${t('users.expires')}</th><th></th></tr></thead><tbody>${client.secrets.map(each => html`<tr><td><code>${each.id}</code></td><td>${time(each.created)}</td><td>${each.expires ? time(each.expires) : t('clients.secret.forever')}</td>
      <td class="end">${button({label: t('delete'), symbol: 'trash', small: true, scope: CLIENTS, why: client.secrets.length === 1 ? t('clients.secret.last') : '', run: () => this.#dropSecret(each)})}</td></tr>`)}</tbody></table>`;
    return card(t('clients.secrets'), html`${rows}<p class="hint pad">${t('clients.secrets.hint')}</p>`, {flush: true, end: button({label: t('clients.rotate'), symbol: 'keys', small: true, scope: CLIENTS, why: client.secrets.length > 1 ? t('clients.rotate.two') : '', run: () => this.#rotate(client)})});
  }

  #menu(client) {
    const why = whyNot(CLIENTS);
    return [
      client.enabled
        ? {label: t('users.disable'), symbol: 'pause', why, run: () => this.#sure('disable', client, () => this.#send({enabled: false}))}
        : {label: t('users.enable'), symbol: 'play', why, run: () => this.#quick(() => this.#send({enabled: true}))},
      {label: t('clients.revoke'), symbol: 'logout', why, run: () => this.#sure('revoke', client, () => post(`${this.path}/not-before`))},
      null,
      {label: t('delete'), symbol: 'trash', tone: 'danger', why, run: async () => {
        if (await confirmed({title: t('clients.delete.title', client.name), text: t('clients.delete.text'), confirm: t('delete'), run: () => request('DELETE', this.path)})) go('clients');
      }},
    ];
  }

  #send(body) {
    return request('PUT', this.path, {body, headers: this.data.etag ? {'If-Match': this.data.etag} : {}});
  }

  async #quick(run) {
    try {
      await run();
      this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #sure(what, client, run) {
    if (await confirmed({title: t(`clients.${what}.title`, client.name), text: t(`clients.${what}.text`), confirm: t(`clients.${what}`), run})) {
      toast(t(`clients.${what}.done`, client.name), 'good');
      this.reload();
    }
  }

  async #edit(client) {
    try {
      const scopes = await scopeField();
      const names = editFields(client, scopes).map(each => each.id);
      const values = Object.fromEntries(names.map(name => [name, client[name]]));
      const saved = await edit({title: t('users.edit.title', client.name), confirm: t('save'), wide: true, values, attributes: editFields(client, scopes),
        run: wanted => this.#send(Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value ?? (name === 'name' ? '' : [])])))});
      if (saved) this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #rotate(client) {
    let made = null;
    const sure = await confirmed({title: t('clients.rotate.title', client.name), text: t('clients.rotate.text'), confirm: t('clients.rotate'), tone: '', run: async () => {
      made = (await post(`${this.path}/secrets`)).body;
    }});
    if (!sure) return;
    await showOnce({title: t('clients.rotated', client.name), lead: t('clients.secret.lead'), items: [[t('clients.id'), client.id], [t('clients.secret'), made.secret]]});
    this.reload();
  }

  async #dropSecret(secret) {
    if (await confirmed({title: t('clients.secret.delete'), text: t('clients.secret.delete.text'), confirm: t('delete'), run: () => request('DELETE', `${this.path}/secrets/${encodeURIComponent(secret.id)}`)})) this.reload();
  }
}
customElements.define('sr-client', ClientDetail);
