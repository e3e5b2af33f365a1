// SPDX-License-Identifier: Apache-2.0
// A browser without a window: cookies, redirects and HTML forms, filled in by the names and types of their fields.

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_STEPS = 20;

export class Agent {
  #cookies = new Map();
  #person;
  /** Paths of the pages that were shown. */
  seen = [];

  constructor(person) {
    this.#person = person;
  }

  cookies() {
    return [...this.#cookies.values()];
  }

  /**
   * Opens a page and does what the person would do until the browser is sent to `until`.
   *
   * @returns where it is sent, as a GET or POST request that the browser would make there
   */
  async visit(url, until) {
    let request = { url: new URL(url), method: 'GET' };
    for (let step = 0; step < MAX_STEPS; step++) {
      if (request.url.href.startsWith(until)) {
        return new Request(request.url, { method: request.method, headers: request.headers, body: request.body });
      }
      request = await this.#step(request);
    }
    throw new Error(`never came to ${until}; pages: ${this.seen.join(' ')}`);
  }

  async #step(request) {
    const response = await this.fetch(request);
    const location = response.headers.get('location');
    if (location) {
      return { url: new URL(location, request.url), method: 'GET' };
    }
    const text = await response.text();
    this.seen.push(request.url.pathname);
    if (response.status !== 200) {
      throw new Error(`${request.method} ${request.url} answered ${response.status}: ${plain(text)}`);
    }
    const onward = refresh(text);
    if (onward) {
      return { url: new URL(onward, request.url), method: 'GET' };
    }
    const form = forms(text).find((each) => each.method === 'post') ?? forms(text)[0];
    if (!form) {
      throw new Error(`no form at ${request.url}: ${plain(text)}`);
    }
    const fields = filled(form, this.#person);
    return {
      url: new URL(form.action || request.url.href, request.url),
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
      from: request.url.origin,
    };
  }

  /** One request, as a browser makes it. */
  async fetch({ url, method, headers, body, from }) {
    const sent = new Headers(headers);
    if (this.#cookies.size > 0) {
      sent.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    sent.set('accept', 'text/html');
    if (method === 'POST') {
      sent.set('origin', from);
      sent.set('sec-fetch-site', 'same-origin');
    }
    const response = await fetch(url, { method, headers: sent, body, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      this.#keep(cookie);
    }
    return response;
  }

  #keep(cookie) {
    const [pair, ...attributes] = cookie.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    if (attributes.some((each) => /^max-age=(0|-\d+)$/i.test(each))) {
      this.#cookies.delete(name);
    } else {
      this.#cookies.set(name, pair.slice(name.length + 1));
    }
  }
}

/** The forms of a page, with their fields and buttons. */
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag, content]) => {
    const { action = '', method = 'get' } = attributes(tag);
    const fields = [...content.matchAll(/<(input|button|select|textarea)\b([^>]*)>/gi)].map(([, element, rest]) => ({
      element: element.toLowerCase(),
      type: element.toLowerCase() === 'button' ? 'submit' : 'text',
      ...attributes(rest),
    }));
    return { action, method: method.toLowerCase(), fields };
  });
}

/** Where a page says that the browser shall go on to by itself. */
function refresh(html) {
  const tag = [...html.matchAll(/<meta\b([^>]*)>/gi)]
    .map(([, rest]) => attributes(rest))
    .find((each) => each['http-equiv']?.toLowerCase() === 'refresh');
  return tag?.content.match(/^\s*0\s*;\s*url=(.*)$/i)?.[1];
}

/** Returns name and value pairs: what the person types, what the page hides, and the button that goes on. */
function filled(form, person) {
  const pairs = [];
  for (const field of form.fields.filter((each) => each.name && each.type !== 'submit')) {
    const value = valueOf(field, person);
    if (value !== undefined) {
      pairs.push([field.name, value]);
    }
  }
  const buttons = form.fields.filter((each) => each.type === 'submit' && each.name);
  const button =
    buttons.find((each) => /allow|accept|approve|grant|yes|confirm|continue/i.test(`${each.name} ${each.value}`)) ??
    buttons[0];
  if (button) {
    pairs.push([button.name, button.value ?? '']);
  }
  return pairs;
}

function valueOf(field, person) {
  switch (field.type) {
    case 'hidden':
      return field.value ?? '';
    case 'password':
      return person.password;
    case 'checkbox':
      return field.value ?? 'on';
    case 'radio':
      return 'checked' in field ? (field.value ?? 'on') : undefined;
    default:
      if (field.value) {
        return field.value;
      }
      return field.autocomplete === 'one-time-code' ? person.code() : person.user;
  }
}

function attributes(tag) {
  const found = {};
  for (const [, name, quoted, single, bare] of tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    found[name.toLowerCase()] = decoded(quoted ?? single ?? bare ?? '');
  }
  return found;
}

function decoded(text) {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) {
      return ENTITIES[name.toLowerCase()] ?? whole;
    }
    return String.fromCodePoint(hex ? parseInt(hex, 16) : parseInt(decimal, 10));
  });
}

function plain(html) {
  return html
    .replace(/<style.*?<\/style>/gis, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 500);
}
