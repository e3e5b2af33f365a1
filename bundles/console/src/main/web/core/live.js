/* SPDX-License-Identifier: Apache-2.0 */
import {BASE, get} from './api.js';
import {backoff} from './pure.js';

const TOPICS = ['bundle', 'deployment', 'job', 'health', 'configuration', 'services', 'pages', 'metrics'];
const POLL_MILLIS = 5000;
const SILENCE_MILLIS = 40000;

/**
 * The one event stream that all of the console shares. Sends each event under its name with the data as detail, `reset`
 * when all must be loaded anew, and `state` with `connected`, `polling`, `reconnecting` or `offline`.
 */
class Live extends EventTarget {
  state = 'reconnecting';
  #source = null;
  #attempt = 0;
  #timer = 0;
  #watch = 0;
  #wasConnected = false;
  #closed = false;

  start() {
    if (this.#source || this.#timer) return;
    addEventListener('online', () => this.#retry(0));
    addEventListener('offline', () => this.#became('offline'));
    addEventListener('pagehide', () => this.#source?.close());
    addEventListener('pageshow', event => event.persisted && this.#retry(0));
    this.#connect();
  }

  stop() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#source?.close();
  }

  #became(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', {detail: state}));
  }

  #connect() {
    if (this.#closed) return;
    this.#source?.close();
    const source = new EventSource(`${BASE}/events`);
    this.#source = source;
    source.addEventListener('open', () => {
      const again = this.#wasConnected && this.#attempt > 0;
      this.#attempt = 0;
      this.#wasConnected = true;
      this.#became('connected');
      this.#heard();
      // A new stream knows nothing of the old one's last event.
      if (again) this.#reset();
    });
    source.addEventListener('error', () => {
      if (source !== this.#source) return;
      this.#became(navigator.onLine ? 'reconnecting' : 'offline');
      if (source.readyState === EventSource.CLOSED) this.#again();
    });
    source.addEventListener('reset', () => this.#reset());
    source.addEventListener('bye', () => {
      this.#became('reconnecting');
      source.close();
      this.#again();
    });
    for (const topic of TOPICS) {
      source.addEventListener(topic, event => {
        this.#heard();
        let detail;
        try {
          detail = JSON.parse(event.data);
        } catch {
          return;
        }
        this.dispatchEvent(new CustomEvent(topic, {detail}));
      });
    }
  }

  /** Metrics come every few seconds: after a long silence the connection is dead, whatever the browser thinks. */
  #heard() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#retry(0), SILENCE_MILLIS);
  }

  #again() {
    this.#attempt++;
    this.#retry(backoff(this.#attempt - 1));
  }

  #retry(after) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (this.#attempt > 2 && !this.#wasConnected && await this.#answers()) this.#poll();
      else this.#connect();
    }, after);
  }

  async #answers() {
    try {
      await get('platform');
      return true;
    } catch {
      return false;
    }
  }

  /** Where nobody serves the stream, asking from time to time must do. */
  async #poll() {
    this.#became(await this.#answers() ? 'polling' : 'reconnecting');
    if (this.state === 'polling' && document.visibilityState === 'visible') this.#reset();
    this.#timer = setTimeout(() => this.#poll(), POLL_MILLIS);
  }

  #reset() {
    this.dispatchEvent(new CustomEvent('reset'));
  }
}

export const live = new Live();

/** Calls back for events of some topics and for resets; returns how to stop that. */
export function onLive(topics, call) {
  const all = [...topics, 'reset'];
  const listener = event => call(event.type, event.detail);
  all.forEach(topic => live.addEventListener(topic, listener));
  return () => all.forEach(topic => live.removeEventListener(topic, listener));
}
