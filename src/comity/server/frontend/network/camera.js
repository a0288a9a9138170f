/** What part of the plane is seen, and how large. */

export class Camera {
  constructor() {
    this.width = 1;
    this.height = 1;
    /** The middle of the picture on the plane, and pixels for one unit of it. */
    [this.x, this.y, this.scale] = [0, 0, 1];
    this.whole = 1;
  }

  /** @param {Float32Array} x @param {Float32Array} y */
  fit(x, y) {
    if (!x.length) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let place = 0; place < x.length; place += 1) {
      left = Math.min(left, x[place]);
      right = Math.max(right, x[place]);
      top = Math.min(top, y[place]);
      bottom = Math.max(bottom, y[place]);
    }
    const margin = Math.min(46, this.width / 10);
    const across = (this.width - 2 * margin) / Math.max(right - left, 60);
    const down = (this.height - 2 * margin) / Math.max(bottom - top, 60);
    this.scale = Math.min(across, down, 3);
    this.whole = this.scale;
    [this.x, this.y] = [(left + right) / 2, (top + bottom) / 2];
  }

  /** @returns {[number, number]} */
  toScreen(x, y) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  /** @returns {[number, number]} */
  toPlane(left, top) {
    return [(left - this.width / 2) / this.scale + this.x, (top - this.height / 2) / this.scale + this.y];
  }

  pan(right, down) {
    this.x -= right / this.scale;
    this.y -= down / this.scale;
  }

  /** Come nearer, keeping one point of the screen where it is. */
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toPlane(left, top);
    this.scale = Math.min(40, Math.max(this.whole / 3, this.scale * factor));
    this.x = x - (left - this.width / 2) / this.scale;
    this.y = y - (top - this.height / 2) / this.scale;
  }

  /** How much larger than their first size discs are drawn: half as fast as the plane grows. */
  get swell() {
    return Math.min(3, Math.max(0.6, Math.sqrt(this.scale / this.whole)));
  }

  snapshot() {
    return { x: this.x, y: this.y, scale: this.scale, width: this.width, height: this.height };
  }
}
