/**
 * Draws ties on a sheet of its own, larger than what is seen. While the picture moves the sheet is
 * only shifted and stretched, and drawn anew in slices of a few milliseconds: however many ties
 * there are, a frame stays short.
 */

import { aside } from "./scene.js";

const MARGIN = 0.25;
const RUN = 100; // lines in one path: longer ones are slower to fill, and a slice may hold several
const SOME = 3000; // ties drawn while the picture moves

export class Sheet {
  constructor() {
    this.shown = document.createElement("canvas");
    this.drawn = document.createElement("canvas");
    /** @type {(ReturnType<import("./camera.js").Camera["snapshot"]> & {quick: boolean}) | null} */
    this.view = null;
    /** @type {Generator<void> | null} */
    this.job = null;
  }

  /**
   * Begin to draw anew, for what the camera sees now.
   * @param {boolean} quick  while it moves: thin lines, and of many ties only some
   */
  begin(scene, camera, ink, density, quick) {
    const view = camera.snapshot();
    const even = (side) => 2 * Math.ceil(side * (1 + 2 * MARGIN) / 2);
    const [width, height] = [even(view.width), even(view.height)];
    const [across, down] = [Math.round(width * density), Math.round(height * density)];
    if (this.drawn.width !== across || this.drawn.height !== down) [this.drawn.width, this.drawn.height] = [across, down];
    // A sheet without holes is copied, not mixed, and that is most of the work of a frame.
    const pen = this.drawn.getContext("2d", { alpha: false, willReadFrequently: true });
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = ink.paper;
    pen.fillRect(0, 0, width, height);
    this.job = this.lines(pen, scene, { ...view, width, height }, ink, camera.swell, quick);
    this.next = { ...view, quick };
    this.quick = quick;
  }

  /** Go on drawing for some milliseconds. @returns {boolean} whether the sheet is done */
  work(milliseconds) {
    if (!this.job) return true;
    const end = performance.now() + milliseconds;
    do {
      if (this.job.next().done) {
        [this.shown, this.drawn] = [this.drawn, this.shown];
        this.view = this.next;
        this.job = null;
        return true;
      }
    } while (performance.now() < end);
    return false;
  }

  *lines(pen, scene, view, ink, swell, quick) {
    const shiftX = view.width / 2 - view.x * view.scale;
    const shiftY = view.height / 2 - view.y * view.scale;
    const { x, y, at, ties, radius } = scene;
    const each = quick ? Math.ceil(ties.length / SOME) : 1;
    pen.lineCap = "butt";
    for (const bundle of scene.strokes) {
      pen.strokeStyle = bundle.colour || ink.line;
      pen.fillStyle = pen.strokeStyle;
      pen.globalAlpha = (bundle.colour ? 0.55 : 0.45) * Math.max(0.25, Math.min(1, Math.sqrt(700 / ties.length)));
      pen.lineWidth = quick || ties.length > 4000 ? Math.min(1, bundle.width) : bundle.width;
      pen.setLineDash(quick ? [] : bundle.dashes);
      let run = 0;
      pen.beginPath();
      for (const number of bundle.ties) {
        if (number % each) continue;
        const tie = ties[number];
        const [a, b] = [at.get(tie.a), at.get(tie.b)];
        const [fromX, fromY] = [x[a] * view.scale + shiftX, y[a] * view.scale + shiftY];
        const [toX, toY] = [x[b] * view.scale + shiftX, y[b] * view.scale + shiftY];
        if ((fromX < 0 && toX < 0) || (fromY < 0 && toY < 0)
          || (fromX > view.width && toX > view.width) || (fromY > view.height && toY > view.height)) continue;
        const [offX, offY] = offset(fromX, fromY, toX, toY, aside(scene, tie.kind));
        pen.moveTo(fromX + offX, fromY + offY);
        pen.lineTo(toX + offX, toY + offY);
        if (tie.directed) arrow(pen, fromX, fromY, toX, toY, radius[b] * swell);
        run += 1;
        if (run % RUN === 0) {
          stroke(pen);
          yield;
        }
      }
      stroke(pen);
      yield;
    }
  }

  /** Lay the sheet under the picture, shifted and stretched to what the camera sees now. */
  paste(pen, camera, density) {
    if (!this.view) return;
    const { view } = this;
    const stretch = camera.scale / view.scale;
    const width = this.shown.width / density * stretch;
    const height = this.shown.height / density * stretch;
    const [x, y] = camera.toScreen(view.x, view.y);
    const [left, top] = [x - width / 2, y - height / 2];
    // Whole pixels and no smoothing: else every pixel is mixed of four, in each frame.
    const whole = (value) => Math.round(value * density) / density;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.shown, whole(left), whole(top), whole(width), whole(height));
    pen.imageSmoothingEnabled = true;
  }

  /** Whether what the camera sees now is no longer what the sheet shows best. */
  isStale(camera) {
    const { view } = this;
    return !view || view.quick || view.x !== camera.x || view.y !== camera.y || view.scale !== camera.scale
      || view.width !== camera.width || view.height !== camera.height;
  }

  /** Whether the sheet will do while the picture moves: it covers what is seen, and not too coarsely. */
  covers(camera) {
    const { view } = this;
    if (!view || view.width !== camera.width || view.height !== camera.height) return false;
    const stretch = camera.scale / view.scale;
    const room = (side) => (view[side] * (1 + 2 * MARGIN) * stretch - camera[side]) / 2 / camera.scale;
    return stretch < 1.7 && stretch > 0.6 && Math.abs(camera.x - view.x) <= Math.max(0, room("width"))
      && Math.abs(camera.y - view.y) <= Math.max(0, room("height"));
  }
}

/**
 * Stroke the path, now: a canvas notes down what to draw and does it later, all at once, which
 * would hold up that frame; to read a pixel makes it draw.
 */
function stroke(pen) {
  pen.stroke();
  pen.getImageData(0, 0, 1, 1);
  pen.beginPath();
}

/** How far to move a line to its side; the same for both directions of a pair. */
export function offset(fromX, fromY, toX, toY, far) {
  if (!far) return [0, 0];
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const turn = fromX < toX || (fromX === toX && fromY < toY) ? 1 : -1;
  return [-(toY - fromY) / length * far * turn, (toX - fromX) / length * far * turn];
}

/** Two strokes that make the head of an arrow at the rim of a node. */
export function arrow(pen, fromX, fromY, toX, toY, rim) {
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const [right, down] = [(toX - fromX) / length, (toY - fromY) / length];
  const [tipX, tipY] = [toX - right * (rim + 1), toY - down * (rim + 1)];
  pen.moveTo(tipX - right * 7 - down * 3.5, tipY - down * 7 + right * 3.5);
  pen.lineTo(tipX, tipY);
  pen.lineTo(tipX - right * 7 + down * 3.5, tipY - down * 7 - right * 3.5);
}
