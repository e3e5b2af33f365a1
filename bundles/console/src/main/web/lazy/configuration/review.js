/* SPDX-License-Identifier: Apache-2.0 */
import {html} from 'lit';
import {t} from '../../core/texts.js';
import {ask} from '../../kit/dialog.js';
import {toast} from '../../kit/toast.js';
import {diffView, effectsView} from './values.js';

/** Shows what will change, and changes it. */
export async function review(editor, raw) {
  const {check} = editor;
  const done = await ask({
    title: t('configuration.review.title', editor.pid), wide: true, confirm: t('configuration.apply'),
    body: html`${diffView(check.diff)}${effectsView(check)}${reasonField()}`,
    run: dialog => editor.send(raw ? 'PUT' : 'PATCH', editor.path, {values: raw ? editor.raw.values : editor.draft, ...reasonOf(dialog)}),
  });
  if (done) toast(t(check.restart ? 'configuration.applied.later' : 'configuration.applied', editor.pid), 'good');
}

/** Takes away what was changed here, so that the files count. */
export async function reset(editor) {
  const changed = Object.entries(editor.resource.values).filter(([, value]) => value.admin !== undefined).map(([key, value]) => ({key, from: value.admin, to: value.platform ?? value.default}));
  const done = await ask({
    title: t('configuration.reset.title', editor.pid), wide: true, confirm: t('configuration.reset'), tone: 'danger',
    body: html`<p>${t('configuration.reset.text')}</p>${diffView(changed)}${reasonField()}`,
    run: dialog => {
      const {reason} = reasonOf(dialog);
      return editor.send('DELETE', `${editor.path}${reason ? `?reason=${encodeURIComponent(reason)}` : ''}`);
    },
  });
  if (done) toast(t('configuration.was-reset', editor.pid), 'good');
}

/** Makes the values those after a revision. */
export async function revert(editor, revision) {
  const done = await ask({
    title: t('configuration.revert.title', revision.revision), wide: true, confirm: t('configuration.revert'),
    body: html`<p>${t('configuration.revert.text')}</p>${reasonField()}`,
    run: dialog => editor.send('POST', `${editor.path}/revert`, {revision: revision.revision, ...reasonOf(dialog)}),
  });
  if (done) toast(t('configuration.reverted', revision.revision), 'good');
}

function reasonField() {
  return html`<div class="field"><label>${t('configuration.reason')}<input name="reason" maxlength="200" autocomplete="off"></label></div>`;
}

function reasonOf(dialog) {
  const reason = dialog.querySelector('[name=reason]').value.trim();
  return reason ? {reason} : {};
}
