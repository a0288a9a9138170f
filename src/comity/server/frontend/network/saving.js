/** Writes what is shown as a file: a picture, or the data behind it. */

import { STROKES, svgShape } from "./looks.js";
import { isoDay } from "./model.js";
import { aside } from "./scene.js";
import { arrow, offset } from "./strokes.js";
import { groupName } from "./table.js";
import { FONT } from "./labels.js";

const FAR = { first: -900_000, last: 900_000 };
const escaped = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)
  // eslint-disable-next-line no-control-regex -- XML 1.0 has no way to write these
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
const short = (value) => Math.round(value * 100) / 100;

/** A head of an arrow, recorded as the path of an SVG element. */
function head(...ends) {
  let path = "";
  const pen = { moveTo: (x, y) => { path += `M${short(x)} ${short(y)}`; }, lineTo: (x, y) => { path += `L${short(x)} ${short(y)}`; } };
  arrow(/** @type {any} */ (pen), ...ends);
  return path;
}

/**
 * The picture as it is seen, as SVG with title, legend and source. On paper it is black on white,
 * and its rules of style are those of the page, which the page's policy knows.
 */
export function svg(picture, teller, told, paper = false) {
  const { scene, camera } = picture;
  const ink = paper ? { text: "#1a1a1a", paper: "#ffffff", line: "#8c8c8c" } : picture.ink;
  const { width, height } = camera;
  const groups = legend(scene, teller);
  const bottom = height + 44 + groups.length * 20;
  const lines = [];
  for (const bundle of scene.strokes) {
    const inside = [];
    for (const number of bundle.ties) {
      const tie = scene.ties[number];
      const [a, b] = [scene.at.get(tie.a), scene.at.get(tie.b)];
      const ends = [...camera.toScreen(scene.x[a], scene.y[a]), ...camera.toScreen(scene.x[b], scene.y[b])];
      const [right, down] = offset(...ends, aside(scene, tie.kind));
      inside.push(`M${short(ends[0] + right)} ${short(ends[1] + down)}L${short(ends[2] + right)} ${short(ends[3] + down)}`);
      if (tie.directed) inside.push(head(...ends, scene.radius[b] * camera.swell));
    }
    lines.push(`<path d="${inside.join("")}" stroke="${bundle.colour || ink.line}" stroke-width="${bundle.width}" stroke-opacity="${short(0.55 * Math.max(0.25, Math.min(1, Math.sqrt(700 / scene.ties.length))))}"${bundle.dashes.length ? ` stroke-dasharray="${bundle.dashes.join(" ")}"` : ""}/>`);
  }
  const shapes = scene.ids.map((id, place) => {
    const [x, y] = camera.toScreen(scene.x[place], scene.y[place]);
    const { shape, colour } = scene.looks[place];
    return `<g><title>${escaped(teller.name(id))}</title>${svgShape(shape, x, y, scene.radius[place] * camera.swell, colour)}</g>`;
  });
  const leaders = picture.laid.filter(({ far }) => far).map(({ id, x, y }) => {
    const place = scene.at.get(id);
    return `M${camera.toScreen(scene.x[place], scene.y[place]).map(short).join(" ")}L${short(x)} ${short(y)}`;
  });
  const names = picture.laid.map(({ text, x, y }) => `<text x="${short(x)}" y="${short(y)}">${escaped(text)}</text>`);
  const keys = groups.map(({ mark, name }, place) =>
    `<g transform="translate(20 ${height + 30 + place * 20})">${mark}<text class="left" x="16">${escaped(name)}</text></g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -40 ${width} ${bottom + 40}" width="${width}" height="${bottom + 40}" font-family='${FONT.replace(/"/g, "")}' font-size="12">
<title>${escaped(told.title)}</title>
<desc>${escaped(told.rule)}</desc>
${paper ? "" : `<style>text{text-anchor:middle;dominant-baseline:central;fill:${ink.text};paint-order:stroke;stroke:${ink.paper};stroke-width:3px;stroke-linejoin:round}.left{text-anchor:start;stroke:none}.title{font-size:17px;font-weight:bold}</style>`}
<rect y="-40" width="${width}" height="${bottom + 40}" fill="${ink.paper}"/>
<text class="left title" x="12" y="-18">${escaped(told.title)}</text>
<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<g fill="none">${lines.join("")}</g>
<g stroke="${ink.paper}">${shapes.join("")}</g>
<path d="${leaders.join("")}" stroke="${ink.text}" stroke-width="0.7"/>
<g class="names">${names.join("")}</g>
</svg>
${keys.join("\n")}
<text class="left" x="12" y="${bottom - 10}" font-size="10">${escaped(told.source)}</text>
</svg>
`;
}

/** What shapes, colours and dashes mean. */
export function legend(scene, teller) {
  const rows = scene.groups.map((group, place) => ({
    mark: svgShape(group.look.shape, 0, 0, 6, group.look.colour), name: groupName(scene, group, place, teller),
  }));
  if (!scene.mixed) return rows;
  const kinds = [...new Set(scene.ties.map(({ kind }) => kind))].sort();
  return rows.concat(kinds.map((kind) => ({
    mark: `<path d="M-10 0H10" stroke="${STROKES[kind].colour}" stroke-width="2" stroke-dasharray="${STROKES[kind].dashes.join(" ")}"/>`,
    name: `${teller.words().tieKinds} ${teller.words().kind[kind]}`,
  })));
}

/** The picture as PNG, twice as fine as the screen. @returns {Promise<Blob>} */
export function png(picture, told) {
  const { camera, canvas, ink } = picture;
  const sheet = document.createElement("canvas");
  const scale = canvas.width / camera.width;
  const band = 40 * scale;
  [sheet.width, sheet.height] = [canvas.width, canvas.height + 2 * band];
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  picture.finish();
  pen.drawImage(canvas, 0, band);
  pen.fillStyle = ink.text;
  pen.font = `bold ${16 * scale}px ${FONT}`;
  pen.textBaseline = "middle";
  pen.fillText(told.title, 10 * scale, band / 2, sheet.width - 20 * scale);
  pen.font = `${10 * scale}px ${FONT}`;
  pen.fillText(told.source, 10 * scale, sheet.height - band / 2, sheet.width - 20 * scale);
  return new Promise((done, fail) => {
    sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error("The browser made no PNG."))), "image/png");
  });
}

/** The days on which a tie is known to hold through any of what it runs through. */
function spell(model, tie) {
  const facts = tie.facts.map((id) => model.facts[id]).filter(({ from }) => from > FAR.first);
  const from = facts.length ? Math.min(...facts.map((fact) => fact.from)) : null;
  const until = facts.length ? Math.max(...facts.map((fact) => fact.until)) : null;
  return [from === null ? "" : isoDay(from), until === null || until > FAR.last ? "" : isoDay(until)];
}

/** Ties as CSV: RFC 4180, one row a tie. */
export function csv(scene, teller) {
  const { model } = teller;
  const cell = (value) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const rows = [["source", "target", "source_name", "target_name", "kind", "number", "weight", "through", "start", "end", "claims"]];
  for (const tie of scene.ties) {
    rows.push([
      model.things[tie.a].path, model.things[tie.b].path, teller.name(tie.a), teller.name(tie.b), tie.kind, tie.via.length, tie.weight,
      tie.via.map((id) => teller.name(id)).join("; "), ...spell(model, tie), tie.facts.length,
    ]);
  }
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A colour as Gephi reads it. @param {string} hex */
const rgb = (hex) => ["r", "g", "b"].map((part, place) =>
  `${part}="${parseInt(hex.slice(1 + 2 * place, 3 + 2 * place), 16)}"`).join(" ");

/** Nodes and ties as GEXF 1.3 with places, colours and spells, for Gephi. */
export function gexf(scene, teller, told) {
  const { model } = teller;
  const nodes = scene.ids.map((id, place) => {
    const { colour, shape } = scene.looks[place];
    const region = model.things[id].region < 0 ? "" : teller.concept(model.things[id].region);
    return `<node id="${escaped(model.things[id].path)}" label="${escaped(teller.name(id))}"><attvalues><attvalue for="kind" value="${model.things[id].kind}"/><attvalue for="region" value="${escaped(region)}"/></attvalues><viz:color ${rgb(colour)}/><viz:position x="${scene.x[place]}" y="${-scene.y[place]}" z="0"/><viz:size value="${short(scene.radius[place])}"/><viz:shape value="${{ circle: "disc", square: "square", triangle: "triangle", diamond: "diamond" }[shape] || "disc"}"/></node>`;
  });
  const edges = scene.ties.map((tie, number) => {
    const [start, end] = spell(model, tie);
    return `<edge id="${number}" source="${escaped(model.things[tie.a].path)}" target="${escaped(model.things[tie.b].path)}" type="${tie.directed ? "directed" : "undirected"}" kind="${tie.kind}" weight="${tie.weight}"${start ? ` start="${start}"` : ""}${end ? ` end="${end}"` : ""}><attvalues><attvalue for="number" value="${tie.via.length}"/><attvalue for="through" value="${escaped(tie.via.map((id) => teller.name(id)).join("; "))}"/></attvalues></edge>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><title>${escaped(told.title)}</title><description>${escaped(told.rule)}</description></meta>
<graph defaultedgetype="undirected" mode="dynamic" timeformat="date" timerepresentation="interval">
<attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="region" title="region" type="string"/></attributes>
<attributes class="edge"><attribute id="number" title="number" type="integer"/><attribute id="through" title="through" type="string"/></attributes>
<nodes>
${nodes.join("\n")}
</nodes>
<edges>
${edges.join("\n")}
</edges>
</graph>
</gexf>
`;
}

/** Let the browser keep a file. @param {Blob | string} content */
export function keep(content, name, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
