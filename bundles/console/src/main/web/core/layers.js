/* SPDX-License-Identifier: Apache-2.0 */
// Puts a graph into layers: who needs somebody stands left of them. Pure, for thousands of nodes.

const ROUNDS = 6;
const LEAST_GRID = 4;
const GRID_COLUMNS = 4;

/**
 * Returns {nodes: Map(id → {x, y}), width, height}.
 *
 * @param all [{id}]; those without edges stand in rows below the others
 * @param edges [{from, to}]; those of unknown nodes are left out, cycles are cut where they are found
 */
export function layers(all, edges, {width = 250, height = 34, gapX = 90, gapY = 14} = {}) {
  const ids = new Set(all.map(each => each.id));
  const inner = edges.filter(({from, to}) => ids.has(from) && ids.has(to) && from !== to);
  const tied = new Set(inner.flatMap(({from, to}) => [from, to]));
  const alone = all.filter(each => !tied.has(each.id));
  const size = {width, height, gapX, gapY};
  if (alone.length < LEAST_GRID) return layered(all, inner, size);
  return withGrid(layered(all.filter(each => tied.has(each.id)), inner, size), alone, size);
}

/** Puts what is tied to nothing into rows below, so that it makes no layer taller. */
function withGrid(drawn, alone, {width, height, gapX, gapY}) {
  const columns = Math.max(GRID_COLUMNS, Math.round((drawn.width + gapX) / (width + gapX)), Math.ceil(Math.sqrt(alone.length / 4)));
  const top = drawn.nodes.size === 0 ? 0 : drawn.height + 3 * gapY;
  const nodes = new Map(drawn.nodes);
  alone.forEach(({id}, index) => nodes.set(id, {x: index % columns * (width + gapX / 3), y: top + Math.floor(index / columns) * (height + gapY)}));
  const rows = Math.ceil(alone.length / columns);
  return {...drawn, nodes, width: Math.max(drawn.width, Math.min(columns, alone.length) * (width + gapX / 3) - gapX / 3), height: top + rows * (height + gapY) - gapY};
}

function layered(nodes, edges, {width, height, gapX, gapY}) {
  const out = new Map(nodes.map(each => [each.id, []]));
  edges.forEach(({from, to}) => out.get(from).push(to));
  const rank = ranks(nodes, out);
  const columns = [];
  for (const {id} of nodes) (columns[rank.get(id)] ??= []).push(id);
  const filled = columns.filter(column => column);
  order(filled, out);
  const tallest = Math.max(0, ...filled.map(column => column.length));
  const places = new Map();
  filled.forEach((column, x) => {
    const offset = (tallest - column.length) * (height + gapY) / 2;
    column.forEach((id, y) => places.set(id, {x: x * (width + gapX), y: offset + y * (height + gapY)}));
  });
  return {nodes: places, width: Math.max(width, filled.length * (width + gapX) - gapX), height: Math.max(height, tallest * (height + gapY) - gapY), box: {width, height}};
}

/** The longest way to a node from one that nobody needs. */
function ranks(nodes, out) {
  const rank = new Map();
  const open = new Set();
  const depth = new Map();
  const below = id => {
    if (depth.has(id)) return depth.get(id);
    if (open.has(id)) return 0;
    open.add(id);
    const most = Math.max(-1, ...out.get(id).map(each => below(each))) + 1;
    open.delete(id);
    depth.set(id, most);
    return most;
  };
  nodes.forEach(({id}) => below(id));
  const deepest = Math.max(0, ...depth.values());
  nodes.forEach(({id}) => rank.set(id, deepest - depth.get(id)));
  return rank;
}

/** Orders each layer by the middle of what its nodes are tied to, back and forth, so that fewer lines cross. */
function order(columns, out) {
  const tied = new Map();
  out.forEach((targets, from) => targets.forEach(to => {
    tied.set(from, [...(tied.get(from) ?? []), to]);
    tied.set(to, [...(tied.get(to) ?? []), from]);
  }));
  const place = new Map();
  const note = column => column.forEach((id, index) => place.set(id, index));
  columns.forEach(column => {
    column.sort();
    note(column);
  });
  for (let round = 0; round < ROUNDS; round++) {
    const forth = round % 2 === 0 ? columns : [...columns].reverse();
    forth.forEach(column => {
      const middle = new Map(column.map(id => {
        const others = tied.get(id) ?? [];
        return [id, others.length === 0 ? place.get(id) : others.reduce((sum, other) => sum + place.get(other), 0) / others.length];
      }));
      column.sort((a, b) => middle.get(a) - middle.get(b));
      note(column);
    });
  }
}

/** Returns the ids of all that need one of these, directly or not, without themselves. */
export function dependents(ids, edges) {
  return reach(ids, edges, edge => edge.to, edge => edge.from);
}

/** Returns the ids of all that one of these needs. */
export function dependencies(ids, edges) {
  return reach(ids, edges, edge => edge.from, edge => edge.to);
}

function reach(ids, edges, near, far) {
  const next = new Map();
  edges.forEach(edge => next.set(near(edge), [...(next.get(near(edge)) ?? []), far(edge)]));
  const seen = new Set(ids);
  const queue = [...ids];
  while (queue.length > 0) {
    for (const each of next.get(queue.pop()) ?? []) {
      if (!seen.has(each)) {
        seen.add(each);
        queue.push(each);
      }
    }
  }
  ids.forEach(id => seen.delete(id));
  return seen;
}

/** Returns the shortest way from one node to another as a list of ids; empty if there is none. */
export function way(from, to, edges) {
  const next = new Map();
  edges.forEach(edge => next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]));
  const before = new Map([[from, null]]);
  const queue = [from];
  while (queue.length > 0) {
    const at = queue.shift();
    if (at === to) {
      const path = [];
      for (let id = to; id !== null; id = before.get(id)) path.unshift(id);
      return path;
    }
    for (const each of next.get(at) ?? []) {
      if (!before.has(each)) {
        before.set(each, at);
        queue.push(each);
      }
    }
  }
  return [];
}
