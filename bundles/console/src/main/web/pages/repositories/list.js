/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {list, post, request, where} from '../../core/api.js';
import {Page} from '../../core/element.js';
import {time} from '../../core/format.js';
import {whyNot} from '../../core/me.js';
import {href, router} from '../../core/router.js';
import {t, tOr} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {confirmed, edit} from '../../kit/edit.js';
import {nothingMatches, nothingYet} from '../../kit/empty.js';
import {toastFailure} from '../../kit/toast.js';
import {WRITE, begun, repositoriesHead} from './common.js';

const KINDS = ['maven', 'r5', 'folder'];
const STATES = {OK: 'OK', FAILED: 'FAILED', DISABLED: 'DISABLED', UNCHECKED: 'STOPPED'};

/** The repositories that are asked, in their order. */
class Repositories extends Page {
  get topics() {
    return ['job', 'deployment'];
  }

  concerns(type, detail) {
    return (detail.status ?? detail.state) !== 'RUNNING';
  }

  heading() {
    return t('repositories.view.list');
  }

  load(signal) {
    return where('repositories', () => list('repositories', {signal}));
  }

  view(repositories) {
    const {q = '', sort = ''} = this.route.query;
    const add = button({label: t('repositories.add'), symbol: 'plus', tone: 'main', scope: WRITE, run: () => this.#edit(null)});
    if (repositories.length === 0) return html`${repositoriesHead('list', add)}${nothingYet({symbol: 'repositories', title: t('repositories.none'), text: t('repositories.none.text')})}`;
    const columns = [
      {id: 'id', label: t('repositories.repository'), header: true, width: '9rem', value: row => row.id, cell: row => html`<a href=${href('repositories', '', '', {repository: row.id})}>${row.id}</a>`},
      {id: 'kind', label: t('column.kind'), width: '6.5rem', value: row => row.kind, cell: row => tag(t(`repositories.kind.${row.kind.toLowerCase()}`))},
      {id: 'url', label: t('repositories.url'), value: row => row.url, cell: row => html`<code title=${row.url}>${row.url}</code>`},
      {id: 'status', label: t('column.state'), width: '7.5rem', value: row => row.status, cell: row => html`<span title=${row.problem ?? ''}>${badge(STATES[row.status.toUpperCase()] ?? row.status, tOr(`repositories.status.${row.status.toUpperCase()}`, row.status))}</span>`},
      {id: 'bundles', label: t('count.bundles'), width: '5.25rem', end: true, value: row => row.bundles, cell: row => row.bundles},
      {id: 'used', label: t('services.consumers'), width: '5.25rem', end: true, value: row => row.usedBy.length, cell: row => html`<span title=${row.usedBy.join('\n')}>${row.usedBy.length || '–'}</span>`},
      {id: 'priority', label: t('repositories.priority'), width: '5rem', end: true, value: row => row.priority, cell: row => row.priority},
      {id: 'checked', label: t('health.checked'), width: '8.5rem', value: row => row.checked ? Date.parse(row.checked) : undefined, cell: row => row.checked ? time(row.checked) : t('tokens.never')},
    ];
    const broken = repositories.filter(each => each.problem);
    return html`${repositoriesHead('list', add)}
      ${broken.length > 0 ? html`<div class="notice warn"><ul>${broken.map(each => html`<li><strong>${each.id}</strong>: ${each.problem}</li>`)}</ul></div>` : ''}
      <sr-toolbar .rows=${repositories} .words=${q} .placeholder=${t('repositories.filter')} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${repositories} .columns=${columns} .text=${row => `${row.id} ${row.url} ${row.kind}`} .words=${q} .sort=${sort || 'priority'} .label=${t('repositories.view.list')} .actions=${row => this.#actions(row)}
        .empty=${() => nothingMatches(() => router.query({q: ''}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  #actions(row) {
    const why = whyNot(WRITE);
    return [
      {label: t('repositories.refresh'), symbol: 'undo', why: why || (row.enabled ? '' : t('repositories.disabled')), run: () => this.#refresh(row)},
      {label: t('users.edit'), symbol: 'edit', why, run: () => this.#edit(row)},
      {label: row.enabled ? t('users.disable') : t('users.enable'), symbol: row.enabled ? 'pause' : 'play', why, run: () => this.#toggle(row)},
      null,
      {label: t('configuration.remove'), symbol: 'trash', tone: 'danger', why: why || (row.usedBy.length > 0 ? t('repositories.used', row.usedBy.join(', ')) : ''), run: () => this.#remove(row)},
    ];
  }

  async #refresh(row) {
    try {
      begun(await post(`repositories/${encodeURIComponent(row.id)}/refresh`), t('repositories.refreshing', row.id));
    } catch (e) {
      toastFailure(e);
    }
  }

  async #put(row, change) {
    const {etag} = await request('GET', `repositories/${encodeURIComponent(row.id)}`);
    return request('PUT', `repositories/${encodeURIComponent(row.id)}`, {body: {...input(row), ...change}, headers: etag ? {'If-Match': etag} : {}});
  }

  async #toggle(row) {
    try {
      await this.#put(row, {enabled: !row.enabled});
      this.reload();
    } catch (e) {
      toastFailure(e);
    }
  }

  async #edit(row) {
    const saved = await edit({
      title: row ? t('users.edit.title', row.id) : t('repositories.add'), confirm: t('save'), wide: true,
      values: row ? input(row) : {kind: 'maven', priority: 100, enabled: true},
      attributes: values => [
        ...(row ? [] : [{id: 'id', name: t('repositories.id'), description: t('repositories.id.hint'), required: true}]),
        {id: 'kind', name: t('column.kind'), required: true, options: KINDS.map(value => ({value, label: t(`repositories.kind.${value}`)})), description: t(`repositories.kind.${values.kind}.hint`)},
        {id: 'url', name: t('repositories.url'), required: true, placeholder: t(`repositories.url.${values.kind}`)},
        {id: 'priority', name: t('repositories.priority'), type: 'int', description: t('repositories.priority.hint')},
        {id: 'credentialsRef', name: t('repositories.credentials'), description: t('repositories.credentials.hint'), placeholder: '$[secret:name]'},
        {id: 'enabled', name: t('repositories.enabled'), type: 'boolean'},
      ],
      run: values => row ? this.#put(row, filled(values)) : post('repositories', filled(values)),
    });
    if (saved) this.reload();
  }

  async #remove(row) {
    if (await confirmed({title: t('repositories.remove', row.id), text: t('repositories.remove.text'), confirm: t('configuration.remove'), run: () => request('DELETE', `repositories/${encodeURIComponent(row.id)}`)})) this.reload();
  }
}
customElements.define('sr-repositories', Repositories);

function input({id, kind, url, priority, enabled, credentialsRef}) {
  return filled({id, kind, url, priority, enabled, credentialsRef});
}

function filled(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}
