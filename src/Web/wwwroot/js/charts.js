// Draws the history with uPlot: the other end is History/ChartJson.cs. Without it a page still has its ribbon, its figures and the CSV file.
(() => {
  "use strict";
  const { decode, append, fold, scaled, cut, stacked, number, decimals, span, label, clock, moment, lonely, ticks, whole, fits } = window.bloxHistory ?? {}, marks = window.bloxMarks;
  const root = document.getElementById("history");
  const grid = document.getElementById("charts");
  if (!root || !grid || !window.uPlot || !decode) return;
  const only = root.dataset.only ? root.dataset.only.split(" ") : null;
  const wait = document.getElementById("charts-wait");
  const lanes = root.querySelector(".lanes") !== null;   // of a rig: all its charts lie under them, one below the other, so that a time is at one place
  const height = only ? 132 : lanes ? 160 : 200, columnsOf = lanes ? "c12" : "c6";
  const dashes = [undefined, [8, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 3, 2, 3, 2, 3]];
  const shown = new Map();                 // id of a chart -> what draws it
  const off = new Set();                   // "chart/line" that the reader has switched off
  let theme, sheet, loadedAt = 0, partsAt = Date.now(), timer, loading;
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

  // On paper there is ink on white, whatever the screen looks like.
  let screen;
  addEventListener("beforeprint", () => { screen = document.documentElement.dataset.theme ?? ""; document.documentElement.dataset.theme = "light"; repaint(); });
  addEventListener("afterprint", () => { document.documentElement.dataset.theme = screen; repaint(); });

  // ---------- data: times by the wall's clock, which goes on while a laptop sleeps ----------
  const serverNow = () => sheet.to + Math.max(0, Date.now() - loadedAt);
  const wanted = id => !only || only.some(part => id.startsWith(part));
  const longest = () => Math.max(0, ...sheet.charts.map(c => c.step)), shortest = () => Math.min(...sheet.charts.map(c => c.step), 3600000);
  const pause = () => Math.max(sheet.every, shortest() / 5, longest() / 20);    // a step is a few pixels wide
  const partsEvery = () => Math.min(60000, Math.max(15000, (sheet.to - sheet.from) / 240));
  const wholeEvery = () => Math.min(6 * 3600000, Math.max(900000, 2 * longest()));

  async function ask(handler, what, mine = new AbortController(), patience = 30000) {
    setTimeout(() => mine.abort(), patience);   // a line that is dead without being told
    const answer = await fetch(`${root.dataset.url}?handler=${handler}&${what}`, { signal: mine.signal, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) { location.reload(); throw new Error("signed out"); }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  }

  async function load() {
    clearTimeout(timer);
    loading?.abort();
    const mine = loading = new AbortController(), asked = query;
    grid.setAttribute("aria-busy", "true");
    const got = await (await ask("Data", asked, mine).catch(() => null))?.json().catch(() => null);
    if (loading !== mine || asked !== query) return;
    grid.removeAttribute("aria-busy");
    later();
    if (!got) {
      behind();
      const old = sheet && sheet.query !== query ? " The charts show the range before." : "";
      tell(sheet && !old ? `As of ${clock.format(sheet.to)}: the server does not answer.` : `The server does not answer. It is tried again.${old}`);
      return;
    }
    sheet = { ...got, query: asked, charts: got.charts.filter(c => wanted(c.id)).map(decode), wholeAt: Date.now() };
    loadedAt = Date.now();
    later();
    draw();
    current();
    tell(sheet.charts.length ? "" : "No numbers were recorded in this time.");
    const first = document.getElementById("charts-first");
    if (first) first.hidden = sheet.charts.length > 0;
  }

  // Asks for what came since, and once more for the step that is not over: what is told of it is put in the place of what was known.
  async function follow() {
    const now = serverNow(), length = sheet.to - sheet.from;
    const last = Math.min(...sheet.charts.map(c => (c.t.at(-1) ?? 0) * 1000)), known = sheet.to - 2 * longest() - 600000;   // a silent rig may have said nothing for days
    const from = Math.round(Math.max(sheet.from, Math.min(Math.max(last, known), now - 61000))), to = Math.round(now);
    if (sheet.charts.length === 0 || to - from > length / 2 || Date.now() - sheet.wholeAt > wholeEvery()) return load();
    const view = query.includes("view=cards") ? "&view=cards" : "", mine = loading = new AbortController(), asked = query;
    const got = await (await ask("Data", `from=${from}&to=${to}${view}`, mine, 15000).catch(() => null))?.json().catch(() => null);
    if (loading !== mine || asked !== query) return;
    later();
    if (!got) { behind(); tell(`As of ${clock.format(sheet.to)}: the server does not answer.`); return; }
    for (const fresh of got.charts.filter(c => wanted(c.id)).map(decode)) if (!add(fresh)) return load();
    for (const chart of sheet.charts) cut(chart, (to - length) / 1000);
    const old = new Set(sheet.events.map(String));
    sheet.events.push(...got.events.filter(e => !old.has(String(e))));
    [sheet.from, sheet.to, loadedAt] = [to - length, to, Date.now()];
    draw();
    current();
    tell("");
    if (sheet.events.length > old.size) parts();   // the lanes have them as well
  }

  const names = chart => chart.series.map(s => s.name).join("\n");
  // False: it does not fit to what is shown, which has to be asked for as a whole; not more often than once a minute.
  function add(fresh) {
    const chart = sheet.charts.find(c => c.id === fresh.id);
    const fits = chart && (chart.step > 0 || fresh.step === 0) && fresh.series.every(s => chart.series.some(o => o.name === s.name));
    if (!fits) return Date.now() - sheet.wholeAt < 60000;
    if (fresh.t.length > 0) (chart.step > 0 ? fold : append)(chart, scaled(fresh, fresh.scale / chart.scale));   // slower, its own unit may be a smaller one
    return true;
  }

  function later() {
    clearTimeout(timer);
    const done = sheet?.query === query;
    if (document.hidden || (done && !sheet.live)) return;
    timer = setTimeout(next, done ? pause() : 10000);
  }
  function next() {
    if (document.hidden) return;
    if (sheet?.query !== query) { load(); return; }
    // After a night in the background, or with the lid closed, what is shown is old until the answer is there.
    if (serverNow() - sheet.to > 2 * pause()) { behind("catching up\u2026"); tell(`As of ${clock.format(sheet.to)}. Catching up\u2026`); }
    if (Date.now() - partsAt > partsEvery()) parts();
    follow();
  }
  // A hidden tab asks nothing. Coming back it fetches what it missed.
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (document.hidden && sheet?.live) behind("catching up\u2026"); if (!document.hidden && (sheet?.query !== query || sheet.live)) next(); });

  const current = () => sheet.live ? bloxLamp("live", "Live") : bloxLamp("live past", "Past");
  const behind = text => sheet ? bloxLamp(text ? "live wait" : "live lost", `As of ${clock.format(sheet.to)}, ${text ?? "no answer"}`) : bloxLamp("live lost", "No answer");

  function tell(text) {
    if (wait.textContent !== text) wait.textContent = text;
    wait.hidden = text === "";
    const figures = root.querySelector("details");
    if (sheet && sheet.charts.length) figures.hidden = false;
  }

  // ---------- drawing ----------
  const inside = body => { const style = getComputedStyle(body); return Math.floor(body.getBoundingClientRect().width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)); };   // as sizes sees it: another width would draw it twice
  const color = s => theme.lines[s.color - 1];

  // Where charts will stand, so that a page that loads looks like one, and nothing moves when they come.
  function expect() {
    for (const title of root.dataset.titles?.split("\n") ?? []) {
      const card = document.createElement("section"), head = document.createElement("header"), heading = document.createElement("h3"), body = document.createElement("div");
      card.className = `card chart wait ${columnsOf}`;
      heading.textContent = title;
      body.className = "body";
      body.style.height = `${height + 12}px`;
      head.append(heading);
      card.append(head, body);
      grid.append(card);
    }
  }

  function draw() {
    marks.align(root, sheet.from, sheet.to);
    const focused = document.activeElement?.closest(".chart")?.id, wasBody = document.activeElement?.matches(".chart > .body");
    for (const card of grid.querySelectorAll(".wait")) card.remove();
    for (const [id, one] of shown) if (!sheet.charts.some(c => c.id === id && names(c) === one.names && c.unit === one.unit && c.step > 0 === one.stepped)) { one.plot.destroy(); one.card.remove(); shown.delete(id); }
    sheet.charts.forEach((chart, i) => {
      let one = shown.get(chart.id);
      if (!one) shown.set(chart.id, one = make(chart)); else { one.chart = chart; one.plot.setData(columns(chart), true); }
      if (grid.children[i] !== one.card) grid.insertBefore(one.card, grid.children[i] ?? null);   // what stands right stays: moved it would lose the focus
      legend(one, one.plot.cursor.left >= 0 ? one.plot.cursor.idx : null);
    });
    if (focused && wasBody && !document.activeElement?.matches(".chart > .body")) document.querySelector(`#${CSS.escape(focused)} > .body`)?.focus({ preventScroll: true });
  }

  // Amounts stand on one another: side by side in one place the small ones would hide behind the large.
  const piled = chart => chart.columns && chart.series.length > 1;

  function columns(chart) {
    const lines = piled(chart) ? stacked(chart, s => !off.has(`${chart.id}/${s.name}`)) : chart.series.map(s => s.v);
    return [chart.t, ...lines, ...chart.series.filter(s => s.lo).flatMap(s => [s.hi, s.lo])];
  }

  function make(chart) {
    const card = document.createElement("section");
    card.className = `card chart ${columnsOf}`;
    card.id = `chart-${chart.id}`;
    const head = document.createElement("header"), title = document.createElement("h3"), body = document.createElement("div"), at = document.createElement("time"), keys = document.createElement("span"), said = document.createElement("span");
    title.textContent = chart.title;
    body.className = "body";
    body.tabIndex = 0;
    body.setAttribute("role", "group");
    body.setAttribute("aria-label", `${chart.title}: arrow keys read values, e and shift e events, plus and minus zoom, Escape leads back`);
    said.className = "sr";
    said.setAttribute("role", "status");
    keys.className = "row";
    keys.append(...chart.series.map((s, i) => toggle(chart, s, i)));
    head.append(title, at, keys);
    card.append(head, body, said);
    grid.append(card);
    const one = { chart, card, at, said, names: names(chart), unit: chart.unit, stepped: chart.step > 0 };
    one.plot = new uPlot(options(one, body), columns(chart), body);
    body.addEventListener("keydown", e => press(one, e));
    body.addEventListener("blur", () => { if (one.read) { one.read = false; one.plot.setCursor({ left: -10, top: -10 }); marks.tip(one.plot, [], -1); } });
    sizes.observe(body);
    return one;
  }

  // Lines of one chart differ in their dashes, not in their colour alone; from the seventh on in another order of both.
  const dashOf = (chart, i) => chart.columns || chart.series.length === 1 ? 0 : (i + Math.floor(i / dashes.length)) % dashes.length;

  function toggle(chart, s, i) {
    const id = chart.id, button = document.createElement("button");
    button.type = "button";
    button.className = `k k${s.color} p${dashOf(chart, i)}${chart.columns ? ` bar${Math.floor(i / dashes.length) % 2}` : ""}`;
    // Under the pointer or the focus its line stands out.
    const single = on => shown.get(id)?.plot.setSeries(on ? i + 1 : null, { focus: true });
    for (const kind of ["pointerenter", "focus"]) button.addEventListener(kind, () => single(true));
    for (const kind of ["pointerleave", "blur"]) button.addEventListener(kind, () => single(false));
    button.setAttribute("aria-pressed", String(!off.has(`${id}/${s.name}`)));
    button.append(s.name, " ", document.createElement("b"));
    button.addEventListener("click", () => {
      const key = `${id}/${s.name}`, one = shown.get(id);
      if (!off.delete(key)) off.add(key);
      button.setAttribute("aria-pressed", String(!off.has(key)));
      one.chart.series.forEach((line, i) => { if (line.name === s.name) for (const k of parts_of(one.chart, i)) one.plot.setSeries(k, { show: !off.has(key) }); });
      if (piled(one.chart)) one.plot.setData(columns(one.chart), true);
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
    const lines = chart.series.map((s, i) => ({
      stroke: () => color(s), width: chart.columns || chart.series.length > 4 ? 1 : 1.5, dash: dashes[dashOf(chart, i)], spanGaps: false, show: !off.has(`${chart.id}/${s.name}`),
      fill: chart.columns ? () => color(s) + (Math.floor(i / dashes.length) % 2 ? "b0" : "59") : chart.zero && chart.series.length === 1 ? () => color(s) + "14" : undefined,
      paths: chart.columns ? uPlot.paths.bars({ size: [0.8, 60], align: 1, disp: piled(chart) ? { y0: { unit: 1, values: (u, k) => k > 1 ? u.data[k - 1] : [] }, y1: { unit: 1, values: (u, k) => u.data[k] } } : undefined }) : undefined,
      points: { show: !chart.columns, size: 4, width: 0, fill: () => color(s), filter: lonely },
    }));
    const bounds = chart.series.flatMap(s => s.lo ? [0, 1].map(() => ({ width: 0, spanGaps: false, points: { show: false }, show: !off.has(`${chart.id}/${s.name}`) })) : []);
    const bands = chart.series.flatMap((s, i) => s.lo ? [{ series: parts_of(chart, i).slice(1), fill: () => color(s) + "2e" }] : []);
    const axis = { stroke: () => theme.faint, font: theme.font, grid: { stroke: () => theme.grid, width: 1 }, ticks: { show: false } };
    return {
      width: inside(body), height, legend: { show: false }, series: [{}, ...lines, ...bounds], bands, focus: { alpha: 0.2 }, padding: [12, () => px("--edge"), 0, 0],
      scales: { x: { time: true, range: () => [sheet.from / 1000, sheet.to / 1000] }, y: { range: (u, lo, hi) => span(chart, lo, hi) } },
      axes: [{ ...axis, space: 64, size: 24, grid: { ...axis.grid, filter: (u, splits) => splits.map((t, i) => one.ticks?.[i]?.[1] === "" ? null : t) }, values: (u, splits, a, space, step) => named(one, u, splits, step) }, { ...axis, space: only ? 26 : 34, incrs: chart.unit === "" ? whole : undefined, size: () => px("--axis"), gap: 6, values: (u, splits) => splits.map(v => number(v, decimals(splits))) }],
      cursor: { sync: { key: "history" }, points: { show: false }, y: false, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => { go(preset); return null; } } },
      hooks: { setSelect: [zoom], setCursor: [u => point(one, u)], draw: [u => marks.draw(u, sheet.events, theme), u => marks.ends(u, one.chart, theme), u => { if (one.ticks && grid.firstElementChild === one.card) marks.axis(root, one.ticks); }] },
    };
  }

  // Widths that the page's sheet gives, px: the lanes have the same.
  const px = name => parseFloat(getComputedStyle(root).getPropertyValue(name)) || 0;

  function named(one, u, splits, step) {
    const places = splits.map(t => (t * 1000 - sheet.from) / (sheet.to - sheet.from)), edge = px("--edge"), width = u.bbox.width / devicePixelRatio;
    const texts = splits.map((t, i) => { const text = label(t, step); return fits(text, edge + (1 - places[i]) * width) ? text : ""; });
    one.ticks = places.map((place, i) => [100 * place, texts[i]]);
    return texts;
  }

  // Without a mouse: the same values, the same ranges.
  function press(one, e) {
    const u = one.plot, t = u.data[0], last = t.length - 1, at = u.cursor.left >= 0 && u.cursor.idx <= last ? u.cursor.idx : null;
    const jump = e.shiftKey ? 10 : 1;
    const to = { ArrowLeft: at === null ? last : at - jump, ArrowRight: at === null ? 0 : at + jump, Home: 0, End: last }[e.key];
    if (to !== undefined && last >= 0) read(one, Math.max(0, Math.min(last, to)));
    else if (e.key.toLowerCase() === "e" && !e.ctrlKey && !e.metaKey && !e.altKey) readEvent(one, e.shiftKey);
    else if (e.key === "+" || e.key === "-") around(at === null ? (sheet.from + sheet.to) / 2 : t[at] * 1000, (sheet.to - sheet.from) * (e.key === "+" ? 0.25 : 1));
    else if (e.key === "Escape") go(preset);
    else return;
    e.preventDefault();
  }

  function read(one, i) {
    const u = one.plot, at = u.data[0][i];
    one.read = true;
    one.event = undefined;
    u.setCursor({ left: Math.max(0, u.valToPos(at, "x")), top: 1 });
    const events = marks.near(u, sheet.events, at * 1000);
    marks.tip(u, events, u.cursor.left);
    one.said.textContent = [`${moment.format(at * 1000)}: ${one.chart.series.map(s => `${s.name} ${number(s.v[i], one.chart.digits)}`).join(", ")}`, ...events.slice(0, 3).map(marks.said)].join(". ");
    note(moment.format(at * 1000));
  }

  // Goes from mark to mark.
  function readEvent(one, back) {
    const u = one.plot, all = sheet.events.filter(e => e[0] >= sheet.from && e[0] <= sheet.to).sort((a, b) => a[0] - b[0]);
    const here = all.indexOf(one.event), found = here >= 0 ? all[here + (back ? -1 : 1)] ?? all[here] : all.at(back ? -1 : 0);
    if (!found) { one.said.textContent = "No events in this time."; return; }
    one.read = true;
    one.event = found;
    u.setCursor({ left: Math.max(0, u.valToPos(found[0] / 1000, "x")), top: 1 });
    marks.tip(u, [found], u.cursor.left);
    one.said.textContent = `${marks.said(found)}. ${all.indexOf(found) + 1} of ${all.length}`;
  }

  function point(one, u) {
    one.plot ??= u;   // where another chart has a cursor, it is told of it while it is made
    legend(one, u.cursor.left >= 0 ? u.cursor.idx : null);
    marks.cursor(root, u.cursor.left);
    if (!u.cursor.event?.isTrusted) { if (!one.read) marks.tip(u, [], -1); return; }
    if (u.cursor.left < 0) { note(""); marks.tip(u, [], -1); return; }
    const at = u.posToVal(u.cursor.left, "x") * 1000, events = marks.near(u, sheet.events, at);
    marks.tip(u, u.over.matches(":hover") ? events : [], u.cursor.left);
    note([moment.format(at), ...events.slice(0, 3).map(e => e[2])].join(" · "));
  }

  function legend(one, asked) {
    const t = asked === null || asked === undefined ? undefined : one.plot.data[0][asked], idx = t === undefined ? null : asked;   // of other data, there may be no such point
    const when = t === undefined ? "" : moment.format(t * 1000);
    if (one.at.textContent !== when) one.at.textContent = when;
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
      const width = Math.floor(entry.contentRect.width);   // without the padding
      if (one?.plot && width > 0 && width !== one.plot.width) one.plot.setSize({ width, height: one.plot.height });
    }
    if (sheet) marks.align(root, sheet.from, sheet.to);
  });

  // ---------- range: in the address, so that it can be sent, kept and gone back to ----------
  function zoom(u) {
    const { left, width } = u.select;
    if (width < 4) return;
    const [from, to] = [left, left + width].map(x => Math.round(u.posToVal(x, "x") * 1000));
    for (const one of shown.values()) one.plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    around((from + to) / 2, (to - from) / 2);
  }

  function around(middle, half) {
    const view = query.includes("view=cards") ? "&view=cards" : "", room = Math.min(Math.max(half, 60000), 500 * 86400000);
    const to = Math.min(middle + room, serverNow());
    go(`from=${Math.round(middle - room)}&to=${Math.round(Math.max(to, middle - room + 120000))}${view}`);
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
    partsAt = Date.now();
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
      if (sheet) marks.align(root, sheet.from, sheet.to);
      ticks(root);
    } catch { /* The ribbon stays as it was; the charts say that the server does not answer. */ }
  }

  root.addEventListener("click", e => {
    const link = e.target.closest("a[data-history-link]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    const href = link.getAttribute("href");
    go(link.dataset.historyLink === "back" ? preset : href.slice(href.indexOf("?") + 1));
  });
  for (const kind of ["mouseover", "focusin"]) root.addEventListener(kind, e => {
    const mark = e.target.closest("[data-note]");
    if (mark) note(`${moment.format(Number(mark.dataset.noteAt))} · ${mark.dataset.note}`);
  });

  readTheme();
  ticks(root);
  expect();
  load();
})();
