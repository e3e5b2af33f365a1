/* SPDX-License-Identifier: Apache-2.0 */
// The module that contributed code imports as `@subrack/console`. What is exported here stays: docs/guide/pages.md.
import {LitElement} from 'lit';
import {head, skeleton} from '../core/element.js';
import {amount, bytes, duration, exactTime, time} from '../core/format.js';
import {icon} from '../core/icons.js';
import {badge, tag} from '../kit/badge.js';
import {button, linkButton} from '../kit/button.js';
import {nothingYet} from '../kit/empty.js';
import {tabs} from '../kit/tabs.js';
import {card, facts} from '../kit/tree.js';

/**
 * A base for contributed elements: Lit, with the console's style (no shadow root) and the properties that the console sets.
 * Any other HTMLElement will do as well.
 */
class ConsoleElement extends LitElement {
  static properties = {host: {attribute: false}, route: {attribute: false}, context: {attribute: false}};

  createRenderRoot() {
    return this;
  }
}

export {ConsoleElement, amount, badge, button, bytes, card, duration, exactTime, facts, head, icon, linkButton, nothingYet, skeleton, tabs, tag, time};
