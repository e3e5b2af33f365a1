/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {get, maybe, post} from '../core/api.js';
import {Page, head} from '../core/element.js';
import {author, clockTime, duration, exactTime, logsOf, time} from '../core/format.js';
import {asJob} from '../core/jobs.js';
import {href, router} from '../core/router.js';
import {t, tOr} from '../core/texts.js';
import {badge} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {nothingMatches, nothingYet} from '../kit/empty.js';
import {toastFailure} from '../kit/toast.js';
import {card, facts} from '../kit/tree.js';
import {progress} from '../kit/upload.js';

const FACETS = [{id: 'state', of: row => row.state}, {id: 'kind', of: row => row.kind, label: kind => tOr(`job.${kind}`, kind)}];
const MOST = 200;

/** What runs and what ran: deployments, backups, refreshes. */
class JobsPage extends Page {
  get topics() {
    return ['job', 'deployment'];
  }

  heading() {
    return this.data?.job?.title ?? t('page.jobs');
  }

  async load(signal) {
    if (this.route.id) return {job: await get(`jobs/${this.route.id}`, {signal})};
    const jobs = await maybe(get(`jobs?limit=${MOST}`, {signal}));
    return {jobs: jobs ? jobs.items : (await get(`deployments?limit=${MOST}`, {signal})).items.map(asJob)};
  }

  view({job, jobs}) {
    return job ? this.#one(job) : this.#all(jobs);
  }

  #all(jobs) {
    if (jobs.length === 0) return html`${head(t('page.jobs'))}${nothingYet({symbol: 'jobs', title: t('jobs.none'), text: t('jobs.none.text')})}`;
    const {q = '', sort = '', ...chosen} = this.route.query;
    return html`${head(t('page.jobs'), {lead: t('jobs.lead')})}
      <sr-toolbar .rows=${jobs} .words=${q} .chosen=${chosen} .facets=${FACETS} @filter=${event => router.query(event.detail)}></sr-toolbar>
      <sr-table .rows=${jobs} .columns=${this.#columns} .text=${row => `${row.title} ${row.kind} ${row.actor}`} .words=${q} .chosen=${chosen} .facets=${FACETS} .sort=${sort} .label=${t('page.jobs')}
        .empty=${() => nothingMatches(() => router.go(href('jobs'), {replace: true}))} @sort=${event => router.query({sort: event.detail})}></sr-table>`;
  }

  get #columns() {
    return [
      {id: 'title', label: t('column.job'), header: true, value: row => row.title, cell: row => html`<a href=${row.kind === 'deployment' ? href('deployments', row.id) : href('jobs', row.id)}>${row.title || row.id}</a>`},
      {id: 'kind', label: t('column.kind'), width: '8rem', value: row => row.kind, cell: row => tOr(`job.${row.kind}`, row.kind)},
      {id: 'state', label: t('column.state'), width: '7rem', value: row => row.state, cell: row => badge(row.state)},
      {id: 'actor', label: t('column.who'), width: '7rem', value: row => author(row.actor), cell: row => author(row.actor)},
      {id: 'started', label: t('column.when'), width: '9rem', value: row => Date.parse(row.started), cell: row => time(row.started)},
      {id: 'took', label: t('column.took'), width: '5.5rem', end: true, value: row => took(row), cell: row => duration(took(row))},
    ];
  }

  #one(job) {
    const running = job.state === 'RUNNING';
    return html`${head(job.title || tOr(`job.${job.kind}`, job.kind), {back: {href: href('jobs'), text: t('page.jobs')}, badges: badge(job.state),
        lead: html`${author(job.actor)} · ${time(job.started)}`,
        actions: html`${running ? button({label: t('jobs.cancel'), symbol: 'stop', why: job.cancellable === false ? t('jobs.cancel.why') : '', run: () => post(`jobs/${job.id}/cancellation`).then(() => this.reload(), toastFailure)}) : nothing}
          ${linkButton({label: t('page.logs'), symbol: 'logs', to: logsOf(job)})}
          ${job.result?.href ? linkButton({label: t('jobs.result'), symbol: 'download', to: job.result.href}) : nothing}`})}
      ${running && job.percent !== undefined ? progress(job.percent, 100, job.title) : nothing}
      ${job.problem ? html`<p class="notice bad" role="alert">${job.problem.detail ?? job.problem.title}</p>` : nothing}
      ${card(t('deployment.steps'), html`<ol class="log-steps">${(job.steps ?? []).map(step => html`<li>${step.started ? html`<time datetime=${step.started} title=${exactTime(step.started)}>${clockTime(step.started)}</time>` : nothing}${badge(step.state)}<span>${step.name}${step.detail ? html` <span class="muted">${step.detail}</span>` : nothing}</span></li>`)}</ol>`, {flush: true})}
      ${card('', facts([[t('column.kind'), tOr(`job.${job.kind}`, job.kind)], [t('column.took'), duration(took(job))], [t('fact.id'), html`<code>${job.id}</code>`]]))}`;
  }
}
customElements.define('sr-page-jobs', JobsPage);

function took(job) {
  return job.started ? (job.ended ? Date.parse(job.ended) : Date.now()) - Date.parse(job.started) : undefined;
}
