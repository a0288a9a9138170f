/** Lays names beside what they name, so that none covers another name or a node. */

export const FONT = '"DejaVu Sans", Verdana, "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", sans-serif';
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.72, -0.72], [-0.72, -0.72], [0.72, 0.72], [-0.72, 0.72]];
const RINGS = [2, 16, 30]; // pixels between the rim of a node and its name: farther ones get a line
const CELL = 48;

/** Boxes on the screen, found again by where they are. */
class Taken {
  constructor() { this.cells = new Map(); }

  each(box, act) {
    for (let across = Math.floor(box[0] / CELL); across <= Math.floor(box[2] / CELL); across += 1) {
      for (let down = Math.floor(box[1] / CELL); down <= Math.floor(box[3] / CELL); down += 1) {
        if (act(across * 4096 + down)) return true;
      }
    }
    return false;
  }

  add(box, owner = -1) {
    const entry = { box, owner };
    this.each(box, (cell) => {
      if (this.cells.has(cell)) this.cells.get(cell).push(entry);
      else this.cells.set(cell, [entry]);
      return false;
    });
  }

  clashes(box, owner) {
    return this.each(box, (cell) => (this.cells.get(cell) || []).some((entry) =>
      entry.owner !== owner && box[0] < entry.box[2] && entry.box[0] < box[2]
      && box[1] < entry.box[3] && entry.box[1] < box[3]));
  }
}

/**
 * @typedef {{id: number, text: string, x: number, y: number, box: number[], far: boolean}} Label
 *   x, y: its middle
 * @param {{id: number, x: number, y: number, radius: number, text: string, must?: boolean}[]} discs
 *   on the screen, the most important first; those without text only keep names off
 * @param {(text: string) => number} widthOf
 * @param {{width: number, height: number, line: number, most: number, kept: number[][]}} room
 *   `kept` are boxes for what else stands there
 * @returns {Label[]}
 */
export function lay(discs, widthOf, { width, height, line, most, kept }) {
  const taken = new Taken();
  for (const { id, x, y, radius } of discs) taken.add([x - radius, y - radius, x + radius, y + radius], id);
  for (const box of kept) taken.add(box);
  const laid = [];
  let tried = 0;
  for (const { id, x, y, radius, text } of discs) {
    if (!text) continue;
    if (laid.length >= most || tried > most * 4) break;
    tried += 1;
    const half = widthOf(text) / 2 + 2;
    const spot = free(taken, id, x, y, radius, half, line, width, height, laid.length < most / 4 ? 3 : 1);
    if (!spot) continue;
    taken.add(spot.box);
    laid.push({ id, text, ...spot });
  }
  return laid;
}

/** The first spot beside a node where its name fits; the most important may stand farther off. */
function free(taken, id, x, y, radius, half, line, width, height, rings) {
  for (const gap of RINGS.slice(0, rings)) {
    for (const [right, down] of SIDES) {
      const middle = [
        x + right * (radius + gap) + Math.sign(right) * half,
        y + down * (radius + gap / 2) + Math.sign(down) * line / 2,
      ];
      const box = [middle[0] - half, middle[1] - line / 2, middle[0] + half, middle[1] + line / 2];
      if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height || taken.clashes(box, id)) continue;
      return { x: middle[0], y: middle[1], box, far: gap > RINGS[0] };
    }
  }
  return null;
}

/** A name short enough to stand in the picture: without what is in brackets, and cut after words. */
export function shortName(name) {
  const bare = name.replace(/\s*[((].*[))]\s*$/, "") || name;
  return bare.length <= 32 ? bare : `${bare.slice(0, 31).replace(/\s+\S*$/, "")}…`;
}
