/* SPDX-License-Identifier: Apache-2.0 */
// All words that people read stand in one file for each language. Another language is another file, and a line here.

export const LANGUAGES = [['en', 'English'], ['de', 'Deutsch']];
const ENGLISH = 'en';
const KEPT = 'subrack.language';

let texts = {};
let chosen = ENGLISH;
let plurals = new Intl.PluralRules(ENGLISH);

/** Loads the words in the chosen language; those that it lacks are English. */
export async function loadTexts(url) {
  const wanted = localStorage.getItem(KEPT);
  chosen = LANGUAGES.some(([id]) => id === wanted) ? wanted : ENGLISH;
  const files = chosen === ENGLISH ? [url] : [url, url.replace(/en(\.json)$/, `${chosen}$1`)];
  const all = await Promise.all(files.map(async file => (await fetch(file, {credentials: 'same-origin'})).json()));
  texts = Object.assign({}, ...all);
  plurals = new Intl.PluralRules(chosen);
  document.documentElement.lang = chosen;
}

export function language() {
  return chosen;
}

/** Chooses a language for this browser; all pages begin anew in it. */
export function setLanguage(id) {
  localStorage.setItem(KEPT, id);
  location.reload();
}

/** Returns a text with {0}, {1}… filled in. A text that is missing shows its name. */
export function t(key, ...values) {
  const text = texts[key];
  return text === undefined ? key : text.replace(/\{(\d)}/g, (whole, index) => String(values[index] ?? ''));
}

/** Returns a text for a number of things: <key>.one, <key>.other or what else the language tells apart, with the number as {0}. */
export function tn(key, count, ...values) {
  const form = `${key}.${plurals.select(count)}`;
  return t(form in texts ? form : `${key}.other`, count.toLocaleString(chosen), ...values);
}

/** Returns a text if there is one, else what is given instead: for words that come from the server. */
export function tOr(key, instead) {
  return texts[key] ?? instead;
}
