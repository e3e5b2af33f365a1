// SPDX-License-Identifier: Apache-2.0
// Tells the Java test what was checked: one JSON object a line.

/** Reads the settings that the test writes to the standard input: there `ps` does not show them. */
export async function settings() {
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
  }
  return JSON.parse(text);
}

/** Runs one check after the other; one that fails does not stop the others. */
export async function check(name, work) {
  try {
    await work();
    report({ check: name, ok: true });
  } catch (error) {
    report({ check: name, ok: false, error: describe(error) });
  }
}

/** Names what has to be kept out of logs, so that the test can look for it there. */
export function secret(...values) {
  for (const value of values) {
    if (value) {
      report({ secret: value });
    }
  }
}

function report(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

function describe(error) {
  const lines = [];
  for (let each = error; each; each = each.cause) {
    const more = ['code', 'error', 'error_description', 'status']
      .filter((key) => each[key] !== undefined)
      .map((key) => `${key}=${each[key]}`);
    lines.push([each.stack ?? JSON.stringify(each), ...more].join('\n  '));
  }
  return lines.join('\ncaused by ');
}
