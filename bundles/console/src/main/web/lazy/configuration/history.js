/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';
import {author, time} from '../../core/format.js';
import {t} from '../../core/texts.js';
import {tag} from '../../kit/badge.js';
import {button} from '../../kit/button.js';
import {nothingYet} from '../../kit/empty.js';
import {card} from '../../kit/tree.js';
import {revert} from './review.js';
import {diffView} from './values.js';

/** Who changed what, newest first, with the way back. */
export function historyView(editor) {
  const {history, resource} = editor;
  if (!history) return html`<p class="muted">${t('loading')}</p>`;
  if (history.length === 0) return nothingYet({symbol: 'configuration', title: t('configuration.history.none'), text: t('configuration.history.none.text')});
  return history.map(each => card(html`${t('configuration.revision', each.revision)} ${each.revision === resource.revision ? tag(t('versions.live'), 'good') : nothing}`,
    html`<p class="pad"><strong title=${each.author}>${author(each.author)}</strong> · ${time(each.at)}${each.reason ? html` · ${each.reason}` : nothing}</p>${diffView(each.diff)}`,
    {flush: true, end: button({label: t('configuration.revert'), symbol: 'undo', small: true, scope: 'platform.config', why: each.revision === resource.revision ? t('why.live') : '', run: () => revert(editor, each)})}));
}
