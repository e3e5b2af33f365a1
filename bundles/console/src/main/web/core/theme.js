/* SPDX-License-Identifier: Apache-2.0 */

export const THEMES = ['system', 'light', 'dark'];

export function currentTheme() {
  return document.documentElement.dataset.theme ?? 'system';
}

/** Changes how the console looks, for this browser. */
export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('subrack.theme', theme);
}
