// SPDX-License-Identifier: Apache-2.0
// The pages themselves in Chromium: what they look like, that the console stays empty, keyboard only, no scripts.
import assert from 'node:assert/strict';
import { complaints, launch, logIn } from './lib/chromium.mjs';
import { check, secret, settings } from './lib/report.mjs';

const { issuer, user, password, consent, chromium, certificateFile, pictures } = await settings();
const browser = await launch(chromium, certificateFile);
const ACCOUNT = ['/account', '/account/password', '/account/second-factor', '/account/sessions', '/account/applications', '/account/tokens', '/device'];

async function opened(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: 'en', ...options });
  return { context, errors: complaints(context), page: await context.newPage() };
}

async function rememberCookies(context) {
  secret(...(await context.cookies()).map((cookie) => cookie.value));
}

function picture(page, name) {
  return page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

for (const colorScheme of ['light', 'dark']) {
  await check(`the pages are drawn in the ${colorScheme} theme without a complaint`, async () => {
    const { page, errors, context } = await opened({ colorScheme });
    await page.goto(`${issuer}/login`);
    await picture(page, `login-${colorScheme}`);
    const background = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await logIn(page, user, password);
    await page.waitForURL('**/account');
    for (const path of ACCOUNT) {
      await page.goto(issuer + path);
      assert.equal(new URL(page.url()).pathname, path);
      await picture(page, `${path.slice(1).replaceAll('/', '-')}-${colorScheme}`);
    }
    await page.goto(`${issuer}/oauth2/authorize?${new URLSearchParams(consent)}`);
    await page.waitForURL('**/consent*');
    await picture(page, `consent-${colorScheme}`);
    await page.goto(`${issuer}/logout`);
    await picture(page, `logout-${colorScheme}`);
    await rememberCookies(context);

    assert.deepEqual(errors, []);
    assert.match(background, new RegExp(colorScheme));
    await context.close();
  });
}

await check('errors are pages, too', async () => {
  const { page, errors, context } = await opened();
  const answer = await page.goto(`${issuer}/oauth2/authorize?client_id=nobody`);
  await picture(page, 'error');

  assert.equal(answer.status(), 400);
  assert.ok((await page.locator('h1').innerText()).length > 3);
  assert.deepEqual(
    errors.filter((line) => !/status of 400/.test(line)),
    [],
  );
  await context.close();
});

await check('one can log in with the keyboard alone', async () => {
  const { page, context } = await opened();
  await page.goto(`${issuer}/login`);
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'name');

  await page.keyboard.type(user);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement.getAttribute('href'));

  assert.equal(focused, '#main');
  await rememberCookies(context);
  await context.close();
});

await check('one can log in, refuse a client and log out without scripts', async () => {
  const { page, context, errors } = await opened({ javaScriptEnabled: false });
  await context.route(`${consent.redirect_uri}*`, (route) => route.fulfill({ body: 'the application' }));
  await page.goto(`${issuer}/oauth2/authorize?${new URLSearchParams(consent)}`);
  await logIn(page, user, password);
  await page.waitForURL('**/consent*');
  const sent = page.waitForRequest((request) => request.url().startsWith(consent.redirect_uri));
  await page.locator('button[value=deny]').click();
  const back = new URL((await sent).url());
  await page.waitForURL(`${consent.redirect_uri}*`);
  await page.goto(`${issuer}/logout`);
  await page.locator('form button[type=submit]').first().click();
  await page.goto(`${issuer}/account`);
  await page.waitForURL('**/login*');

  assert.equal(back.searchParams.get('error'), 'access_denied');
  assert.equal(back.searchParams.get('iss'), issuer);
  assert.deepEqual(errors, []);
  await context.close();
});

await check('fields have labels, and what is wrong is said where it is', async () => {
  const { page, context } = await opened();
  await page.goto(`${issuer}/login`);
  const unlabelled = await page.evaluate(
    () => [...document.querySelectorAll('input:not([type=hidden])')].filter((field) => field.labels.length === 0).length,
  );
  await page.locator('input[autocomplete=username]').fill('nobody');
  await page.locator('input[type=password]').fill('not the password');
  await page.locator('form button[type=submit]').first().click();

  await page.locator('[role=alert]').waitFor();
  assert.equal(unlabelled, 0);
  assert.equal(await page.locator('html[lang]').count(), 1);
  assert.equal(await page.locator('input[type=password]').inputValue(), '');
  await picture(page, 'login-refused');
  await context.close();
});

await browser.close();
