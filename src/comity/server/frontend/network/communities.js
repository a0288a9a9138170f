/** Finds communities by the Louvain method (Blondel and others 2008): same ties, same communities. */

/**
 * @param {import("./project.js").Tie[]} ties
 * @returns {{parts: number[][], modularity: number}} communities, the largest first
 */
export function communities(ties) {
  const ids = [...new Set(ties.flatMap(({ a, b }) => [a, b]))].sort((one, other) => one - other);
  const number = new Map(ids.map((id, place) => [id, place]));
  let near = ids.map(() => new Map());
  const join = (one, other, weight) => near[one].set(other, (near[one].get(other) || 0) + weight);
  for (const { a, b, weight } of ties) {
    join(number.get(a), number.get(b), weight);
    join(number.get(b), number.get(a), weight);
  }
  let members = ids.map((id) => [id]);
  for (;;) {
    const part = settle(near);
    const names = [...new Set(part)].sort((one, other) => one - other);
    if (names.length === near.length) break;
    const place = new Map(names.map((name, at) => [name, at]));
    const merged = names.map(() => new Map());
    const grown = names.map(() => []);
    near.forEach((row, node) => {
      const to = place.get(part[node]);
      grown[to].push(...members[node]);
      for (const [other, weight] of row) {
        const at = place.get(part[other]);
        merged[to].set(at, (merged[to].get(at) || 0) + weight);
      }
    });
    near = merged;
    members = grown;
  }
  const parts = members.map((part) => part.sort((one, other) => one - other));
  parts.sort((one, other) => other.length - one.length || one[0] - other[0]);
  return { parts, modularity: quality(ties, parts) };
}

/** Move nodes, in their order, to the neighbouring community that gains most, until none moves. */
function settle(near) {
  const part = near.map((_, node) => node);
  const degree = near.map((row) => [...row.values()].reduce((sum, weight) => sum + weight, 0));
  const total = degree.reduce((sum, one) => sum + one, 0) || 1;
  const sums = [...degree];
  for (let moved = true, round = 0; moved && round < 50; round += 1) {
    moved = false;
    for (let node = 0; node < near.length; node += 1) {
      const toward = new Map();
      for (const [other, weight] of near[node]) {
        if (other !== node) toward.set(part[other], (toward.get(part[other]) || 0) + weight);
      }
      const own = part[node];
      sums[own] -= degree[node];
      let [best, most] = [own, (toward.get(own) || 0) - sums[own] * degree[node] / total];
      for (const [name, weight] of toward) {
        const gain = weight - sums[name] * degree[node] / total;
        if (gain > most + 1e-12) [best, most] = [name, gain];
      }
      sums[best] += degree[node];
      if (best !== own) {
        part[node] = best;
        moved = true;
      }
    }
  }
  return part;
}

/** Newman's modularity of a partition. */
function quality(ties, parts) {
  const of = new Map(parts.flatMap((part, place) => part.map((id) => [id, place])));
  const inside = parts.map(() => 0);
  const sums = parts.map(() => 0);
  let total = 0;
  for (const { a, b, weight } of ties) {
    total += weight;
    sums[of.get(a)] += weight;
    sums[of.get(b)] += weight;
    if (of.get(a) === of.get(b)) inside[of.get(a)] += weight;
  }
  if (!total) return 0;
  return inside.reduce((sum, weight, place) => sum + weight / total - (sums[place] / (2 * total)) ** 2, 0);
}
