/** What is drawn: the things that have ties, where they stand, how large, in which look. */

import { communities } from "./communities.js";
import { KINDS, project } from "./project.js";
import { OTHER, PARTS, STROKES, THINGS, dress } from "./looks.js";

const WIDTHS = [0.6, 1.2, 2.2, 3.6];

/**
 * @typedef {object} Scene
 * @property {number[]} ids         things drawn, the strongest first
 * @property {Map<number, number>} at  their numbers in the typed arrays
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Float32Array} radius  in pixels where the whole is seen
 * @property {Float32Array} strength
 * @property {{colour: string, shape: string}[]} looks
 * @property {import("./project.js").Tie[]} ties
 * @property {Map<number, number[]>} near  the ties of each thing
 * @property {{colour: string, dashes: number[], width: number, ties: Uint32Array}[]} strokes
 * @property {{look: {colour: string, shape: string}, ids: number[], kind: string}[]} groups
 */

/** @returns {Scene & {total: number, nodes: number, left: string[], modularity: number}} */
export function compose(model, wish, before, stretch) {
  const found = project(model, wish);
  const { ties } = found;
  const strength = new Map();
  const near = new Map();
  ties.forEach(({ a, b, weight }, number) => {
    for (const end of [a, b]) {
      strength.set(end, (strength.get(end) || 0) + weight);
      if (near.has(end)) near.get(end).push(number);
      else near.set(end, [number]);
    }
  });
  const ids = [...strength.keys()].sort((one, other) => strength.get(other) - strength.get(one) || one - other);
  const at = new Map(ids.map((id, place) => [id, place]));
  const most = strength.get(ids[0]) || 1;
  const scene = {
    ...found, ids, at, near, mixed: wish.mode !== "bipartite" && new Set(ties.map(({ kind }) => kind)).size > 1,
    x: new Float32Array(ids.length), y: new Float32Array(ids.length),
    strength: Float32Array.from(ids, (id) => strength.get(id)),
    radius: Float32Array.from(ids, (id) => Math.max(4, 12 * Math.sqrt(strength.get(id) / most))),
  };
  stand(scene, model, wish, stretch);
  return { ...scene, ...dressed(scene, model, wish, before), };
}

/** Put each thing in its place; what has none in this way of looking stands in a row below. */
function stand(scene, model, wish, stretch) {
  const known = model.places[layoutOf(wish)] || [];
  const place = new Map();
  let bottom = 0;
  for (let number = 0; number < known.length; number += 3) {
    place.set(known[number], [known[number + 1], known[number + 2]]);
    bottom = Math.max(bottom, known[number + 2]);
  }
  let lost = 0;
  scene.ids.forEach((id, number) => {
    const spot = place.get(id) || [30 * (lost % 40), bottom + 60 + 30 * Math.floor(lost++ / 40)];
    scene.x[number] = spot[0];
    scene.y[number] = spot[1] * stretch;
  });
}

/**
 * How much to stretch the places of what is shown so that it fills a picture of that shape; places
 * have no scale of their own, and this one is kept while the date moves.
 */
export function stretchFor({ x, y }, width, height, now) {
  if (x.length < 3) return 1;
  const span = (values) => values.reduce((most, one) => Math.max(most, one), -Infinity) - values.reduce((least, one) => Math.min(least, one), Infinity) || 1;
  return Math.min(2.3, Math.max(0.6, (span(x) / width) * (height / (span(y) / now))));
}

export function layoutOf({ mode, ties }) {
  if (mode === "bipartite") return "everything";
  return ties.size === 1 ? [...ties][0] : "all";
}

/** Looks and strokes: by community, by what a thing is, or where ties are mixed by kind of tie. */
function dressed(scene, model, wish, before) {
  const { ids, ties } = scene;
  let modularity = 0;
  let groups = [];
  let part = new Map();
  if (wish.mode === "bipartite") {
    const kinds = [...new Set(ids.map((id) => model.things[id].kind))];
    groups = Object.keys(THINGS).filter((kind) => kinds.includes(kind))
      .map((kind) => ({ kind, look: THINGS[kind], ids: ids.filter((id) => model.things[id].kind === kind) }));
  } else if (ties.length && ties.every(({ directed }) => directed)) {
    const [listers, listed] = [new Set(ties.map(({ a }) => a)), new Set(ties.map(({ b }) => b))];
    const role = (id) => (!listers.has(id) ? 2 : listed.has(id) ? 0 : 1);
    groups = ["listsAndListed", "lists", "listed"]
      .map((kind, place) => ({ kind, look: PARTS[place], ids: ids.filter((id) => role(id) === place) }));
  } else {
    const found = communities(ties);
    ({ modularity } = found);
    part = dress(found.parts, before);
    groups = PARTS.map((look, place) => ({ kind: "community", look, ids: ids.filter((id) => part.get(id) === place) }));
    groups.push({ kind: "none", look: OTHER, ids: ids.filter((id) => !part.has(id)) });
  }
  groups = groups.filter((group) => group.ids.length);
  const lookOf = new Map(groups.flatMap(({ look, ids: inside }) => inside.map((id) => [id, look])));
  const looks = ids.map((id) => lookOf.get(id));
  return { looks, groups, modularity, part, strokes: strokes(scene, wish, lookOf) };
}

/** Ties in bundles of one colour, dash and width: each bundle is drawn at once. */
function strokes(scene, wish, lookOf) {
  const bundles = new Map();
  const most = scene.ties[0]?.weight || 1;
  scene.ties.forEach(({ a, b, kind, weight }, number) => {
    const byKind = scene.mixed || wish.mode === "bipartite";
    const same = lookOf.get(a) === lookOf.get(b) && lookOf.get(a) !== OTHER;
    const colour = byKind ? STROKES[kind].colour : same && kind !== "designation" ? lookOf.get(a).colour : "";
    const share = weight / most;
    const width = wish.mode === "bipartite" ? 0 : share > 0.6 ? 3 : share > 0.3 ? 2 : share > 0.1 ? 1 : 0;
    const key = `${colour} ${scene.mixed ? kind : ""} ${width}`;
    if (!bundles.has(key)) {
      bundles.set(key, { colour, dashes: scene.mixed ? STROKES[kind].dashes : [], width: WIDTHS[width], ties: [] });
    }
    bundles.get(key).ties.push(number);
  });
  return [...bundles.values()]
    .sort((one, other) => one.width - other.width)
    .map((bundle) => ({ ...bundle, ties: Uint32Array.from(bundle.ties) }));
}

/** How far to the side a tie is drawn where several kinds join the same two. */
export const aside = (scene, kind) => (scene.mixed ? (KINDS.indexOf(kind) - 1.5) * 2.2 : 0);
