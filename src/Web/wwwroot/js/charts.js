// Draws the history with uPlot: the other end is History/ChartJson.cs. Without it a page still has its ribbon, its figures and the CSV file.
(() => {
  "use strict";
  const root = document.getElementById("history");
  const grid = document.getElementById("charts");
  if (!root || !grid || !window.uPlot) return;
  const only = root.dataset.only ? root.dataset.only.split(" ") : null;
  const wait = document.getElementById("charts-wait");
  const thin = "\u202f";
  const partsEvery = 60000, fullEvery = 900000;
  const shown = new Map();                 // id of a chart -> what draws it
  const off = new Set();                   // "chart/line" that the reader has switched off
  const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  const seconds = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
  const moment = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  let theme, sheet, loadedAt = 0, partsAt = performance.now(), timer, loading;
  let query = root.dataset.query;
  let preset = query.includes("range=") ? query : "range=24h";

  // ---------- theme: uPlot asks for each colour when it draws ----------
  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = name => style.getPropertyValue(name).trim();
    theme = { lines: [1, 2, 3, 4, 5, 6].map(n => read(`--c${n}`)), grid: read("--grid"), faint: read("--faint"), danger: read("--danger"), warn: read("--fill-warn"), accent: read("--accent"), font: `10px ${read("--sans")}` };
  }
  function repaint() {
    readTheme();
    for (const one of shown.values()) one.plot.redraw(false, true);
  }
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", repaint);

  // ---------- data ----------
  const sums = list => { let last = 0; return list.map(d => d === null ? null : (last += d)); };
  function decode(chart) {
    const scale = 10 ** chart.digits;
    const values = list => sums(list).map(v => v === null ? null : v / scale);
    return { ...chart, t: sums(chart.t).map(ms => ms / 1000), series: chart.series.map(s => ({ ...s, v: values(s.v), lo: s.lo && values(s.lo), hi: s.hi && values(s.hi) })) };
  }
  const serverNow = () => sheet.to + (performance.now() - loadedAt);

  async function ask(handler, what, signal) {
    const answer = await fetch(`${root.dataset.url}?handler=${handler}&${what}`, { signal, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) { location.reload(); throw new Error("signed out"); }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  }

  async function load() {
    clearTimeout(timer);
    loading?.abort();
    const mine = loading = new AbortController();
    grid.setAttribute("aria-busy", "true");
    try {
      const got = await (await ask("Data", query, mine.signal)).json();
      sheet = { ...got, charts: got.charts.filter(c => !only || only.some(id => c.id.startsWith(id))).map(decode), fullAt: performance.now() };
      loadedAt = performance.now();
      draw();
      tell(sheet.charts.length ? "" : "No numbers were recorded in this time.");
    } catch (failure) {
      if (mine.signal.aborted) return;
      tell(sheet ? `As of ${clock.format(serverNow())}: the server does not answer.` : "The server does not answer. It is tried again.");
    }
    grid.removeAttribute("aria-busy");
    later();
  }

  // Samples that came since; charts that count in longer steps wait for the next whole answer.
  async function follow() {
    const raw = sheet.charts.filter(c => c.step === 0);
    if (raw.length === 0 || performance.now() - sheet.fullAt > fullEvery) return load();
    const now = serverNow(), last = Math.min(...raw.map(c => (c.t.at(-1) ?? 0) * 1000));
    const from = Math.round(Math.max(sheet.from, Math.min(last, now - 61000))), to = Math.round(now);
    const view = query.includes("view=cards") ? "&view=cards" : "";
    try {
      const got = await (await ask("Data", `from=${from}&to=${to}${view}`)).json();
      const length = sheet.to - sheet.from;
      for (const fresh of got.charts.map(decode)) {
        const chart = sheet.charts.find(c => c.id === fresh.id);
        if (!chart || chart.step !== 0) continue;
        if (fresh.step !== 0 || fresh.digits !== chart.digits || fresh.unit !== chart.unit || names(fresh) !== names(chart)) return load();
        append(chart, fresh, (to - length) / 1000);
      }
      const known = new Set(sheet.events.map(String));
      sheet.events.push(...got.events.filter(e => !known.has(String(e))));
      [sheet.from, sheet.to, loadedAt] = [to - length, to, performance.now()];
      draw();
      tell("");
    } catch { tell(`As of ${clock.format(sheet.to)}: the server does not answer.`); }
    later();
  }

  const names = chart => chart.series.map(s => s.name).join("\n");
  function append(chart, fresh, oldest) {
    if (fresh.t.length === 0) return;
    const keep = chart.t.findIndex(t => t >= fresh.t[0]), end = keep < 0 ? chart.t.length : keep;
    const start = Math.max(0, chart.t.findIndex(t => t >= oldest));
    const join = (old, added) => old.slice(start, end).concat(added);
    chart.t = join(chart.t, fresh.t);
    chart.series.forEach((s, i) => { s.v = join(s.v, fresh.series[i].v); });
  }

  function later() {
    clearTimeout(timer);
    if (document.hidden || (sheet && !sheet.live)) return;
    timer = setTimeout(next, sheet ? sheet.every : 10000);
  }
  function next() {
    if (document.hidden) return;
    if (!sheet) { load(); return; }
    if (performance.now() - partsAt > partsEvery) parts();
    follow();
  }
  // A hidden tab asks nothing. Coming back it fetches what it missed.
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (!document.hidden && (!sheet || sheet.live)) next(); });

  function tell(text) {
    if (wait.textContent !== text) wait.textContent = text;
    wait.hidden = text === "";
    const figures = root.querySelector("details");
    if (sheet && sheet.charts.length) figures.hidden = false;
  }

  // ---------- drawing ----------
  const number = (v, digits) => v === null || v === undefined ? "–" : v.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, thin).replace(/^-/, "\u2212");
  const color = s => theme.lines[s.color - 1];

  function draw() {
    for (const [id, one] of shown) if (!sheet.charts.some(c => c.id === id && names(c) === one.names && c.unit === one.unit && c.step > 0 === one.stepped)) { one.plot.destroy(); one.card.remove(); shown.delete(id); }
    for (const chart of sheet.charts) {
      let one = shown.get(chart.id);
      if (!one) shown.set(chart.id, one = make(chart)); else { one.chart = chart; one.plot.setData(columns(chart), true); }
      grid.append(one.card);
      legend(one);
    }
  }

  function columns(chart) {
    return [chart.t, ...chart.series.map(s => s.v), ...chart.series.filter(s => s.lo).flatMap(s => [s.hi, s.lo])];
  }

  function make(chart) {
    const card = document.createElement("section");
    card.className = `card chart ${only ? "c4" : "c6"}`;
    card.id = `chart-${chart.id}`;
    const head = document.createElement("header"), title = document.createElement("h3"), body = document.createElement("div");
    title.textContent = chart.title;
    body.className = "body";
    head.append(title, ...chart.series.map(s => toggle(chart.id, s)));
    card.append(head, body);
    grid.append(card);
    const one = { chart, card, names: names(chart), unit: chart.unit, stepped: chart.step > 0 };
    one.plot = new uPlot(options(one, body), columns(chart), body);
    sizes.observe(body);
    return one;
  }

  function toggle(id, s) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `k k${s.color}${s.dash ? " dashed" : ""}`;
    button.setAttribute("aria-pressed", String(!off.has(`${id}/${s.name}`)));
    button.append(s.name, " ", document.createElement("b"));
    button.addEventListener("click", () => {
      const key = `${id}/${s.name}`, one = shown.get(id);
      if (!off.delete(key)) off.add(key);
      button.setAttribute("aria-pressed", String(!off.has(key)));
      one.chart.series.forEach((line, i) => { if (line.name === s.name) for (const k of parts_of(one.chart, i)) one.plot.setSeries(k, { show: !off.has(key) }); });
    });
    return button;
  }

  // A line has its own column, and two more when it has bounds.
  function parts_of(chart, i) {
    const own = [i + 1];
    if (!chart.series[i].lo) return own;
    const before = chart.series.slice(0, i).filter(s => s.lo).length;
    const first = 1 + chart.series.length + 2 * before;
    return [...own, first, first + 1];
  }

  function options(one, body) {
    const chart = one.chart;
    const lines = chart.series.map(s => ({
      stroke: () => color(s), width: chart.columns || chart.series.length > 4 ? 1 : 1.5, dash: s.dash ? [5, 4] : undefined, spanGaps: false, show: !off.has(`${chart.id}/${s.name}`),
      fill: chart.columns ? () => color(s) + "59" : chart.zero && chart.series.length === 1 ? () => color(s) + "14" : undefined,
      paths: chart.columns ? uPlot.paths.bars({ size: [0.8, 60], align: 1 }) : undefined,
      points: { show: !chart.columns, size: 4, width: 0, fill: () => color(s), filter: lonely },
    }));
    const bounds = chart.series.flatMap(s => s.lo ? [0, 1].map(() => ({ width: 0, spanGaps: false, points: { show: false }, show: !off.has(`${chart.id}/${s.name}`) })) : []);
    const bands = chart.series.flatMap((s, i) => s.lo ? [{ series: parts_of(chart, i).slice(1), fill: () => color(s) + "2e" }] : []);
    const axis = { stroke: () => theme.faint, font: theme.font, grid: { stroke: () => theme.grid, width: 1 }, ticks: { show: false } };
    return {
      width: body.clientWidth, height: only ? 170 : 200, legend: { show: false }, series: [{}, ...lines, ...bounds], bands, padding: [10, 6, 0, 0],
      scales: { x: { time: true, range: () => [sheet.from / 1000, sheet.to / 1000] }, y: { range: (u, lo, hi) => span(chart, lo, hi) } },
      axes: [{ ...axis, space: 64, size: 24, values: (u, splits, a, space, step) => splits.map(t => label(t, step)) }, { ...axis, space: 34, size: 46, gap: 6, values: (u, splits) => splits.map(v => number(v, decimals(splits))) }],
      cursor: { sync: { key: "history" }, points: { show: false }, y: false, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => { go(preset); return null; } } },
      hooks: { setSelect: [zoom], setCursor: [u => point(one, u)], draw: [marks] },
    };
  }

  const decimals = splits => splits.length > 1 && splits[1] - splits[0] < 1 ? (splits[1] - splits[0] < 0.1 ? 2 : 1) : 0;
  function span(chart, lo, hi) {
    if (lo === null || hi === null) return [0, 1];
    if (chart.zero) return [0, hi > 0 ? (chart.unit === "%" ? Math.min(hi * 1.08, 100) : hi * 1.08) : 1];
    const room = Math.max((hi - lo) * 0.1, 1);
    return [Math.max(lo >= 0 ? 0 : -Infinity, lo - room), hi + room];
  }
  function label(t, step) {
    const at = new Date(t * 1000);
    if (step >= 86400 || (at.getHours() === 0 && at.getMinutes() === 0 && step >= 60)) return day.format(at);
    return (step < 60 ? seconds : clock).format(at);
  }

  // A sample between two gaps has no line: it is a dot.
  function lonely(u, i) {
    const [from, to] = u.series[0].idxs, values = u.data[i], found = [];
    for (let k = from; k <= to; k++) if (values[k] !== null && (values[k - 1] ?? null) === null && (values[k + 1] ?? null) === null) found.push(k);
    return found;
  }

  function marks(u) {
    const { ctx, bbox } = u, unit = devicePixelRatio;
    ctx.save();
    for (const [at, level] of sheet.events) {
      if (at < sheet.from || at > sheet.to) continue;
      const x = Math.round(u.valToPos(at / 1000, "x", true));
      ctx.fillStyle = level === 2 ? theme.danger : level === 1 ? theme.warn : level < 0 ? theme.accent : theme.faint;
      ctx.globalAlpha = 0.45;
      ctx.fillRect(x, bbox.top, Math.max(1, unit), bbox.height);
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.moveTo(x - 4 * unit, bbox.top - 6 * unit); ctx.lineTo(x + 4 * unit, bbox.top - 6 * unit); ctx.lineTo(x, bbox.top);
      ctx.fill();
    }
    ctx.restore();
  }

  function point(one, u) {
    legend(one, u.cursor.idx);
    if (!u.cursor.event?.isTrusted) return;
    if (u.cursor.left < 0) { note(""); return; }
    const at = u.posToVal(u.cursor.left, "x") * 1000, near = (sheet.to - sheet.from) * 6 / u.over.clientWidth;
    note([moment.format(at), ...sheet.events.filter(e => Math.abs(e[0] - at) < near).slice(0, 3).map(e => e[2])].join(" · "));
  }

  function legend(one, idx) {
    const values = one.card.querySelectorAll("header b");
    one.chart.series.forEach((s, i) => {
      const v = idx === null || idx === undefined ? (one.chart.columns ? s.v.reduce((a, b) => a + (b ?? 0), 0) : s.v.findLast(v => v !== null)) : s.v[idx];
      const text = number(v, one.chart.digits);
      if (values[i].textContent !== text) values[i].textContent = text;
    });
  }

  function note(text) {
    const line = document.getElementById("history-note");
    if (line && line.textContent !== text) line.textContent = text;
  }

  const sizes = new ResizeObserver(entries => {
    for (const entry of entries) {
      const one = [...shown.values()].find(o => o.card.contains(entry.target));
      const width = Math.floor(entry.contentRect.width);
      if (one?.plot && width > 0 && width !== one.plot.width) one.plot.setSize({ width, height: one.plot.height });
    }
  });

  // ---------- range: in the address, so that it can be sent, kept and gone back to ----------
  function zoom(u) {
    const { left, width } = u.select;
    if (width < 4) return;
    const [from, to] = [left, left + width].map(x => Math.round(u.posToVal(x, "x") * 1000));
    for (const one of shown.values()) one.plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const middle = (from + to) / 2, half = Math.max((to - from) / 2, 60000);
    const view = query.includes("view=cards") ? "&view=cards" : "";
    go(`from=${Math.round(middle - half)}&to=${Math.round(middle + half)}${view}`);
  }

  function go(what, keep = true) {
    if (what === query) return;
    query = what;
    if (query.includes("range=")) preset = query;
    if (keep) history.pushState(null, "", `${root.dataset.path}?${query}`);
    load();
    parts();
  }
  addEventListener("popstate", () => go(location.search.length > 1 ? location.search.slice(1) : root.dataset.query, false));

  async function parts() {
    partsAt = performance.now();
    const asked = query;
    try {
      const html = await (await ask("Parts", asked + (only ? "&on=rig" : ""))).text();
      if (asked !== query) return;
      const template = document.createElement("template");
      template.innerHTML = html;
      for (const made of [...template.content.firstElementChild.children]) {
        const old = document.getElementById(made.id);
        if (!old) continue;
        const focused = old.contains(document.activeElement) ? document.activeElement.textContent : null;
        const scrolled = old.querySelector("[data-scroll]")?.scrollLeft ?? 0;
        old.replaceWith(made);
        if (scrolled) made.querySelector("[data-scroll]").scrollLeft = scrolled;
        if (focused !== null) [...made.querySelectorAll("a")].find(a => a.textContent === focused)?.focus({ preventScroll: true });
      }
      ticks();
    } catch { /* The ribbon stays as it was; the charts say that the server does not answer. */ }
  }

  // The server writes UTC; whoever has a script reads his own time.
  function ticks() {
    for (const text of root.querySelectorAll("[data-tick]")) {
      const at = new Date(Number(text.dataset.tick));
      text.textContent = /\d:\d/.test(text.textContent) && !(at.getHours() === 0 && at.getMinutes() === 0) ? clock.format(at) : day.format(at);
    }
  }

  root.addEventListener("click", e => {
    const link = e.target.closest("a[data-history-link]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    const href = link.getAttribute("href");
    go(href.slice(href.indexOf("?") + 1));
  });
  for (const kind of ["mouseover", "focusin"]) root.addEventListener(kind, e => {
    const mark = e.target.closest("[data-note]");
    if (mark) note(`${moment.format(Number(mark.dataset.noteAt))} · ${mark.dataset.note}`);
  });

  readTheme();
  ticks();
  load();
})();
