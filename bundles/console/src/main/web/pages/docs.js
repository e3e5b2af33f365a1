/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Page, head} from '../core/element.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';
import {card, facts} from '../kit/tree.js';

const LINKS = [
  ['docs.openapi', '/api/platform/v1/openapi.json'], ['docs.oidc', '/.well-known/openid-configuration'], ['docs.jwks', '/oauth2/jwks'],
  ['docs.ready', '/health/ready'], ['docs.live', '/health/live'],
];
const KEYS = [['Ctrl K', 'docs.key.palette'], ['/', 'docs.key.filter'], ['↑ ↓ Home End', 'docs.key.rows'], ['.', 'docs.key.menu'], ['Esc', 'docs.key.escape'], ['Tab', 'docs.key.tab']];
const COMMANDS = [['subrack login', 'docs.cli.login'], ['subrack bundle ls', 'docs.cli.ls'], ['subrack bundle why NAME', 'docs.cli.why'], ['subrack deploy rollback', 'docs.cli.rollback'], ['subrack doctor', 'docs.cli.doctor'], ['subrack help', 'docs.cli.help']];

/** Where to read on: what this server says of itself, keys, the command line, addresses of pages. */
class DocsPage extends Page {
  view() {
    return html`${head(t('page.docs'), {lead: t('docs.lead')})}
      <div class="columns">
        ${card(t('docs.links'), html`<ul class="rows">${LINKS.map(([key, to]) => html`<li><a href=${to} target="_blank" rel="noopener">${t(key)}</a><code class="muted">${to}</code></li>`)}<li><a href=${href('explorer')}>${t('page.explorer')}</a></li></ul>`, {flush: true})}
        ${card(t('docs.keys'), facts(KEYS.map(([key, text]) => [html`<kbd>${key}</kbd>`, t(text)])))}
        ${card(t('docs.cli'), facts(COMMANDS.map(([command, text]) => [html`<code>${command}</code>`, t(text)])))}
        ${card(t('docs.addresses'), html`<p>${t('docs.addresses.text')}</p><p><code class="wrap">/console/&lt;page&gt;/&lt;id&gt;/&lt;tab&gt;?q=…&amp;sort=-name</code></p>
          <ul class="lines"><li><a href=${href('bundles', '', '', {health: 'FAILED'})}>${t('docs.address.failed')}</a></li><li><a href=${href('audit', '', '', {outcome: 'denied'})}>${t('docs.address.denied')}</a></li><li><a href=${href('services', '', '', {used: 'no'})}>${t('docs.address.unused')}</a></li></ul>`)}
      </div>`;
  }
}
customElements.define('sr-page-docs', DocsPage);
