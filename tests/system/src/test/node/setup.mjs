// SPDX-License-Identifier: Apache-2.0
// The first admin is made in a browser, by the link that the platform prints.
import assert from 'node:assert/strict';
import { complaints, launch } from './lib/chromium.mjs';
import { check, secret, settings } from './lib/report.mjs';

const { issuer, user, password, token, chromium, certificateFile, pictures } = await settings();
const browser = await launch(chromium, certificateFile);

await check('the setup page makes the first admin', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme, locale: 'en' });
    const errors = complaints(context);
    const page = await context.newPage();
    await page.goto(`${issuer}/setup#${token}`);
    await page.screenshot({ path: `${pictures}/setup-${colorScheme}.png`, fullPage: true });
    assert.deepEqual(errors, []);
    if (colorScheme === 'dark') {
      await page.locator('input[autocomplete=username]').fill(user);
      for (const field of await page.locator('input[autocomplete=new-password]').all()) {
        await field.fill(password);
      }
      await page.locator('form button[type=submit]').first().click();
      await page.waitForURL((url) => url.pathname !== '/setup');
      secret(...(await context.cookies()).map((cookie) => cookie.value));
      assert.deepEqual(errors, []);
    }
    await context.close();
  }
});

await browser.close();
