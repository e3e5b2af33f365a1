// SPDX-License-Identifier: Apache-2.0
// A Chromium that talks to nobody but the servers of the test, and notes what it complains about.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param certificateFile the one certificate beyond the browser's own that is trusted, by its key */
export function launch(executablePath, certificateFile) {
  const key = new X509Certificate(readFileSync(certificateFile)).publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(key).digest('base64');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...QUIET, `--ignore-certificate-errors-spki-list=${pin}`],
  });
}

/** Collects errors of the console, among them violations of a Content-Security-Policy, and of scripts. */
export function complaints(context) {
  const found = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      found.push(`${message.page()?.url()}: ${message.text()}`);
    }
  });
  context.on('weberror', (error) => found.push(String(error.error())));
  return found;
}

/** Does on the login page, and the consent page if it comes, what a person does. */
export async function logIn(page, user, password) {
  await page.waitForURL('**/login*');
  await page.locator('input[autocomplete=username]').fill(user);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').first().click();
}

export async function allow(page) {
  await page.waitForURL('**/consent*');
  await page.locator('button[value=allow]').click();
}
