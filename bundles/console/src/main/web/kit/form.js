/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {Light} from '../core/element.js';
import {t} from '../core/texts.js';

const NUMBERS = ['int', 'long', 'double', 'float', 'short', 'byte'];

/**
 * A form for attributes as the configuration API describes them: {id, name, description, type, cardinality, options,
 * min, max, required, default, secret, note}. Several of some options are boxes to tick; an option may have a description.
 * Properties: attributes, values {id: value}, faults {id: sentence}, prefix for the ids of fields where two forms meet.
 * Event `change` with all values; what was emptied is null.
 */
class SchemaForm extends Light {
  static properties = {attributes: {attribute: false}, values: {attribute: false}, faults: {attribute: false}, locked: {attribute: false}, prefix: {attribute: false}};

  constructor() {
    super();
    this.attributes = [];
    this.values = {};
    this.faults = {};
    this.locked = '';
    this.prefix = 'field';
  }

  #set(attribute, value) {
    this.values = {...this.values, [attribute.id]: value === '' ? null : value};
    this.dispatchEvent(new CustomEvent('change', {detail: this.values}));
  }

  render() {
    // What the browser's own fields tell is not for those who listen to the form.
    return html`<div class="form" @change=${event => event.stopPropagation()}>${this.attributes.map(attribute => this.#field(attribute))}</div>`;
  }

  #field(attribute) {
    const id = `${this.prefix}-${attribute.id}`;
    const fault = this.faults[attribute.id];
    const hints = [attribute.description ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(each => each).join(' ') || nothing;
    if (many(attribute)) return this.#boxes(attribute, id, fault);
    return html`<div class="field ${fault ? 'faulty' : ''}">
      ${attribute.type === 'boolean' ? nothing : html`<label for=${id}>${attribute.name || attribute.id}${attribute.required ? html` <span class="muted label-note">${t('form.required')}</span>` : nothing}</label>`}
      ${this.#input(attribute, id, hints)}
      ${attribute.description ? html`<p class="hint" id="${id}-hint">${attribute.description}${range(attribute)}</p>` : nothing}
      ${fault ? html`<p class="fault" id="${id}-fault">${fault}</p>` : nothing}
      ${attribute.note ? html`<p class="hint">${attribute.note}</p>` : nothing}
    </div>`;
  }

  #boxes(attribute, id, fault) {
    const chosen = this.values[attribute.id] ?? [];
    const toggle = (value, on) => this.#set(attribute, attribute.options.map(each => each.value).filter(each => each === value ? on : chosen.includes(each)));
    return html`<fieldset class="field boxes ${fault ? 'faulty' : ''}"><legend>${attribute.name || attribute.id}</legend>
      ${attribute.description ? html`<p class="hint">${attribute.description}</p>` : nothing}
      <div>${attribute.options.map((option, index) => html`<label class="check"><input type="checkbox" id="${id}-${index}" .checked=${chosen.includes(option.value)}
        aria-disabled=${this.locked || option.why ? 'true' : nothing} aria-description=${option.why || nothing} @click=${event => (this.locked || option.why) && event.preventDefault()}
        @change=${event => toggle(option.value, event.target.checked)}><span>${option.label ?? option.value}${option.description ? html` <span class="muted">${option.description}</span>` : nothing}</span></label>`)}</div>
      ${fault ? html`<p class="fault">${fault}</p>` : nothing}${attribute.note ? html`<p class="hint">${attribute.note}</p>` : nothing}</fieldset>`;
  }

  #input(attribute, id, hints) {
    const value = this.values[attribute.id];
    const fault = this.faults[attribute.id];
    const common = {disabled: Boolean(this.locked)};
    if (attribute.type === 'boolean') {
      return html`<label class="check"><input type="checkbox" id=${id} .checked=${value === true || value === 'true'} ?disabled=${common.disabled}
        aria-describedby=${hints} @change=${event => this.#set(attribute, event.target.checked)}><span>${attribute.name || attribute.id}</span></label>`;
    }
    if (attribute.options?.length > 0) {
      return html`<select id=${id} ?disabled=${common.disabled} aria-describedby=${hints} aria-invalid=${fault ? 'true' : nothing}
        @change=${event => this.#set(attribute, event.target.value)}>
        ${attribute.required ? nothing : html`<option value="">${t('form.default')}</option>`}
        ${attribute.options.map(option => html`<option value=${option.value} ?selected=${String(value ?? '') === String(option.value)}>${option.label ?? option.value}</option>`)}</select>`;
    }
    if (attribute.cardinality || attribute.type === 'lines' || Array.isArray(value)) {
      return html`<textarea id=${id} rows="3" spellcheck="false" ?disabled=${common.disabled} aria-describedby=${hints} aria-invalid=${fault ? 'true' : nothing}
        .value=${(Array.isArray(value) ? value : value ? [value] : []).join('\n')}
        @change=${event => this.#set(attribute, event.target.value.split('\n').map(line => line.trim()).filter(line => line))}></textarea>`;
    }
    const numeric = NUMBERS.includes(attribute.type);
    return html`<input id=${id} type=${attribute.type === 'password' ? 'password' : 'text'} inputmode=${numeric ? 'numeric' : nothing}
      autocomplete=${attribute.autocomplete ?? 'off'} spellcheck="false" ?disabled=${common.disabled} ?required=${attribute.required}
      placeholder=${attribute.placeholder ?? nothing} aria-describedby=${hints} aria-invalid=${fault ? 'true' : nothing}
      .value=${value === null || value === undefined ? '' : String(value)}
      @input=${event => this.#set(attribute, numeric && event.target.value !== '' && Number.isFinite(Number(event.target.value)) ? Number(event.target.value) : event.target.value)}>`;
  }
}
customElements.define('sr-form', SchemaForm);

function many(attribute) {
  return Boolean(attribute.cardinality) && attribute.options?.length > 0;
}

function range({min, max}) {
  if (min === undefined && max === undefined) return nothing;
  return html` <span class="range">${min === undefined ? t('form.most', max) : max === undefined ? t('form.least', min) : t('form.range', min, max)}</span>`;
}
