/** Shapes and colours that the colour-blind tell apart (Okabe and Ito 2008), and a black printer by shape. */

/** Corners of shapes around the middle, so sized that all look equally large; the circle has none. */
const SHAPES = {
  circle: [],
  square: box(0.88),
  triangle: [[0, -1.2], [1.12, 0.9], [-1.12, 0.9]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  down: [[0, 1.2], [1.12, -0.9], [-1.12, -0.9]],
  plus: cross(0.4, 1.08),
  hexagon: [0, 60, 120, 180, 240, 300].map((turn) => [1.1 * Math.cos(turn * Math.PI / 180), 1.1 * Math.sin(turn * Math.PI / 180)]),
};
export const PARTS = [
  ["#0072b2", "circle"], ["#e69f00", "square"], ["#009e73", "triangle"], ["#cc79a7", "diamond"],
  ["#56b4e9", "down"], ["#d55e00", "plus"], ["#b8a800", "hexagon"],
].map(([colour, shape]) => ({ colour, shape }));
export const OTHER = { colour: "#9aa0a6", shape: "circle" };
export const THINGS = {
  polity: { colour: "#0072b2", shape: "circle" },
  initiative: { colour: "#e69f00", shape: "square" },
  summit: { colour: "#009e73", shape: "triangle" },
  pact: { colour: "#cc79a7", shape: "diamond" },
  list: { colour: "#d55e00", shape: "hexagon" },
  authority: { colour: "#56b4e9", shape: "down" },
  entity: { colour: "#8a6d00", shape: "plus" },
};
export const STROKES = {
  membership: { colour: "#0072b2", dashes: [] },
  attendance: { colour: "#009e73", dashes: [2, 3] },
  pact: { colour: "#d55e00", dashes: [8, 3] },
  designation: { colour: "#7a6a8a", dashes: [8, 3, 2, 3] },
};

function box(half) {
  return [[-half, -half], [half, -half], [half, half], [-half, half]];
}
function cross(inner, outer) {
  return [
    [-inner, -outer], [inner, -outer], [inner, -inner], [outer, -inner], [outer, inner], [inner, inner],
    [inner, outer], [-inner, outer], [-inner, inner], [-outer, inner], [-outer, -inner], [-inner, -inner],
  ];
}

/** Add a shape to the path of a canvas. @param {CanvasRenderingContext2D} pen */
export function trace(pen, shape, x, y, radius) {
  const corners = SHAPES[shape];
  if (!corners.length) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([right, down], place) => {
    if (place) pen.lineTo(x + right * radius, y + down * radius);
    else pen.moveTo(x + right * radius, y + down * radius);
  });
  pen.closePath();
}

/** A shape as an element of SVG. */
export function svgShape(shape, x, y, radius, colour) {
  const corners = SHAPES[shape];
  const at = (value) => Math.round(value * 100) / 100;
  return corners.length
    ? `<path d="M${corners.map(([right, down]) => `${at(x + right * radius)} ${at(y + down * radius)}`).join("L")}Z" fill="${colour}"/>`
    : `<circle cx="${at(x)}" cy="${at(y)}" r="${at(radius)}" fill="${colour}"/>`;
}

/**
 * Give the communities of a picture their looks. A community keeps the look that most of its
 * members had before, so that colours stay while the date moves.
 * @param {number[][]} parts  the largest first
 * @param {Map<number, number>} before  the look of each thing until now
 * @returns {Map<number, number>}
 */
export function dress(parts, before) {
  const free = new Set(PARTS.keys());
  const found = new Map();
  for (const part of parts.filter((one) => one.length > 2)) {
    const votes = new Map();
    for (const id of part) {
      const look = before.get(id);
      if (look !== undefined && free.has(look)) votes.set(look, (votes.get(look) || 0) + 1);
    }
    const wanted = [...votes].sort((one, other) => other[1] - one[1])[0]?.[0] ?? [...free][0];
    if (wanted === undefined) break;
    free.delete(wanted);
    for (const id of part) found.set(id, wanted);
  }
  return found;
}
