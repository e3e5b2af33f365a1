// SPDX-License-Identifier: Apache-2.0
// `oidc-client-ts` in Chromium against the platform: an application of another origin.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allow, complaints, launch, logIn } from './lib/chromium.mjs';
import { check, secret, settings } from './lib/report.mjs';
import { serve } from './lib/spa.mjs';

const { issuer, user, password, spa, chromium, certificateFile, keyStore, keyStorePassword } = await settings();
const origin = `https://127.0.0.1:${spa.port}`;
const server = await serve(spa.port, readFileSync(keyStore), keyStorePassword, {
  authority: issuer,
  client_id: spa.id,
  scope: 'openid profile',
});
const browser = await launch(chromium, certificateFile);

async function opened() {
  const context = await browser.newContext();
  const errors = complaints(context);
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await state(page, 'ready');
  return { context, page, errors };
}

function state(page, text) {
  return page.waitForFunction((expected) => {
    const shown = document.getElementById('state')?.textContent ?? '';
    if (shown.startsWith('failed') || shown.startsWith('renew failed')) {
      throw new Error(shown);
    }
    return shown.startsWith(expected);
  }, text);
}

/** Starts something that leaves the page, and does not wait for what it never returns. */
function leave(page, scope) {
  return page.evaluate((asked) => {
    void app.manager.signinRedirect(asked ? { scope: asked } : {});
  }, scope);
}

async function loggedIn(scope) {
  const opening = await opened();
  await leave(opening.page, scope);
  await logIn(opening.page, user, password);
  if (!consented.has(scope)) {
    await allow(opening.page);
    consented.add(scope);
  }
  await state(opening.page, `logged in as ${user}`);
  await note(opening.page);
  return opening;
}

const consented = new Set();

async function note(page) {
  const tokens = await page.evaluate(async () => {
    const current = await app.manager.getUser();
    return [current.access_token, current.refresh_token, current.id_token];
  });
  secret(...tokens);
  return tokens;
}

await check('oidc-client-ts logs in by redirect, and renews silently in a frame, on time', async () => {
  const { page, errors, context } = await loggedIn();
  const [first] = await note(page);

  const silent = await page.evaluate(async () => (await app.manager.signinSilent()).access_token);
  // Its own timer, 50 seconds before the end of a token that lives for a minute.
  await page.waitForFunction((known) => app.loaded.some((token) => !known.includes(token)), [first, silent], { timeout: 40_000 });

  await note(page);
  secret(silent);
  assert.notEqual(silent, first);
  assert.deepEqual(errors, []);
  await context.close();
});

await check('oidc-client-ts renews by a refresh token, and revokes', async () => {
  const { page, errors, context } = await loggedIn('openid profile offline_access');
  const [firstAccess, firstRefresh] = await note(page);

  const renewed = await page.evaluate(async () => {
    const next = await app.manager.signinSilent();
    return [next.access_token, next.refresh_token];
  });
  await page.evaluate(() => app.manager.revokeTokens());
  const after = await page.evaluate(
    async ([url, token]) => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status,
    [`${issuer}/oauth2/userinfo`, renewed[0]],
  );

  secret(...renewed);
  assert.ok(firstRefresh);
  assert.notEqual(renewed[0], firstAccess);
  assert.notEqual(renewed[1], firstRefresh);
  assert.equal(after, 401);
  assert.deepEqual(
    errors.filter((line) => !/status of 401/.test(line)),
    [],
  );
  await context.close();
});

await check('oidc-client-ts logs in by a pop-up', async () => {
  const { page, errors, context } = await opened();
  const popup = context.waitForEvent('page');
  const done = page.evaluate(async () => (await app.manager.signinPopup()).profile.preferred_username);

  await logIn(await popup, user, password);
  const name = await done;

  await note(page);
  assert.equal(name, user);
  assert.deepEqual(errors, []);
  await context.close();
});

await check('oidc-client-ts logs out, and nothing is renewed any more', async () => {
  const { page, errors, context } = await loggedIn();

  await page.evaluate(() => {
    void app.manager.signoutRedirect({ state: 'x' });
  });
  await state(page, 'logged out');
  const refused = await page.evaluate(async () => {
    try {
      await app.manager.signinSilent();
      return 'renewed';
    } catch (error) {
      return error.error;
    }
  });

  assert.equal(refused, 'login_required');
  assert.deepEqual(errors, []);
  await context.close();
});

await check('no script of another origin than the registered reads an answer', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`https://localhost:${spa.port}/`);

  const read = await page.evaluate(async (url) => {
    try {
      return (await fetch(url)).status;
    } catch {
      return 'refused';
    }
  }, `${issuer}/.well-known/openid-configuration`);

  assert.equal(read, 'refused');
  await context.close();
});

await browser.close();
server.close();
