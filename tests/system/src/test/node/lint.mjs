// SPDX-License-Identifier: Apache-2.0
// The description of the management API, as two well-known linters see it with the rules that they recommend.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { check, settings } from './lib/report.mjs';

const { document } = await settings();
mkdirSync('lint', { recursive: true });
writeFileSync('lint/openapi.json', JSON.stringify(document, null, 2));
writeFileSync('lint/spectral.json', JSON.stringify({ extends: ['spectral:oas'] }));
writeFileSync('lint/redocly.yaml', 'extends: [recommended]\ntelemetry: off\n');

function run(program, ...options) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, options, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  return { status, stdout, stderr };
}

await check('Spectral finds no fault', () => {
  const { status, stdout, stderr } = run(
    'spectral', 'lint', 'lint/openapi.json', '--ruleset', 'lint/spectral.json', '--format', 'json', '--quiet',
    '--fail-severity', 'hint',
  );

  const faults = JSON.parse(stdout).map(({ code, message, path }) => `${code}: ${message} at ${path.join('/')}`);
  assert.deepEqual(faults.slice(0, 20), []);
  assert.equal(status, 0, stderr);
});

await check('Redocly finds no fault', () => {
  const { status, stdout, stderr } = run(
    'redocly', 'lint', 'lint/openapi.json', '--config', 'lint/redocly.yaml', '--format', 'json',
    '--max-problems', '1000',
  );

  const faults = JSON.parse(stdout).problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`,
  );
  assert.deepEqual(faults.slice(0, 20), []);
  assert.equal(status, 0, stderr);
});
