/* SPDX-License-Identifier: Apache-2.0 */
import {post, upload} from './api.js';
import {go, router} from './router.js';

/** Uploads that go on while the person looks elsewhere. Sends `change`. */
class Installing extends EventTarget {
  uploads = [];
  planning = false;
  failure = null;
  #next = 0;

  get busy() {
    return this.planning || this.uploads.some(each => each.state === 'waiting' || each.state === 'sending');
  }

  get done() {
    return this.uploads.filter(each => each.artifact);
  }

  async add(files) {
    for (const file of files) {
      this.uploads.push({id: this.#next++, file, loaded: 0, state: 'waiting', artifact: null, failure: null, abort: null});
    }
    this.failure = null;
    if (router.route.page !== 'install' || router.route.id) go('install');
    this.#changed();
    if (this.uploads.some(each => each.state === 'sending')) return;
    for (let next = this.#waiting(); next; next = this.#waiting()) await this.#send(next);
    // With a fault among them the person decides; else there is nothing to decide before the plan.
    if (this.done.length > 0 && this.uploads.every(each => each.state === 'stored')) await this.plan();
  }

  #waiting() {
    return this.uploads.find(each => each.state === 'waiting');
  }

  async #send(entry) {
    entry.state = 'sending';
    this.#changed();
    try {
      const sending = upload('artifacts', entry.file, loaded => {
        entry.loaded = loaded;
        this.#changed();
      });
      entry.abort = sending.abort;
      entry.artifact = await sending.promise;
      entry.state = 'stored';
    } catch (e) {
      entry.failure = e;
      entry.state = e.name === 'AbortError' ? 'given-up' : 'failed';
    }
    this.#changed();
  }

  drop(entry) {
    entry.abort?.();
    this.uploads = this.uploads.filter(each => each !== entry);
    this.#changed();
  }

  clear() {
    this.uploads.forEach(each => each.state === 'sending' && each.abort?.());
    this.uploads = [];
    this.failure = null;
    this.#changed();
  }

  async plan() {
    this.planning = true;
    this.failure = null;
    this.#changed();
    try {
      const changes = [...new Set(this.done.map(each => each.artifact.sha256))].map(artifact => ({action: 'deploy', artifact}));
      const plan = (await post('plans', {changes})).body;
      this.uploads = [];
      if (router.route.page === 'install') go('install', plan.id);
      this.lastPlan = plan.id;
    } catch (e) {
      this.failure = e;
    } finally {
      this.planning = false;
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change'));
  }
}

export const installing = new Installing();
