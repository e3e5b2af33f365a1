/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Light} from '../core/element.js';
import {clockTime, exactTime} from '../core/format.js';
import {t} from '../core/texts.js';

/** Lines of a log, oldest first. Properties: lines [{id, at, level, logger, bundle, message, exception, request}], follow. */
class LogView extends Light {
  static properties = {lines: {attribute: false}, follow: {attribute: false}, words: {attribute: false}, short: {attribute: false}};

  constructor() {
    super();
    this.lines = [];
    this.words = '';
  }

  updated() {
    const box = this.querySelector('.log');
    if (this.follow && box) box.scrollTop = box.scrollHeight;
  }

  render() {
    return html`<div class="log ${this.short ? 'short' : ''}" role="log" tabindex="0" aria-label=${t('log')}>${this.lines.length === 0
      ? html`<p class="muted">${t('log.empty')}</p>`
      : repeat(this.lines, line => `${line.at} ${line.id}`, line => this.#line(line))}</div>`;
  }

  #line(line) {
    return html`<div class="line ${line.level ?? ''}"><time datetime=${line.at} title=${exactTime(line.at)}>${clockTime(line.at)}</time>
      ${line.level ? html`<span class="level">${line.level}</span>` : nothing}
      ${line.bundle && !this.short ? html`<a class="source" href="/console/bundles/${encodeURIComponent(line.bundle)}/log">${line.bundle}</a>` : nothing}
      <span class="message">${this.#marked(line.message ?? '')}${line.exception ? html`<details><summary>${t('log.exception')}</summary><pre>${line.exception}</pre></details>` : nothing}</span></div>`;
  }

  #marked(text) {
    if (!this.words) return text;
    const parts = [];
    const lower = text.toLowerCase();
    const wanted = this.words.toLowerCase();
    let from = 0;
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
      parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + wanted.length)}</mark>`);
      from = at + wanted.length;
    }
    return [...parts, text.slice(from)];
  }
}
customElements.define('sr-log', LogView);
