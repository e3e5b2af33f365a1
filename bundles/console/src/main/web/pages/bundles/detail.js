/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, list, maybe} from '../../core/api.js';
import {changeBundles, earlier, obtain, requestOf, rollBackBundle, runFix} from '../../core/changes.js';
import {contributions} from '../../core/contributions.js';
import {Page, head} from '../../core/element.js';
import {icon} from '../../core/icons.js';
import {whyNot} from '../../core/me.js';
import {href} from '../../core/router.js';
import {t} from '../../core/texts.js';
import {badge, tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {menuButton} from '../../kit/menu.js';
import {slotKey} from '../../kit/slot.js';
import {tabs} from '../../kit/tabs.js';
import {apisTab, configurationTab, grantsTab, infoTab, manifestTab, pagesTab, servicesTab, wiringTab} from './tabs.js';
import './log.js';
import './versions.js';

/** One bundle with all that is known of it. */
class BundleDetail extends Page {
  get topics() {
    return ['bundle', 'deployment', 'services'];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(contributions, 'change', () => this.requestUpdate());
  }

  concerns(type, detail) {
    return type !== 'bundle' || detail.symbolicName === this.route.id;
  }

  heading() {
    return this.route.id;
  }

  async load(signal) {
    const name = encodeURIComponent(this.route.id);
    const [bundle, operations] = await Promise.all([get(`bundles/${name}`, {signal}), maybe(list('operations', {signal}), [])]);
    return {...bundle, operations: operations.filter(each => each.bundle === this.route.id)};
  }

  view(bundle) {
    const tab = this.route.tab || 'info';
    return html`${head(bundle.name ?? bundle.symbolicName, {
      back: {href: href('bundles'), text: t('page.bundles')},
      badges: html`${badge(bundle.health)}${bundle.update ? tag(t('bundles.update', bundle.update.version), 'info') : nothing}`,
      lead: html`<span class="code">${bundle.symbolicName}</span> ${bundle.version}${bundle.description ? html` · ${bundle.description}` : nothing}`,
      actions: this.#actions(bundle),
    })}
    ${why(bundle)}
    ${tabs(this.#tabs(bundle), tab, t('bundle.tabs'))}
    <div class="tab">${this.#tab(bundle, tab)}</div>`;
  }

  #actions(bundle) {
    const {symbolicName: name, kind, update} = bundle;
    const platform = kind === 'platform' ? t('why.platform') : '';
    const started = bundle.state === 'STARTED';
    const noDeploy = whyNot('platform.deploy') || platform;
    const noEarlier = earlier(bundle) ? '' : t('why.noearlier');
    return html`${bundle.health === 'FAILED' ? button({label: t('rollback.confirm'), symbol: 'undo', scope: 'platform.deploy', why: noEarlier, run: () => rollBackBundle(name)}) : nothing}
      ${update ? button({label: t('action.update.to', update.version), symbol: 'upload', tone: 'main', scope: 'platform.deploy', run: () => updateTo(name, update.version)}) : nothing}
      ${started
        ? button({label: t('action.stop'), symbol: 'stop', scope: 'platform.deploy', why: platform, run: () => changeBundles('stop', [name])})
        : button({label: t('action.start'), symbol: 'play', scope: 'platform.deploy', why: platform, run: () => changeBundles('start', [name])})}
      ${menuButton(() => [
        {label: t('versions.upload'), symbol: 'upload', href: href('install'), why: noDeploy},
        {label: t('versions.other'), symbol: 'download', href: href('bundles', name, 'versions'), why: platform},
        {label: t('rollback.before'), symbol: 'undo', why: noDeploy || noEarlier, run: () => rollBackBundle(name)},
        {label: t('dependencies.show'), symbol: 'dependencies', href: href('dependencies', '', '', {focus: name}), why: platform},
        null,
        {label: t('action.uninstall'), symbol: 'trash', tone: 'danger', why: noDeploy, run: () => changeBundles('uninstall', [name])},
      ], t('table.actions', name))}`;
  }

  #tabs(bundle) {
    const counts = {
      wiring: (bundle.requirements ?? bundle.wiring)?.length, services: bundle.services?.length, apis: bundle.operations.length,
      pages: bundle.pageList?.length, grants: bundle.grants?.length,
    };
    const own = ['info', 'wiring', 'services', 'apis', 'configuration', 'pages', 'log', 'versions', 'grants', 'manifest']
      .map(id => ({id, label: t(`bundle.tab.${id}`), count: counts[id], href: href('bundles', bundle.symbolicName, id === 'info' ? '' : id)}));
    return [...own, ...contributedTabs(bundle).map(each => ({id: slotKey(each), label: each.title, href: href('bundles', bundle.symbolicName, slotKey(each))}))];
  }

  #tab(bundle, tab) {
    switch (tab) {
      case 'info': return infoTab(bundle);
      case 'wiring': return wiringTab(bundle);
      case 'services': return servicesTab(bundle);
      case 'apis': return apisTab(bundle);
      case 'configuration': return configurationTab(bundle);
      case 'pages': return pagesTab(bundle);
      case 'log': return html`<sr-bundle-log .bundle=${bundle.symbolicName}></sr-bundle-log>`;
      case 'versions': return html`<sr-bundle-versions .bundle=${bundle}></sr-bundle-versions>`;
      case 'grants': return grantsTab(bundle);
      case 'manifest': return manifestTab(bundle);
      default: return contributedTabs(bundle).some(each => slotKey(each) === tab)
        ? html`<sr-slot .name=${'bundle-tab/1'} .of=${{bundle: bundle.symbolicName}} .only=${tab} .context=${{bundle}}></sr-slot>`
        : html`<p class="muted">${t('page.unknown.text', tab)}</p>`;
    }
  }
}
customElements.define('sr-bundle', BundleDetail);

function contributedTabs(bundle) {
  return contributions.slots('bundle-tab/1', {bundle: bundle.symbolicName});
}

function updateTo(name, version) {
  return obtain(t('versions.title', name, version), [requestOf({symbolicName: name, version})], {bundle: name, action: 'update'});
}

const MOST_BUTTONS = 3;

/** Why it does not run, in one sentence, with the buttons that mend it. */
function why(bundle) {
  const sentence = bundle.why?.sentence ?? bundle.faults.join(' ');
  if (bundle.health !== 'FAILED' && !bundle.why?.leafCauses?.length || !sentence) return nothing;
  const fixes = bundle.why?.fixes ?? [];
  const causes = (bundle.why?.leafCauses ?? []).filter(each => each !== sentence);
  const rest = fixes.slice(MOST_BUTTONS);
  return html`<section class="notice bad why" role="alert">${icon('alert')}<div><p><strong>${sentence}</strong></p>
    ${causes.length > 0 ? html`<ul>${causes.map(each => html`<li>${each}</li>`)}</ul>` : nothing}
    <p class="row">${fixes.slice(0, MOST_BUTTONS).map((fix, index) => button({label: fix.label, tone: index === 0 ? 'main' : '', scope: 'platform.deploy', run: () => runFix(fix)}))}
      ${rest.length > 0 ? menuButton(() => rest.map(fix => ({label: fix.label, run: () => runFix(fix), why: whyNot('platform.deploy')})), t('bundle.fixes')) : nothing}
      ${fixes.length === 0 ? html`<a class="button" href=${href('bundles', bundle.symbolicName, 'versions')}>${t('action.versions')}</a>` : nothing}
      <a class="button quiet" href=${href('bundles', bundle.symbolicName, 'log')}>${t('action.logs')}</a></p></div></section>`;
}
