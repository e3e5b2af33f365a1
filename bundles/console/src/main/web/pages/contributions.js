/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {list, url} from '../core/api.js';
import {contributions} from '../core/contributions.js';
import {Page, head} from '../core/element.js';
import {href, router} from '../core/router.js';
import {t} from '../core/texts.js';
import {badge, tag} from '../kit/badge.js';
import {linkButton} from '../kit/button.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {card} from '../kit/tree.js';

const FACETS = [{id: 'kind', of: row => row.kind, label: value => t(`kind.${value}`)}, {id: 'state', of: row => row.state, label: value => t(`contributions.state.${value}`)}];
const TONES = {shown: 'SERVING', failed: 'FAILED', elsewhere: 'STOPPED'};

/** What bundles add to the console: pages, parts of pages, commands; and what is wrong with it. */
class ContributionsPage extends Page {
  get topics() {
    return ['pages'];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(contributions, 'change', () => this.requestUpdate());
  }

  load(signal) {
    return list('pages', {signal});
  }

  view(bundles) {
    const {q = '', sort = '', ...chosen} = this.route.query;
    const rows = bundles.flatMap(from => [
      ...from.pages.map(page => row(from, page, 'page', page.id)),
      ...from.slots.map(slot => row(from, slot, 'slot', slot.slot)),
      ...from.commands.map(command => row(from, command, 'command', command.id))]);
    const top = head(t('page.contributions'), {lead: t('contributions.lead'), actions: linkButton({label: t('contributions.schema'), symbol: 'download', to: url('pages/schema'), download: 'contribution-1.schema.json'})});
    if (bundles.length === 0) return html`${top}${nothingYet({symbol: 'overview', title: t('contributions.none'), text: t('contributions.none.text')})}`;
    const columns = [
      {id: 'name', label: t('configuration.name'), header: true, value: each => each.title, cell: each => each.address ? html`<a href=${each.address}>${each.title}</a>` : each.title},
      {id: 'kind', label: t('column.kind'), width: '8.5rem', value: each => each.kind, cell: each => tag(t(`kind.${each.kind}`))},
      {id: 'where', label: t('contributions.where'), value: each => each.where, cell: each => html`<code title=${each.where}>${each.where}</code>`},
      {id: 'bundle', label: t('column.bundle'), value: each => each.bundle, cell: each => html`<a href=${href('bundles', each.bundle, 'pages')}>${each.bundle}</a>`},
      {id: 'version', label: t('column.version'), width: '6rem', value: each => each.version, cell: each => each.version},
      {id: 'module', label: t('contributions.module'), value: each => each.file, cell: each => html`<a href=${each.module} title=${each.module}><code>${each.file}</code></a>`},
      {id: 'scope', label: t('contributions.scope'), width: '9rem', value: each => each.scope, cell: each => each.scope ? tag(each.scope) : html`<span class="muted">–</span>`},
      {id: 'state', label: t('column.state'), width: '9rem', value: each => each.state, cell: each => badge(TONES[each.state], t(`contributions.state.${each.state}`))},
    ];
    return html`${top}${faults(bundles)}
      <sr-toolbar .rows=${rows} .words=${q} .chosen=${chosen} .facets=${FACETS} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${rows} .columns=${columns} .key=${each => `${each.bundle} ${each.kind} ${each.id}`} .text=${each => `${each.title} ${each.where} ${each.bundle}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.contributions')}
        .empty=${some => some ? nothingMatches(() => router.query({q: '', kind: '', state: ''})) : nothing} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }
}
customElements.define('sr-page-contributions', ContributionsPage);

function row(from, item, kind, where) {
  const failed = contributions.hasFailed(from, item);
  const state = failed ? 'failed' : kind === 'slot' && !contributions.knows(item.slot) ? 'elsewhere' : 'shown';
  return {...item, kind, where, state, bundle: from.bundle, version: from.version, file: item.module.slice(from.base.length)};
}

/** What the platform could not read, and what failed in this browser. */
function faults(bundles) {
  const bad = bundles.map(from => [from, contributions.faults(from)]).filter(([, all]) => all.length > 0);
  if (bad.length === 0) return nothing;
  return card(t('contributions.faults'), html`<ul class="rows">${bad.map(([from, all]) => html`<li><div><a href=${href('bundles', from.bundle, 'pages')}>${from.bundle}</a> ${from.version}
    <ul class="lines">${all.map(each => html`<li><code class="wrap">${each}</code></li>`)}</ul></div></li>`)}</ul>`, {flush: true, tone: 'bad'});
}
