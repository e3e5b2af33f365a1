/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {href} from './router.js';
import {language, t} from './texts.js';

const UNITS = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]];
const ago = localized(id => new Intl.RelativeTimeFormat(id, {numeric: 'auto'}));
const exact = localized(id => new Intl.DateTimeFormat(id, {dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23'}));
const clock = localized(id => new Intl.DateTimeFormat(id, {timeStyle: 'medium', hourCycle: 'h23'}));
const number = localized(id => new Intl.NumberFormat(id, {maximumFractionDigits: 1}));
const small = localized(id => new Intl.NumberFormat(id, {maximumSignificantDigits: 2, maximumFractionDigits: 3}));

/** Makes what writes in the person's language when it is first needed: the language is known by then. */
function localized(make) {
  let made;
  return () => made ??= make(language());
}

/** Returns how long ago something was, with the exact time to hover over. */
export function time(iso) {
  if (!iso) return html`<span class="muted">${t('none')}</span>`;
  const at = new Date(iso);
  return html`<time datetime=${iso} title=${exact().format(at)}>${relative(at)}</time>`;
}

export function relative(at, now = Date.now()) {
  const seconds = Math.round((at.getTime() - now) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return ago().format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 5 ? t('time.now') : ago().format(seconds, 'second');
}

export function exactTime(iso) {
  return exact().format(new Date(iso));
}

export function clockTime(iso) {
  return clock().format(new Date(iso));
}

export function duration(millis) {
  if (millis === undefined || millis === null) return '';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${number().format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Returns what is left of a time as minutes and seconds. */
export function remaining(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function bytes(count) {
  if (count === undefined || count === null) return '';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${number().format(value)} ${units[unit]}`;
}

export function amount(value) {
  return value === undefined || value === null ? '' : (Math.abs(value) < 1 ? small : number)().format(value);
}

/** Shortens the "name (user id)" that stands in the history. */
export function author(text) {
  return (text ?? '').replace(/ \((user|client|bundle) [^)]*\)$/, '') || t('platform');
}

const AROUND_MILLIS = 1000;

/** Returns the address of what was logged while something took place. @param span {started, ended?} */
export function logsOf({started, ended}) {
  const around = (iso, by) => new Date(Date.parse(iso) + by).toISOString();
  return href('logs', '', '', {from: around(started, -AROUND_MILLIS), ...(ended ? {to: around(ended, AROUND_MILLIS)} : {})});
}
