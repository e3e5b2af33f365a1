/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {author, time} from '../core/format.js';
import {icon} from '../core/icons.js';
import {installing} from '../core/installing.js';
import {jobs} from '../core/jobs.js';
import {href} from '../core/router.js';
import {t, tn, tOr} from '../core/texts.js';

/** What runs right now, from every page: a button in the header with a list below it. */
class JobTray extends Light {
  connectedCallback() {
    super.connectedCallback();
    this.listen(jobs, 'change', () => this.requestUpdate());
    this.listen(installing, 'change', () => this.requestUpdate());
    jobs.start();
  }

  render() {
    const uploads = installing.uploads.filter(each => each.state === 'sending' || each.state === 'waiting');
    const count = jobs.running.length + uploads.length;
    return html`<button type="button" class="button quiet header-button" popovertarget="job-list" aria-label=${count ? tn('jobs.running', count) : t('jobs.none')}>
        ${count ? html`<span class="spinner" aria-hidden="true"></span><span>${count}</span>` : icon('jobs')}</button>
      <div id="job-list" class="tray" popover aria-label=${t('page.jobs')} role="region">
        <h2>${t('jobs.title')}</h2>
        ${count === 0 ? html`<p class="muted">${t('jobs.none')}</p>` : nothing}
        <ul>${uploads.map(each => html`<li><a href=${href('install')}>${icon('upload')}<span><strong>${each.file.name}</strong>
            <progress max=${each.file.size || 1} .value=${each.loaded} aria-label=${each.file.name}></progress></span></a></li>`)}
          ${jobs.running.map(job => html`<li><a href=${job.kind === 'deployment' ? href('deployments', job.id) : href('jobs', job.id)}>
            ${icon(job.kind === 'deployment' ? 'deployments' : 'jobs')}<span><strong>${job.title || tOr(`job.${job.kind}`, job.kind)}</strong>
            <small>${author(job.actor)} · ${job.started ? time(job.started) : ''}</small></span></a></li>`)}</ul>
        <p><a href=${href('jobs')}>${t('jobs.all')}</a></p>
      </div>`;
  }
}
customElements.define('sr-jobs', JobTray);
