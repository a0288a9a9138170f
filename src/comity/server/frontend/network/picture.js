/** Paints the scene on the canvas: ties below, nodes and names above, what is chosen on top. */

import { Camera } from "./camera.js";
import { FONT, lay, shortName } from "./labels.js";
import { trace } from "./looks.js";
import { aside } from "./scene.js";
import { Sheet, arrow, offset } from "./strokes.js";

const LINE = 15;
const REST = 120; // milliseconds without movement after which ties are drawn sharp again
const [FIRST, SLICE, REST_SLICE] = [60, 5, 12]; // milliseconds for ties: at first, moving, at rest

export class Picture {
  /** @param {HTMLCanvasElement} canvas @param {(id: number) => string} nameOf */
  constructor(canvas, nameOf) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    this.nameOf = nameOf;
    this.camera = new Camera();
    this.sheet = new Sheet();
    this.scene = null;
    /** Things and ties that stand out, and the rest that steps back. */
    this.lit = { things: new Set(), ties: new Set(), focus: -1 };
    this.widths = new Map();
    this.waiting = false;
    this.laid = [];
    this.ink = {};
    this.seen = [NaN, NaN, NaN];
    this.still = 0;
    this.names = new Map();
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width || !height) return;
    const first = this.camera.width === 1;
    this.density = Math.min(2, devicePixelRatio || 1);
    this.canvas.width = Math.round(width * this.density);
    this.canvas.height = Math.round(height * this.density);
    const grown = width / this.camera.width;
    this.camera.width = width;
    this.camera.height = height;
    if (!first) [this.camera.scale, this.camera.whole] = [this.camera.scale * grown, this.camera.whole * grown];
    this.renew();
  }

  /** @param {any} scene @param {boolean} fit */
  show(scene, fit) {
    this.scene = scene;
    if (fit) this.camera.fit(scene.x, scene.y);
    this.renew();
  }

  /** Read the colours of the page again and draw all anew. */
  renew() {
    const style = getComputedStyle(this.canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.names.clear();
    this.ink = { text: colour("--ink"), paper: colour("--paper"), line: colour("--line"), mark: colour("--mark") };
    this.fresh = true;
    this.draw();
  }

  /** Draw in the next frame. */
  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.frame();
    });
  }

  frame() {
    if (!this.scene || this.camera.width === 1) return;
    const { pen, camera, sheet } = this;
    const now = performance.now();
    const { x, y, scale } = camera;
    if (this.seen[0] !== x || this.seen[1] !== y || this.seen[2] !== scale) {
      this.seen = [x, y, scale];
      this.still = now + REST;
    }
    const rests = now >= this.still;
    const anew = sheet.isStale(camera) && (!sheet.job || (rests && sheet.quick)) && (rests || !sheet.covers(camera));
    if (this.fresh || anew) sheet.begin(this.scene, camera, this.ink, this.density, !this.fresh && !rests);
    sheet.work(this.fresh ? FIRST : rests ? REST_SLICE : SLICE);
    this.fresh = false;
    pen.setTransform(this.density, 0, 0, this.density, 0, 0);
    pen.fillStyle = this.ink.paper;
    pen.fillRect(0, 0, camera.width, camera.height);
    pen.globalAlpha = this.isLit ? 0.3 : 1;
    sheet.paste(pen, camera, this.density);
    pen.globalAlpha = 1;
    this.drawLitTies();
    this.drawNodes();
    this.drawNames();
    if (sheet.job || sheet.isStale(camera)) this.draw();
    else if (!this.whole) this.whole = performance.mark("drawn"); // for who measures the page
  }

  /** Draw all that there is now, in full, for a file. */
  finish() {
    this.sheet.begin(this.scene, this.camera, this.ink, this.density, false);
    this.sheet.work(Infinity);
    this.frame();
  }

  get isLit() {
    return this.lit.things.size > 0 || this.lit.ties.size > 0;
  }

  drawLitTies() {
    const { pen, scene, camera } = this;
    const { x, y, at, radius } = scene;
    pen.lineCap = "round";
    for (const number of this.lit.ties) {
      const tie = scene.ties[number];
      if (!tie) continue;
      const [a, b] = [at.get(tie.a), at.get(tie.b)];
      const [fromX, fromY] = camera.toScreen(x[a], y[a]);
      const [toX, toY] = camera.toScreen(x[b], y[b]);
      const [offX, offY] = offset(fromX, fromY, toX, toY, aside(scene, tie.kind));
      pen.strokeStyle = this.ink.mark;
      pen.lineWidth = this.lit.ties.size === 1 ? 3.5 : 1.4;
      pen.beginPath();
      pen.moveTo(fromX + offX, fromY + offY);
      pen.lineTo(toX + offX, toY + offY);
      if (tie.directed) arrow(pen, fromX, fromY, toX, toY, radius[b] * camera.swell);
      pen.stroke();
    }
  }

  drawNodes() {
    const { pen, scene, camera, lit } = this;
    const { swell } = camera;
    pen.lineWidth = 1;
    pen.strokeStyle = this.ink.paper;
    for (const strong of this.isLit ? [false, true] : [true]) {
      pen.globalAlpha = strong ? 1 : 0.25;
      for (const { look, ids } of scene.groups) {
        pen.fillStyle = look.colour;
        pen.beginPath();
        let run = 0;
        for (const id of ids) {
          if (this.isLit && lit.things.has(id) !== strong) continue;
          const place = scene.at.get(id);
          const [left, top] = camera.toScreen(scene.x[place], scene.y[place]);
          const radius = scene.radius[place] * swell;
          if (left < -radius || top < -radius || left > camera.width + radius || top > camera.height + radius) continue;
          if (scene.ids.length > 3000 && radius < 5) pen.rect(left - radius / 2, top - radius / 2, radius, radius);
          else trace(pen, look.shape, left, top, radius);
          run += 1;
          if (run % 200 === 0) {
            pen.fill();
            pen.beginPath();
          }
        }
        pen.fill();
        if (scene.ids.length < 3000) pen.stroke();
      }
    }
    pen.globalAlpha = 1;
    if (lit.focus >= 0 && scene.at.has(lit.focus)) this.ring(lit.focus);
  }

  ring(id) {
    const place = this.scene.at.get(id);
    const [left, top] = this.camera.toScreen(this.scene.x[place], this.scene.y[place]);
    this.pen.strokeStyle = this.ink.text;
    this.pen.lineWidth = 2.5;
    this.pen.beginPath();
    this.pen.arc(left, top, this.scene.radius[place] * this.camera.swell + 4, 0, 2 * Math.PI);
    this.pen.stroke();
  }

  /** The discs that names must keep off, and the names wanted, the one in focus first. */
  discs(camera) {
    const { scene, lit } = this;
    const found = [];
    for (let place = 0; place < scene.ids.length; place += 1) {
      const id = scene.ids[place];
      const [x, y] = camera.toScreen(scene.x[place], scene.y[place]);
      const radius = scene.radius[place] * camera.swell;
      if (x < -80 || y < -20 || x > camera.width + 80 || y > camera.height + 20) continue;
      const wanted = !this.isLit || lit.things.has(id);
      if (!wanted) continue; // what steps back may be written over
      found.push({ id, x, y, radius, text: shortName(this.nameOf(id)), first: id === lit.focus });
    }
    return found.sort((one, other) => Number(other.first) - Number(one.first));
  }

  drawNames() {
    const { pen, camera } = this;
    const kept = [[camera.width - 48, 0, camera.width, 130]]; // where the buttons stand
    this.laid = this.lay(camera, kept);
    this.leaders();
    for (const { text, x, y } of this.laid) {
      const sprite = this.sprite(text);
      const [width, height] = [sprite.width / this.density, sprite.height / this.density];
      const whole = (value) => Math.round(value * this.density) / this.density;
      pen.drawImage(sprite, whole(x - width / 2), whole(y - height / 2), width, height);
    }
  }

  /** Lay the names for what a camera sees. @param {number[][]} kept  boxes that stay free */
  lay(camera, kept) {
    this.pen.font = `12px ${FONT}`;
    const most = this.scene.ids.length > 3000 ? 60 : 260;
    return lay(this.discs(camera), (text) => this.widthOf(text), { width: camera.width, height: camera.height, line: LINE, most, kept });
  }

  widthOf(text) {
    if (!this.widths.has(text)) this.widths.set(text, this.pen.measureText(text).width);
    return this.widths.get(text);
  }

  /** The whole picture in another size, for paper. */
  posed(width, height) {
    const camera = Object.assign(new Camera(), { width, height });
    camera.fit(this.scene.x, this.scene.y);
    const { lit } = this;
    this.lit = { things: new Set(), ties: new Set(), focus: -1 };
    const laid = this.lay(camera, []);
    this.lit = lit;
    return { scene: this.scene, camera, laid, ink: this.ink };
  }

  /** A name drawn once on a small sheet of its own: to write letters in each frame takes too long. */
  sprite(text) {
    const known = this.names.get(text);
    if (known) return known;
    const wide = this.widthOf(text);
    const sheet = document.createElement("canvas");
    sheet.width = Math.ceil((wide + 8) * this.density);
    sheet.height = Math.ceil((LINE + 4) * this.density);
    const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
    pen.scale(this.density, this.density);
    pen.font = this.pen.font;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = this.ink.paper;
    pen.fillStyle = this.ink.text;
    pen.strokeText(text, (wide + 8) / 2, LINE / 2 + 2);
    pen.fillText(text, (wide + 8) / 2, LINE / 2 + 2);
    this.names.set(text, sheet);
    return sheet;
  }

  /** A line from a node to its name where that stands farther off. */
  leaders() {
    const { pen, scene, camera } = this;
    pen.strokeStyle = this.ink.text;
    pen.lineWidth = 0.7;
    pen.beginPath();
    for (const { id, x, y, far } of this.laid) {
      if (!far) continue;
      const place = scene.at.get(id);
      pen.moveTo(...camera.toScreen(scene.x[place], scene.y[place]));
      pen.lineTo(x, y);
    }
    pen.stroke();
  }

  /** The thing drawn at a point of the screen, or -1. */
  thingAt(left, top) {
    const { scene, camera } = this;
    let [best, found] = [Infinity, -1];
    for (let place = 0; place < scene.ids.length; place += 1) {
      const [x, y] = camera.toScreen(scene.x[place], scene.y[place]);
      const away = Math.hypot(x - left, y - top) - scene.radius[place] * camera.swell;
      if (away < 5 && away < best) [best, found] = [away, scene.ids[place]];
    }
    return found;
  }

  /** The number of the tie drawn at a point of the screen, or -1. */
  tieAt(left, top) {
    const { scene, camera } = this;
    let [best, found] = [6, -1];
    scene.ties.forEach((tie, number) => {
      const [a, b] = [scene.at.get(tie.a), scene.at.get(tie.b)];
      let [fromX, fromY] = camera.toScreen(scene.x[a], scene.y[a]);
      const [toX, toY] = camera.toScreen(scene.x[b], scene.y[b]);
      const [offX, offY] = offset(fromX, fromY, toX, toY, aside(scene, tie.kind));
      fromX += offX;
      fromY += offY;
      const [right, down] = [toX + offX - fromX, toY + offY - fromY];
      const along = Math.min(1, Math.max(0, ((left - fromX) * right + (top - fromY) * down) / (right * right + down * down || 1)));
      const away = Math.hypot(fromX + along * right - left, fromY + along * down - top);
      if (away < best) [best, found] = [away, number];
    });
    return found;
  }
}
