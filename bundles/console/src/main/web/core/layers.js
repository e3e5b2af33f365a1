/* SPDX-License-Identifier: Apache-2.0 */
// Puts a graph into layers: who needs somebody stands left of them. Pure, for thousands of nodes.

const ROUNDS = 6;

/**
 * Returns {nodes: Map(id → {x, y}), width, height}.
 *
 * @param nodes [{id}]
 * @param edges [{from, to}]; those of unknown nodes are left out, cycles are cut where they are found
 */
export function layers(nodes, edges, {width = 250, height = 34, gapX = 90, gapY = 14} = {}) {
  const ids = new Set(nodes.map(each => each.id));
  const out = new Map(nodes.map(each => [each.id, []]));
  for (const {from, to} of edges) {
    if (ids.has(from) && ids.has(to) && from !== to) out.get(from).push(to);
  }
  const rank = ranks(nodes, out);
  const columns = [];
  for (const {id} of nodes) (columns[rank.get(id)] ??= []).push(id);
  const all = columns.filter(column => column);
  order(all, out);
  const tallest = Math.max(0, ...all.map(column => column.length));
  const places = new Map();
  all.forEach((column, x) => {
    const offset = (tallest - column.length) * (height + gapY) / 2;
    column.forEach((id, y) => places.set(id, {x: x * (width + gapX), y: offset + y * (height + gapY)}));
  });
  return {nodes: places, width: Math.max(width, all.length * (width + gapX) - gapX), height: Math.max(height, tallest * (height + gapY) - gapY), box: {width, height}};
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
  const before = new Map([[from, null]]);
  const queue = [from];
  while (queue.length > 0) {
    const at = queue.shift();
    if (at === to) {
      const path = [];
      for (let id = to; id !== null; id = before.get(id)) path.unshift(id);
      return path;
    }
    for (const edge of edges) {
      if (edge.from === at && !before.has(edge.to)) {
        before.set(edge.to, at);
        queue.push(edge.to);
      }
    }
  }
  return [];
}
