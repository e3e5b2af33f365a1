/* SPDX-License-Identifier: Apache-2.0 */
// Explains in words what is wrong with an LDAP filter, as RFC 4515 and the OSGi core have it.

const OPERATORS = /^(>=|<=|~=|=)/;

/** Returns {at, key}: where a filter goes wrong, and what is; null if nothing is. Pure. */
export function filterFault(text) {
  const reader = {text, at: 0};
  skip(reader);
  const fault = item(reader);
  if (fault) return fault;
  skip(reader);
  return reader.at < text.length ? {at: reader.at, key: text[reader.at] === ')' ? 'close' : 'after'} : null;
}

function skip(reader) {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
}

function item(reader) {
  if (reader.text[reader.at] !== '(') return {at: reader.at, key: 'open'};
  reader.at++;
  skip(reader);
  const sign = reader.text[reader.at];
  return sign === '&' || sign === '|' || sign === '!' ? group(reader, sign) : comparison(reader);
}

function group(reader, sign) {
  reader.at++;
  let count = 0;
  for (;;) {
    skip(reader);
    if (reader.at >= reader.text.length) return {at: reader.at, key: 'unclosed'};
    if (reader.text[reader.at] === ')') break;
    if (sign === '!' && count === 1) return {at: reader.at, key: 'not'};
    const fault = item(reader);
    if (fault) return fault;
    count++;
  }
  if (count === 0) return {at: reader.at, key: 'empty'};
  reader.at++;
  return null;
}

function comparison(reader) {
  const name = /^[^=<>~()]*/.exec(reader.text.slice(reader.at))[0];
  if (name.trim() === '') return {at: reader.at, key: 'name'};
  reader.at += name.length;
  const operator = OPERATORS.exec(reader.text.slice(reader.at));
  if (!operator) return {at: reader.at, key: reader.at >= reader.text.length ? 'operator.end' : 'operator'};
  reader.at += operator[0].length;
  while (reader.at < reader.text.length && reader.text[reader.at] !== ')') {
    if (reader.text[reader.at] === '(') return {at: reader.at, key: 'escape'};
    reader.at += reader.text[reader.at] === '\\' ? 2 : 1;
  }
  if (reader.at >= reader.text.length) return {at: reader.text.length, key: 'unclosed'};
  reader.at++;
  return null;
}
