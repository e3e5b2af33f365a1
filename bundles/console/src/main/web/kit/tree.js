/* SPDX-License-Identifier: Apache-2.0 */
import {html, nothing} from 'lit';

/** A tree of the browser's own folding. Nodes: {label, children?, open?, end?}. */
export function tree(nodes) {
  return html`<ul class="tree">${nodes.map(node => html`<li>${node.children?.length > 0
    ? html`<details ?open=${node.open}><summary>${node.label}${node.end ?? nothing}</summary>${tree(node.children)}</details>`
    : html`<span class="leaf">${node.label}${node.end ?? nothing}</span>`}</li>`)}</ul>`;
}

/** Names and values, one below the other. Pairs whose value is missing are left out. */
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== nothing);
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A part of a page with its heading. */
export function card(title, content, {end = nothing, flush = false, tone = ''} = {}) {
  return html`<section class="card ${flush ? 'flush' : ''} ${tone}">${title || end !== nothing ? html`<header><h2>${title}</h2>${end}</header>` : nothing}<div class="card-body">${content}</div></section>`;
}
