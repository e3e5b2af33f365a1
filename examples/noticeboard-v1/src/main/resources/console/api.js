/* SPDX-License-Identifier: Apache-2.0 */
// What all modules of this bundle share: they import each other by relative paths.

/** Calls the bundle's own REST API. */
export async function call(host, method = 'GET', path = '', body = undefined) {
  const answer = await host.fetch(`/noticeboard${path}`, {
    method, headers: {'Content-Type': 'application/json'}, body: body && JSON.stringify(body)});
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? answer.statusText);
  return answer.status === 204 ? null : answer.json();
}
