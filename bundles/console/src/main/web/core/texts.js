/* SPDX-License-Identifier: Apache-2.0 */
// All words that people read stand in one file; another language is another file.

let texts = {};

export async function loadTexts(url) {
  const answer = await fetch(url, {credentials: 'same-origin'});
  texts = await answer.json();
}

/** Returns a text with {0}, {1}… filled in. A text that is missing shows its name. */
export function t(key, ...values) {
  const text = texts[key];
  return text === undefined ? key : text.replace(/\{(\d)}/g, (whole, index) => String(values[index] ?? ''));
}

/** Returns a text for a number of things: <key>.one or <key>.other, with the number as {0}. */
export function tn(key, count, ...values) {
  return t(`${key}.${count === 1 ? 'one' : 'other'}`, count.toLocaleString('en'), ...values);
}

/** Returns a text if there is one, else what is given instead: for words that come from the server. */
export function tOr(key, instead) {
  return texts[key] ?? instead;
}
