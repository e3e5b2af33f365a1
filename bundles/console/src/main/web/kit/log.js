/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Light} from '../core/element.js';
import {clockTime, exactTime} from '../core/format.js';
import {icon} from '../core/icons.js';
import {href} from '../core/router.js';
import {t} from '../core/texts.js';

const NEAR = 32;

/**
 * Lines of a log, oldest first. Properties: lines [{id, at, level, logger, bundle, message, exception, request, trace}],
 * words to mark, short without what the page says anyway, follow: shows the newest as long as nobody scrolls away from it.
 */
class LogView extends Light {
  static properties = {lines: {attribute: false}, follow: {attribute: false}, words: {attribute: false}, short: {attribute: false}, away: {state: true}};

  constructor() {
    super();
    this.lines = [];
    this.words = '';
    this.away = false;
  }

  updated() {
    if (this.follow && !this.away) this.#toEnd();
  }

  #toEnd() {
    const box = this.querySelector('.log');
    box.scrollTop = box.scrollHeight;
  }

  #scrolled(box) {
    this.away = box.scrollHeight - box.scrollTop - box.clientHeight > NEAR;
  }

  render() {
    return html`<div class="log ${this.short ? 'short' : ''}" role="log" tabindex="0" aria-label=${t('log')} @scroll=${event => this.#scrolled(event.currentTarget)}>${this.lines.length === 0
      ? html`<p class="muted">${t('log.empty')}</p>`
      : repeat(this.lines, line => `${line.at} ${line.id}`, line => this.#line(line))}</div>
      ${this.follow && this.away ? html`<button type="button" class="button small newest" @click=${() => {
        this.away = false;
      }}>${icon('down')}<span>${t('log.newest')}</span></button>` : nothing}`;
  }

  #line(line) {
    return html`<div class="line ${line.level ?? ''}"><time datetime=${line.at} title=${exactTime(line.at)}>${clockTime(line.at)}</time>
      ${line.level ? html`<span class="level">${line.level}</span>` : nothing}
      ${this.short ? nothing : html`<span class="from" title=${line.logger ?? nothing}>${line.bundle ? html`<a class="name-end source" href=${href('bundles', line.bundle, 'log')}><bdi>${line.bundle}</bdi></a>` : nothing}</span>`}
      <span class="message">${this.#marked(line.message ?? '')}${line.exception ? html`<details><summary>${t('log.exception')}</summary><pre>${line.exception}</pre></details>` : nothing}</span>
      ${line.trace ? html`<a class="source" title=${t('log.trace.all', line.trace)} href=${href('logs', '', '', {trace: line.trace})}>${t('log.trace')}</a>` : nothing}
      ${line.request ? html`<a class="source" title=${t('log.request.all', line.request)} href=${href('logs', '', '', {request: line.request})}>${t('log.request')}</a>` : nothing}</div>`;
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
