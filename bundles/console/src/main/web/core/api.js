/* SPDX-License-Identifier: Apache-2.0 */
// The management API, as any client has it: the browser sends the session's cookie and the Origin by itself.

export const BASE = '/api/platform/v1';
const MAX_PAGES = 200;
const ABSENT = 'urn:subrack:problem:http:not-found';

/** What the API says when it does not do something. */
export class ApiError extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || String(problem.status));
    this.status = problem.status;
    this.title = problem.title ?? '';
    this.detail = problem.detail ?? '';
    this.type = problem.type ?? '';
    this.problem = problem;
  }

  /** By which the log knows the request; empty for what never came to the server. */
  get requestId() {
    return /^urn:subrack:request:(.+)$/.exec(this.problem.instance ?? '')?.[1] ?? '';
  }

  /** Nobody serves this path: that part of the API is not installed, or not yet started. */
  get notThere() {
    return this.type === ABSENT;
  }
}

export const session = new EventTarget();

export function url(path) {
  return path.startsWith('/') ? path : `${BASE}/${path}`;
}

async function failed(answer) {
  const isProblem = (answer.headers.get('Content-Type') ?? '').includes('json');
  const problem = isProblem ? await answer.json().catch(() => ({})) : {};
  const error = new ApiError({title: answer.statusText, ...problem, status: answer.status});
  if (answer.status === 401) session.dispatchEvent(new CustomEvent('over'));
  return error;
}

/** Sends a request. Returns {body, etag, location, status}. */
export async function request(method, path, {body, type, signal, headers = {}} = {}) {
  const isJson = body !== undefined && type === undefined;
  let answer;
  try {
    answer = await fetch(url(path), {
      method,
      signal,
      credentials: 'same-origin',
      headers: {Accept: 'application/json', ...(isJson ? {'Content-Type': 'application/json'} : type ? {'Content-Type': type} : {}), ...headers},
      body: isJson ? JSON.stringify(body) : body,
    });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new ApiError({status: 0, title: 'unreachable'});
  }
  if (!answer.ok) throw await failed(answer);
  const text = await answer.text();
  const json = (answer.headers.get('Content-Type') ?? '').includes('json');
  return {
    body: json && text ? JSON.parse(text) : text,
    etag: answer.headers.get('ETag'),
    location: answer.headers.get('Location'),
    status: answer.status,
  };
}

export async function get(path, options) {
  return (await request('GET', path, options)).body;
}

/** Reads all pages of a list, at most `most` items. */
export async function list(path, {signal, most = 5000} = {}) {
  const items = [];
  let next = path;
  for (let page = 0; next && page < MAX_PAGES && items.length < most; page++) {
    const body = await get(next, {signal});
    items.push(...(body.items ?? []));
    next = body.next;
  }
  return items;
}

/** Reads something that an installation may not have: returns `instead` then. */
export async function maybe(promise, instead = null) {
  try {
    return await promise;
  } catch (e) {
    if (e instanceof ApiError && (e.notThere || e.status === 403)) return instead;
    throw e;
  }
}

const OFFERED_MILLIS = 30_000;
let offers = null;

/** Says whether an installation has a part of the API, without asking for what would fail. */
export async function offered(path) {
  if (!offers || Date.now() - offers.at > OFFERED_MILLIS) {
    offers = {at: Date.now(), templates: list('operations').then(all => new Set(all.map(each => each.template)))};
    offers.templates.catch(() => {
      offers = null;
    });
  }
  return (await offers.templates).has(url(path));
}

/** Reads something only where it is there; fails as an absent path does if nobody says what to return instead. */
export async function where(path, read, instead) {
  if (await offered(path)) return read();
  if (instead === undefined) throw new ApiError({status: 404, type: ABSENT});
  return instead;
}

export function post(path, body, options = {}) {
  return request('POST', path, {...options, body});
}

/** Sends a change that may be sent again after a failure without being done twice. */
export function postOnce(path, body) {
  return post(path, body, {headers: {'Idempotency-Key': crypto.randomUUID()}});
}

/** Uploads a file; fetch tells nothing of progress. */
export function upload(path, file, onProgress, type = 'application/java-archive') {
  const sender = new XMLHttpRequest();
  const promise = new Promise((resolve, reject) => {
    sender.open('POST', url(path));
    sender.setRequestHeader('Content-Type', type);
    sender.setRequestHeader('Accept', 'application/json');
    sender.upload.addEventListener('progress', event => onProgress(event.loaded, event.lengthComputable ? event.total : file.size));
    sender.addEventListener('error', () => reject(new ApiError({status: 0, title: 'unreachable'})));
    sender.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
    sender.addEventListener('load', () => {
      let body = {};
      try {
        body = JSON.parse(sender.responseText);
      } catch {
        // A proxy may answer with a page of its own.
      }
      if (sender.status >= 200 && sender.status < 300) resolve(body);
      else {
        if (sender.status === 401) session.dispatchEvent(new CustomEvent('over'));
        reject(new ApiError({...body, status: sender.status}));
      }
    });
    sender.send(file);
  });
  return {promise, abort: () => sender.abort()};
}
