
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svg = document.getElementById("network");
  const panel = document.getElementById("panel");
  const marks = [...svg.querySelectorAll("[data-place]")];
  const lines = [...svg.querySelectorAll("[data-tie]")];
  const rows = [...document.querySelectorAll("tr[data-row]")];
  const [, , WIDTH, HEIGHT] = svg.getAttribute("viewBox").split(" ").map(Number);
  const hidden = new Set(); // kinds of ties that are switched off
  let view = { x: 0, y: 0, w: WIDTH };
  let chosen = null; // {place: number} or {tie: number}

  const shown = (number) => !hidden.has(data.ties[number].kind);
  const tiesOf = (place) =>
    data.ties.map((_, number) => number)
      .filter((number) => shown(number) && [data.ties[number].a, data.ties[number].b].includes(place));
  const titleOf = ({ a, b, directed }) =>
    `${data.places[a].name} ${directed ? "→" : "–"} ${data.places[b].name}`;

  // Small makers of elements: text is always set as text, never as markup.
  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
  function button(text, act) {
    const element = make("button", text, { type: "button", class: "link" });
    element.addEventListener("click", act);
    return element;
  }
  function fold(heading, content) {
    const element = make("details");
    element.append(make("summary", heading), content);
    return element;
  }
  function list(items) {
    const element = make("ul");
    for (const item of items) {
      const entry = make("li");
      entry.append(...[].concat(item));
      element.append(entry);
    }
    return element;
  }

  // What a node or a tie rests on, in the panel.
  function tellPlace(number) {
    const place = data.places[number];
    const ties = tiesOf(number);
    panel.append(
      make("h2", place.name),
      make("p", `${data.size}: ${place.strength}. ${place.group}`),
      make("h3", `Ties drawn: ${ties.length}`),
      list(ties.map((tie) => {
        const { a, b } = data.ties[tie];
        const other = data.places[a === number ? b : a].name;
        return [button(`${other}, ${data.ties[tie].said}`, () => choose({ tie }))];
      })),
    );
  }
  function tellTie(number) {
    const tie = data.ties[number];
    panel.append(
      make("h2", titleOf(tie)),
      make("p", `${tie.said}; weight ${tie.weight}`),
      list([tie.a, tie.b].map((place) => [button(data.places[place].name, () => choose({ place }))])),
      fold(`Through ${tie.said}`, list(tie.via)),
      make("h3", `Claims: ${tie.claims.length}`),
      list(tie.claims.map((claim) => [
        make("strong", data.claims[claim].said),
        ...data.claims[claim].cited.flatMap(tellSource),
      ])),
    );
  }
  function tellSource({ source, quote, language, locator }) {
    const { title, where, url } = data.sources[source];
    const told = make("div");
    const safe = /^https?:\/\//i.test(url);
    told.append(
      safe ? make("a", title, { href: url, rel: "noopener noreferrer", target: "_blank" }) : title,
      [where, locator].filter(Boolean).map((part) => `, ${part}`).join(""),
    );
    return quote ? [told, make("blockquote", quote, { lang: language || "und" })] : [told];
  }

  // Selection: one node or one tie, kept in the address, shown in picture, panel and table.
  function choose(next, from) {
    chosen = next;
    const hint = panel.querySelector(".hint");
    panel.replaceChildren(hint);
    hint.hidden = Boolean(next);
    if (next && "place" in next) tellPlace(next.place);
    if (next && "tie" in next) tellTie(next.tie);
    panel.scrollTop = 0;
    const hash = !next ? "" : "place" in next ? data.places[next.place].key
      : `${data.ties[next.tie].kind}:${data.ties[next.tie].key}`;
    if (from !== "address") history.replaceState(null, "", hash ? `#${encodeURIComponent(hash)}` : location.pathname + location.search);
    narrow();
    light(next);
    if (from === "table") panel.focus();
  }
  function narrow() {
    let count = 0;
    rows.forEach((row, number) => {
      const { a, b } = data.ties[number];
      const place = chosen && "place" in chosen ? chosen.place : null;
      row.hidden = !shown(number) || (place !== null && a !== place && b !== place);
      count += row.hidden ? 0 : 1;
    });
    document.getElementById("narrowed").textContent =
      count < rows.length ? `(${count} of ${rows.length})` : `(${rows.length})`;
  }
  function light(target) {
    const near = new Set();
    const ties = !target ? [] : "tie" in target ? [target.tie] : tiesOf(target.place);
    if (target && "place" in target) near.add(target.place);
    for (const tie of ties) near.add(data.ties[tie].a).add(data.ties[tie].b);
    svg.classList.toggle("focused", Boolean(target));
    marks.forEach((mark, number) => {
      mark.classList.toggle("near", near.has(number));
      mark.classList.toggle("chosen", Boolean(target) && target.place === number);
    });
    lines.forEach((line, number) => line.classList.toggle("near", ties.includes(number)));
    layLabels(near);
  }

  // Labels keep their size on the screen; where they would cover something they are left out.
  const ANGLES = [0, 180, 90, 270, 45, 315, 135, 225, 22, 338, 158, 202].map((degrees) => degrees * Math.PI / 180);
  const side = (value) => (Math.abs(value) < 1e-9 ? 0 : Math.sign(value));
  function layLabels(first = new Set()) {
    const unit = view.w / (svg.clientWidth || WIDTH);
    const size = 11 * unit;
    const asDrawn = view.w === WIDTH && 9.5 * unit <= 6;
    const half = { h: size * 0.6 };
    const discs = data.places.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
    const taken = [];
    const clash = (box, own) =>
      taken.some((other) => overlap(box, other)) ||
      discs.some((disc, number) => number !== own && overlap(box, disc)) ||
      box[0] < view.x || box[2] > view.x + view.w || box[1] < view.y || box[3] > view.y + view.w * HEIGHT / WIDTH;
    const order = [...first, ...data.places.keys()].filter((one, place, all) => all.indexOf(one) === place);
    for (const number of order) {
      const place = data.places[number];
      const text = marks[number].querySelector("text");
      const leader = marks[number].querySelector(".leader");
      if (leader) leader.style.display = asDrawn ? "" : "none";
      if (!text) continue;
      text.style.fontSize = `${asDrawn ? 6 : size}px`;
      let spot = asDrawn ? [place.labelX, place.labelY] : null;
      if (!asDrawn) {
        half.w = (place.labelWidth / 6) * size / 2;
        for (const angle of ANGLES) {
          const [across, down] = [Math.cos(angle), Math.sin(angle)];
          const x = place.x + (place.r + 2 * unit) * across + half.w * side(across);
          const y = place.y + (place.r + 2 * unit) * down + half.h * side(down);
          const box = [x - half.w, y - half.h, x + half.w, y + half.h];
          if (clash(box, number)) continue;
          taken.push(box);
          spot = [x, y];
          break;
        }
      }
      text.style.display = spot ? "" : "none";
      if (spot) { text.setAttribute("x", spot[0]); text.setAttribute("y", spot[1]); }
    }
  }
  function overlap(one, other) {
    return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  }

  // Looking closer.
  function look(x, y, w) {
    const width = Math.min(WIDTH, Math.max(WIDTH / 12, w));
    const height = width * HEIGHT / WIDTH;
    view = {
      x: Math.min(WIDTH - width, Math.max(0, x)), y: Math.min(HEIGHT - height, Math.max(0, y)), w: width,
    };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${width} ${height}`);
    svg.classList.toggle("zoomed", width < WIDTH);
    light(chosen);
  }
  function zoom(factor, at) {
    const middle = at || { x: view.x + view.w / 2, y: view.y + view.w * HEIGHT / WIDTH / 2 };
    const w = Math.min(WIDTH, Math.max(WIDTH / 12, view.w * factor));
    look(middle.x - (middle.x - view.x) * w / view.w, middle.y - (middle.y - view.y) * w / view.w, w);
  }
  function spotOf(event) {
    const frame = svg.getBoundingClientRect();
    const unit = view.w / frame.width;
    return { x: view.x + (event.clientX - frame.left) * unit, y: view.y + (event.clientY - frame.top) * unit, unit };
  }
  function nearestTie({ x, y, unit }) {
    let best = { away: 7 * unit, tie: null };
    data.ties.forEach(({ a, b }, tie) => {
      if (!shown(tie)) return;
      const [from, to] = [data.places[a], data.places[b]];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy)));
      const away = Math.hypot(from.x + along * dx - x, from.y + along * dy - y);
      if (away < best.away) best = { away, tie };
    });
    return best.tie;
  }

  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, view, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || !event.buttons) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (Math.hypot(dx, dy) < 4 && !drag.moved) return;
    drag.moved = true;
    const unit = drag.view.w / svg.clientWidth;
    look(drag.view.x - dx * unit, drag.view.y - dy * unit, drag.view.w);
  });
  svg.addEventListener("click", (event) => {
    if (drag && drag.moved) return;
    const mark = event.target.closest("[data-place]");
    if (mark) return void choose({ place: marks.indexOf(mark) });
    const tie = nearestTie(spotOf(event));
    choose(tie === null ? null : { tie });
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, spotOf(event));
  }, { passive: false });

  // One stop for the Tab key; arrows go to the nearest node that way.
  function step(from, dx, dy) {
    let best = { cost: Infinity, to: null };
    data.places.forEach((place, to) => {
      const [x, y] = [place.x - data.places[from].x, place.y - data.places[from].y];
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      if (to !== from && ahead > 0 && aside <= ahead && ahead + 2 * aside < best.cost) best = { cost: ahead + 2 * aside, to };
    });
    return best.to;
  }
  const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  marks.forEach((mark, number) => {
    mark.addEventListener("pointerenter", () => { if (!chosen && !(drag && drag.moved)) light({ place: number }); });
    mark.addEventListener("pointerleave", () => { if (!chosen) light(null); });
    mark.addEventListener("focus", () => { if (!chosen && mark.matches(":focus-visible")) light({ place: number }); });
    mark.addEventListener("blur", () => { if (!chosen) light(null); });
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") choose({ place: number });
      else if (event.key in arrows) {
        const to = step(number, ...arrows[event.key]);
        if (to === null) return;
        mark.tabIndex = -1;
        marks[to].tabIndex = 0;
        marks[to].focus();
      } else return;
      event.preventDefault();
    });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });

  // Search, in any of a node's names and scripts; tables; kinds; address.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const search = document.getElementById("search");
  document.getElementById("found").append(
    ...data.places.map(({ name }) => name).sort().map((name) => make("option", undefined, { value: name })),
  );
  search.addEventListener("input", () => {
    const wanted = folded(search.value);
    const exact = data.places.findIndex(({ names }) => names.some((name) => folded(name) === wanted));
    const begun = data.places.map((_, number) => number)
      .filter((number) => data.places[number].names.some((name) => folded(name).startsWith(wanted)));
    const found = exact >= 0 ? exact : begun.length === 1 ? begun[0] : -1;
    if (wanted && found >= 0) choose({ place: found });
  });
  document.querySelectorAll("button[data-choose]").forEach((element) => {
    const [kind, number] = element.dataset.choose.split(" ");
    element.addEventListener("click", () => choose({ [kind]: Number(number) }, "table"));
  });
  document.querySelectorAll("input[data-kind]").forEach((box) => {
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(box.dataset.kind); else hidden.add(box.dataset.kind);
      lines.forEach((line, number) => { line.style.display = shown(number) ? "" : "none"; });
      choose(chosen && "tie" in chosen && !shown(chosen.tie) ? null : chosen);
    });
  });
  function readAddress() {
    let hash = "";
    try { hash = decodeURIComponent(location.hash.slice(1)); } catch { /* no address of ours */ }
    const place = data.places.findIndex(({ key }) => key === hash);
    const tie = data.ties.findIndex(({ kind, key }) => `${kind}:${key}` === hash);
    choose(place >= 0 ? { place } : tie >= 0 ? { tie } : null, "address");
  }

  document.getElementById("nearer").addEventListener("click", () => zoom(1 / 1.5));
  document.getElementById("farther").addEventListener("click", () => zoom(1.5));
  document.getElementById("whole").addEventListener("click", () => look(0, 0, WIDTH));
  addEventListener("hashchange", readAddress);
  addEventListener("resize", () => light(chosen));
  document.querySelector(".controls").hidden = false;
  readAddress();
})();
