// What lies on the same time axis as the charts: the lanes above them (Pages/Rigs/_RigRibbon.cshtml), and events on their plots.
(() => {
  "use strict";
  const { moment } = window.bloxHistory ?? {};
  const svg = "http://www.w3.org/2000/svg", room = 12, wide = 11;   // px between two marks that can both be hit; that do not cover one another
  const kinds = { "2": ["bad", "▲", "Error"], "1": ["warn", "◆", "Warning"], "-1": ["mine", "▮", "Change"], "0": ["", "·", "Event"] };
  const plot = root => root.querySelector(".lanes-plot");
  let drawn = [];   // ticks of the charts

  function made(name, attributes, text) {
    const element = document.createElementNS(svg, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---------- lanes ----------
  // They were drawn for one stretch of time and lie over charts of another, as these move on: what was drawn moves along.
  function align(root, from, to) {
    const lanes = plot(root);
    if (!lanes) return;
    const first = Number(lanes.dataset.from), last = Number(lanes.dataset.to), share = at => 100 * (at - from) / (to - from);
    for (const part of lanes.querySelectorAll("[data-moves]")) {
      part.setAttribute("x", `${share(first)}%`);
      part.setAttribute("width", `${share(last) - share(first)}%`);
    }
    crowd(lanes, share);
    axis(root, drawn);
  }

  // Marks that would cover one another are one, which says what all of them say.
  function crowd(lanes, share) {
    const width = lanes.getBoundingClientRect().width / 100, last = new Map();
    for (const mark of lanes.querySelectorAll("[data-marks] a")) {
      mark.dataset.own ??= mark.dataset.note;
      const x = share(Number(mark.dataset.noteAt)), lane = mark.firstElementChild.getAttribute("y"), before = last.get(lane);
      const crowded = before && (x - before.x) * width < room;
      mark.setAttribute("visibility", x < -0.5 || x > 100.5 || crowded ? "hidden" : "visible");
      mark.dataset.note = mark.dataset.own;
      if (crowded) before.mark.dataset.note += `; ${mark.dataset.own}`; else last.set(lane, { x, mark });
    }
  }

  // The same times are named above and below.
  function axis(root, ticks) {
    const group = plot(root)?.querySelector(".ticks");
    if (!group || ticks.length === 0) return;
    drawn = ticks;
    group.replaceChildren(...ticks.filter(([, text]) => text).flatMap(([share, text]) => [made("line", { class: "grid-l", x1: `${share}%`, x2: `${share}%`, y1: 4, y2: 104 }), made("text", { x: `${share}%`, y: 117, "text-anchor": "middle" }, text)]));
  }

  function cursor(root, left) {
    const line = plot(root)?.querySelector(".cursor");
    if (!line) return;
    line.setAttribute("visibility", left >= 0 ? "visible" : "hidden");
    if (left >= 0) for (const end of ["x1", "x2"]) line.setAttribute(end, left);
  }

  // ---------- events on a plot: shapes as well as colours ----------
  // A mark that would cover a worse one, or an earlier one as bad, is left out: the pointer on that one tells of both.
  function seen(u, events) {
    const weight = level => level < 0 ? 0.5 : level, kept = [];
    for (const [at, level] of events.sort((a, b) => weight(b[1]) - weight(a[1]) || a[0] - b[0])) {
      const x = Math.round(u.valToPos(at / 1000, "x", true));
      if (!kept.some(one => Math.abs(one.x - x) < wide * devicePixelRatio)) kept.push({ x, level });
    }
    return kept;
  }

  function draw(u, events, theme) {
    const { ctx, bbox } = u, unit = devicePixelRatio, [from, to] = [u.scales.x.min * 1000, u.scales.x.max * 1000];
    const shapes = {
      "2": [[-5, 4], [5, 4], [0, -5]], "1": [[0, -5], [5, 0], [0, 5], [-5, 0]], "-1": [[-2, -5], [2, -5], [2, 5], [-2, 5]], "0": [[-1, -3], [1, -3], [1, 3], [-1, 3]],
    };
    ctx.save();
    for (const { x, level } of seen(u, events.filter(([at]) => at >= from && at <= to))) {
      const y = bbox.top - 6 * unit;
      ctx.fillStyle = ctx.strokeStyle = level === 2 ? theme.danger : level === 1 ? theme.warn : level < 0 ? theme.accent : theme.faint;
      ctx.globalAlpha = level === 2 ? 0.6 : 0.45;
      ctx.lineWidth = Math.max(1, unit);
      ctx.setLineDash(level === 2 ? [] : level === 1 ? [6 * unit, 3 * unit] : [2 * unit, 3 * unit]);
      ctx.beginPath();
      ctx.moveTo(x + 0.5, bbox.top); ctx.lineTo(x + 0.5, bbox.top + bbox.height);
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.beginPath();
      for (const [i, [dx, dy]] of shapes[level].entries()) ctx[i === 0 ? "moveTo" : "lineTo"](x + dx * unit, y + dy * unit);
      ctx.fill();
    }
    ctx.restore();
  }

  // At its right end each of many lines has its number, as far as there is room.
  function ends(u, chart, theme) {
    if (chart.series.length <= 4 || chart.columns) return;
    const { ctx, bbox } = u, unit = devicePixelRatio, found = [];
    chart.series.forEach((s, i) => {
      const v = s.v.findLast(v => v !== null), name = s.name.match(/\d+$/)?.[0];
      if (v !== undefined && name && u.series[i + 1].show) found.push({ y: u.valToPos(v, "y", true), name, s, alpha: u.series[i + 1].alpha ?? 1 });
    });
    ctx.save();
    ctx.font = `${9 * unit}px ${theme.font.slice(theme.font.indexOf(" ") + 1)}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";   // beside the plot, not on the lines: uPlot leaves its axis' own
    let last = -Infinity;
    for (const { y, name, s, alpha } of found.sort((a, b) => a.y - b.y)) {
      if (y - last < 9 * unit) continue;
      ctx.globalAlpha = alpha;
      ctx.fillStyle = theme.lines[s.color - 1];
      ctx.fillText(name, bbox.left + bbox.width + 3 * unit, y);
      last = y;
    }
    ctx.restore();
  }

  // Those under the pointer, or beside a value that is read; oldest first.
  const near = (u, events, at) => events.filter(e => Math.abs(e[0] - at) * u.over.clientWidth < wide * (u.scales.x.max - u.scales.x.min) * 1000).sort((a, b) => a[0] - b[0]);

  const said = event => `${kinds[event[1]][2]} at ${moment.format(event[0])}: ${event[2]}`;

  // Says on the plot itself what the events at a place are.
  function tip(u, events, left) {
    let box = u.over.querySelector(".chart-tip");
    if (events.length === 0 || !(left >= 0)) { if (box) box.hidden = true; return; }
    if (!box) {
      box = document.createElement("div");
      box.className = "chart-tip";
      u.over.append(box);
    }
    box.hidden = false;
    box.replaceChildren(...events.slice(0, 4).map(event => {
      const line = document.createElement("p"), glyph = document.createElement("b");
      glyph.className = `t-${kinds[event[1]][0]}`;
      glyph.textContent = kinds[event[1]][1];
      line.append(glyph, ` ${moment.format(event[0])} `, event[2]);
      return line;
    }));
    if (events.length > 4) box.lastElementChild.append(` and ${events.length - 4} more`);
    const far = left > u.over.clientWidth / 2;
    box.style.left = far ? "auto" : `${left + 10}px`;
    box.style.right = far ? `${u.over.clientWidth - left + 10}px` : "auto";
    box.style.maxWidth = `${Math.max(far ? left : u.over.clientWidth - left, 0) - 14}px`;
  }

  window.bloxMarks = { align, axis, cursor, draw, ends, near, said, tip };
})();
