/* SPDX-License-Identifier: Apache-2.0 */
import {get, maybe} from './api.js';
import {onLive} from './live.js';
import {coalesce} from './pure.js';

/** What runs right now, for the whole console: it survives going to another page. Sends `change` and `ended`. */
class Jobs extends EventTarget {
  running = [];
  #known = new Map();
  #soon = coalesce(() => this.refresh(), run => setTimeout(run, 200));
  #timer = 0;

  start() {
    onLive(['job', 'deployment'], type => this.#soon(type));
    this.refresh();
  }

  /** Looks at once, since something was just begun here. */
  begun(id) {
    this.#known.set(id, {id, kind: 'deployment', state: 'RUNNING', title: ''});
    this.refresh();
  }

  async refresh() {
    try {
      const before = new Map(this.#known);
      this.running = await this.#load();
      this.#known = new Map(this.running.map(job => [job.id, job]));
      this.dispatchEvent(new CustomEvent('change'));
      for (const [id, job] of before) {
        if (!this.#known.has(id)) this.dispatchEvent(new CustomEvent('ended', {detail: job}));
      }
      clearTimeout(this.#timer);
      // The stream says when a job ends; asking makes sure of it.
      if (this.running.length > 0) this.#timer = setTimeout(() => this.refresh(), 1500);
    } catch {
      // The server is away: the stream's return brings the next attempt.
    }
  }

  async #load() {
    const jobs = await maybe(get('jobs?state=RUNNING'));
    if (jobs) return jobs.items;
    const deployments = await maybe(get('deployments?limit=20'), {items: []});
    return deployments.items.filter(each => each.status === 'RUNNING').map(asJob);
  }
}

/** A deployment in the form of a job, where nobody serves jobs yet. */
export function asJob(deployment) {
  const states = {RUNNING: 'RUNNING', COMMITTED: 'SUCCEEDED', UNDONE: 'FAILED', INTERRUPTED: 'FAILED'};
  return {
    id: deployment.id, kind: 'deployment', actor: deployment.author, state: states[deployment.status] ?? deployment.status,
    started: deployment.started, ended: deployment.ended, title: deployment.bundles.map(each => each.bundle).join(', '),
    steps: deployment.steps, result: {href: `/api/platform/v1/deployments/${deployment.id}`},
  };
}

export const jobs = new Jobs();

/** Waits until a deployment has ended, over interruptions too, and returns it. */
export async function ended(id) {
  for (let failures = 0; ;) {
    try {
      const deployment = await get(`deployments/${id}?wait=PT10S`);
      failures = 0;
      if (deployment.status !== 'RUNNING') return deployment;
    } catch (e) {
      if (e.status >= 400 && e.status < 500 || ++failures > 30) throw e;
      await new Promise(resume => setTimeout(resume, 1000));
    }
  }
}
