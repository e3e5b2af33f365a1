/* SPDX-License-Identifier: Apache-2.0 */
// What the console works out without a page: all of it can be tested by itself.

/** Returns what a table shows of its rows: those that match the words and the chosen chips, in order. */
export function selectRows(rows, {words = '', text, chosen = {}, facets = [], sort = '', columns = []}) {
  const parts = words.toLowerCase().split(/\s+/).filter(part => part);
  const active = facets.filter(facet => chosen[facet.id]);
  const result = rows.filter(row => {
    if (active.some(facet => facet.of(row) !== chosen[facet.id])) return false;
    if (parts.length === 0) return true;
    const searched = text(row).toLowerCase();
    return parts.every(part => searched.includes(part));
  });
  const descending = sort.startsWith('-');
  const column = columns.find(each => each.id === sort.replace(/^-/, ''));
  if (!column?.value) return result;
  const sign = descending ? -1 : 1;
  return result
    .map(row => [column.value(row), row])
    .sort(([a], [b]) => sign * compareValues(a, b))
    .map(([, row]) => row);
}

/** Orders numbers as numbers and text as people do; what is missing comes last. */
export function compareValues(a, b) {
  const noA = a === undefined || a === null || a === '';
  const noB = b === undefined || b === null || b === '';
  if (noA || noB) return noA - noB;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', {numeric: true, sensitivity: 'base'});

/** Counts the rows per value of a facet: [[value, count]…], the most frequent first. */
export function countBy(rows, of) {
  const counts = new Map();
  for (const row of rows) {
    const value = of(row);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || compareValues(a[0], b[0]));
}

/** Returns which rows are to be in the document: a window around what can be seen. */
export function rowWindow(count, rowHeight, top, height, margin = 8) {
  const first = Math.max(0, Math.floor(top / rowHeight) - margin);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + margin);
  return {first: Math.min(first, last), last, before: Math.min(first, last) * rowHeight, after: (count - last) * rowHeight};
}

/**
 * Puts new rows where the old ones stand, so that nothing moves while somebody points at it: known rows keep their
 * places, new ones come at the end.
 */
export function keepOrder(shown, fresh, key) {
  const rest = new Map(fresh.map(row => [key(row), row]));
  const kept = [];
  for (const row of shown) {
    const now = rest.get(key(row));
    if (now !== undefined) {
      kept.push(now);
      rest.delete(key(row));
    }
  }
  return [...kept, ...rest.values()];
}

/** Returns how long to wait before the next attempt: doubled each time up to a limit, and never the same for all. */
export function backoff(attempt, random = Math.random, {first = 500, most = 15000} = {}) {
  const whole = Math.min(most, first * 2 ** attempt);
  return whole / 2 + random() * whole / 2;
}

/** Gathers calls until the next turn of a clock, then runs once with all that was given. */
export function coalesce(run, schedule) {
  let waiting = null;
  return item => {
    if (waiting) {
      waiting.push(item);
      return;
    }
    waiting = [item];
    schedule(() => {
      const all = waiting;
      waiting = null;
      run(all);
    });
  };
}

/** Reads an address of the console: /console/<page>/<id>/<tab>?…. */
export function parseAddress(path, search = '', base = '/console') {
  const below = path.startsWith(base) ? path.slice(base.length) : '';
  const [page = '', id = '', tab = ''] = below.split('/').filter(part => part).map(decode);
  return {page: page || 'overview', id, tab, query: Object.fromEntries(new URLSearchParams(search))};
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Writes an address of the console; what is empty is left out. */
export function writeAddress(page, id = '', tab = '', query = {}, base = '/console') {
  const path = [base, page, id, tab].filter(part => part !== '' && part !== undefined && part !== null)
    .map((part, index) => index === 0 ? part : encodeURIComponent(part)).join('/');
  const entries = Object.entries(query).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}

/** Scores how well words fit a text, for the command palette: 0 for not at all. */
export function score(words, text) {
  const wanted = words.toLowerCase().trim();
  const candidate = text.toLowerCase();
  if (!wanted) return 1;
  const at = candidate.indexOf(wanted);
  if (at === 0) return 100;
  if (at > 0) return /[\s./:_-]/.test(candidate[at - 1]) ? 80 : 60;
  if (wanted.split(/\s+/).every(word => candidate.includes(word))) return 40;
  let position = -1;
  let gaps = 0;
  for (const letter of wanted.replace(/\s+/g, '')) {
    const next = candidate.indexOf(letter, position + 1);
    if (next < 0) return 0;
    gaps += next - position - 1;
    position = next;
  }
  return Math.max(1, 20 - gaps / 4);
}

/** Returns the next number that people like, for the top of a scale. */
export function niceAbove(value) {
  if (!(value > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(each => each * size).find(each => each >= value);
}

/** Returns the path of a curve. Where a value is missing it is broken; a point alone is drawn as a dot. */
export function plotPath(values, x, y) {
  return values.map((value, index) => {
    if (!Number.isFinite(value)) return '';
    const begins = !Number.isFinite(values[index - 1]);
    const alone = begins && !Number.isFinite(values[index + 1]);
    return `${begins ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}${alone ? 'h.01' : ''}`;
  }).join('');
}

/** Adds a point to the history of figures, {seconds: [], <name>: []}; what the point does not know is a gap. */
export function withPoint(history, point, seconds, most) {
  const next = {seconds: [...history.seconds, seconds].slice(-most)};
  for (const name of Object.keys(history)) {
    if (name !== 'seconds') next[name] = [...history[name], point[name] ?? NaN].slice(-most);
  }
  return next;
}

/** Returns the id of the place that is next in a direction, [-1 | 0 | 1, -1 | 0 | 1]; what is aside counts twice. */
export function nearest(places, from, [dx, dy]) {
  const here = places.get(from);
  let best = null;
  let least = Infinity;
  for (const [id, {x, y}] of places) {
    const along = (x - here.x) * dx + (y - here.y) * dy;
    if (along <= 0) continue;
    const distance = along + 2 * Math.abs((x - here.x) * dy) + 2 * Math.abs((y - here.y) * dx);
    if (distance < least) {
      least = distance;
      best = id;
    }
  }
  return best;
}

const BRIEF = 34;

/** Leaves out the package of the first bundle in what a change did, where the whole is too long for narrow places. */
export function brief(text) {
  return text.length > BRIEF ? text.replace(/ (?:[\w-]+\.){2,}(?=[\w-]+\.[\w-]+)/, ' …') : text;
}

/** Says whether a text has the shape of a media type, as `application/json; charset=utf-8`. */
export function isMediaType(text) {
  return /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+( ?; ?[\w-]+=[\w.+-]+)*$/.test(text);
}

/** Quotes a word for a POSIX shell. What a terminal would take for keys is written as an escape, for bash and zsh. */
export function shellQuoted(text) {
  if (/^[\w./:-]+$/.test(text)) return text;
  if (!/[^\P{Cc}\n]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replace(/['\\!]|\p{Cc}/gu, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
