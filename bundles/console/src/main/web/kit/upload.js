/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {Light} from '../core/element.js';
import {icon} from '../core/icons.js';
import {t} from '../core/texts.js';

/** A place to drop files on, or to choose them. Event `files` with an array. */
class Upload extends Light {
  static properties = {label: {attribute: false}, hint: {attribute: false}, accept: {attribute: false}, over: {state: true}};

  #chosen(list) {
    const files = [...list];
    if (files.length > 0) this.dispatchEvent(new CustomEvent('files', {detail: files}));
  }

  render() {
    return html`<label class="drop ${this.over ? 'over' : ''}"
      @dragover=${event => {
        event.preventDefault();
        this.over = true;
      }}
      @dragleave=${() => {
        this.over = false;
      }}
      @drop=${event => {
        event.preventDefault();
        event.stopPropagation();
        this.over = false;
        this.#chosen(event.dataTransfer.files);
      }}>
      ${icon('upload')}<strong>${this.label}</strong><span class="muted">${this.hint}</span><span class="button">${t('upload.choose')}</span>
      <input type="file" multiple accept=${this.accept ?? '.jar'} class="sr-unseen" @change=${event => {
        this.#chosen(event.target.files);
        event.target.value = '';
      }}></label>`;
  }
}
customElements.define('sr-upload', Upload);

/** A bar of progress with its words. */
export function progress(done, total, label) {
  const known = total > 0;
  return html`<div class="progress"><progress max=${known ? total : 1} .value=${known ? done : 0} aria-label=${label}></progress>
    <span>${known ? `${Math.floor(100 * done / total)} %` : ''}</span></div>`;
}
