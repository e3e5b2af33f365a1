// SPDX-License-Identifier: Apache-2.0
// Serves the browser application from an origin of its own, over TLS.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LIBRARY = join(
  dirname(createRequire(import.meta.url).resolve('oidc-client-ts/package.json')),
  'dist/browser/oidc-client-ts.min.js',
);
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'";

/** @returns the server, listening at the port, for one client */
export function serve(port, pfx, passphrase, settings) {
  const script = readFileSync(new URL('../spa/app.js', import.meta.url));
  const library = readFileSync(LIBRARY);
  const html = `<!doctype html><html lang="en"><title>Application</title><link rel="icon" href="data:,">
    <p id="state">…</p><script type="application/json" id="settings">${JSON.stringify(settings)}</script>
    <script src="/library.js"></script><script src="/app.js"></script></html>`;
  const server = createServer({ pfx, passphrase }, (request, response) => {
    const path = new URL(request.url, 'https://x').pathname;
    const [type, body] =
      path === '/library.js' ? ['text/javascript', library] : path === '/app.js' ? ['text/javascript', script] : ['text/html', html];
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    if (type === 'text/html') {
      const origin = new URL(settings.authority).origin;
      response.setHeader('Content-Security-Policy', `${POLICY}; img-src data:; connect-src ${origin}; frame-src 'self' ${origin}`);
    }
    response.end(body);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
