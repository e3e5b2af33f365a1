/* SPDX-License-Identifier: Apache-2.0 */

/** A command of the palette is a function. This one leads to where it can be done. */
export default function pin(host) {
  host.navigate('board', {query: {new: '1'}});
}
