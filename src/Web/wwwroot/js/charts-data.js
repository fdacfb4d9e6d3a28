// Numbers of the history: as they come over the wire (History/ChartJson.cs), as they go on at the live edge, and in words.
(() => {
  "use strict";
  const sums = list => { let last = 0; return list.map(d => d === null ? null : (last += d)); };
  function decode(chart) {
    const scale = 10 ** chart.digits;
    const values = list => sums(list).map(v => v === null ? null : v / scale);
    return { ...chart, t: sums(chart.t).map(ms => ms / 1000), series: chart.series.map(s => ({ ...s, v: values(s.v), lo: s.lo && values(s.lo), hi: s.hi && values(s.hi) })) };
  }

  // ---------- going on ----------
  const silence = 600;   // seconds; an answer that goes back to the last sample says itself where gaps are
  const lists = s => ["v", "lo", "hi"].filter(key => s[key]);

  function put(chart, at, times, values) {
    chart.t = chart.t.slice(0, at).concat(times);
    for (const s of chart.series) for (const key of lists(s)) s[key] = s[key].slice(0, at).concat(values(s, key));
  }

  function append(chart, fresh) {
    if (fresh.t[0] - chart.t.at(-1) > silence) put(chart, chart.t.length, [chart.t.at(-1) + 0.001], () => [null]);
    const known = chart.t.findIndex(t => t >= fresh.t[0]);
    put(chart, known < 0 ? chart.t.length : known, fresh.t, s => fresh.series.find(f => f.name === s.name)?.v ?? fresh.t.map(() => null));
  }

  // Puts samples, or shorter steps, into the chart's own steps, of which the last is made anew.
  function fold(chart, fresh) {
    const width = chart.step / 1000, start = chart.t.at(-1) ?? fresh.t[0], steps = new Map();
    fresh.t.forEach((t, i) => {
      const step = Math.floor((t - start) / width + 1e-6);
      if (step >= 0 && fresh.series.some(s => s.v[i] !== null)) steps.set(step, [...steps.get(step) ?? [], i]);
    });
    if (steps.size === 0) return;
    const made = [...steps.keys()].sort((a, b) => a - b), times = [], sources = [];
    for (const [i, step] of made.entries()) {
      if (step - (made[i - 1] ?? 0) > 1 && !chart.columns) { times.push((times.at(-1) ?? start) + 0.001); sources.push([]); }   // a gap
      times.push(start + step * width);
      sources.push(steps.get(step));
    }
    const merge = { v: all => chart.columns ? all.reduce((a, b) => a + b) : all.reduce((a, b) => a + b) / all.length, lo: all => Math.min(...all), hi: all => Math.max(...all) };
    const keep = made[0] === 0 ? chart.t.length - 1 : chart.t.length;
    put(chart, Math.max(0, keep), times, (s, key) => sources.map(which => {
      const from = fresh.series.find(f => f.name === s.name), all = which.map(i => (from?.[key] ?? from?.v)?.[i] ?? null).filter(v => v !== null);
      return all.length > 0 ? merge[key](all) : null;
    }));
  }

  // In the unit of another chart.
  function scaled(chart, factor) {
    if (factor === 1) return chart;
    return { ...chart, series: chart.series.map(s => ({ ...s, ...Object.fromEntries(lists(s).map(key => [key, s[key].map(v => v === null ? null : v * factor)])) })) };
  }

  // Amounts on one another, from the first upwards; those that are not shown add nothing.
  function stacked(chart, shown) {
    let below = chart.t.map(() => null);
    return chart.series.map(s => shown(s) ? (below = below.map((v, i) => s.v[i] === null ? v : (v ?? 0) + s.v[i])) : below);
  }

  function cut(chart, oldest) {
    const first = chart.t.findIndex(t => t >= oldest) - 1;   // one more, to which the line leads
    if (first <= 0) return;
    chart.t = chart.t.slice(first);
    for (const s of chart.series) for (const key of lists(s)) s[key] = s[key].slice(first);
  }

  // ---------- in words ----------
  const thin = "\u202f";
  const clock = new Intl.DateTimeFormat([], { timeStyle: "short" });   // as in ages.js
  const seconds = new Intl.DateTimeFormat([], { timeStyle: "medium" });
  const day = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
  const moment = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "numeric", minute: "2-digit", second: "2-digit" });
  const number = (v, digits) => v === null || v === undefined ? "–" : v.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, thin).replace(/^-/, "\u2212");
  // As many digits as the steps of an axis have.
  const decimals = splits => { const step = splits.length > 1 ? splits[1] - splits[0] : 1; return [0, 1, 2, 3].find(d => Math.abs(step * 10 ** d - Math.round(step * 10 ** d)) < 1e-6) ?? 4; };
  function span(chart, lo, hi) {
    if (lo === null || hi === null) return [0, 1];
    if (chart.zero) return [0, hi > 0 ? (chart.unit === "%" ? Math.min(hi * 1.08, 100) : hi * 1.08) : 1];
    const room = Math.max((hi - lo) * 0.1, 1);
    return [Math.max(lo >= 0 ? 0 : -Infinity, lo - room), hi + room];
  }
  // Steps of an axis of things that are counted: there is no half share.
  const whole = Array.from({ length: 30 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
  // Whether the name of a time has room between its place and the edge, both px: letters are about six wide, half of them lie beyond it.
  const fits = (text, room) => room >= 3 * text.length;
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

  // The server writes UTC; whoever has a script reads his own time, on the axis and in what is said of states and marks.
  function ticks(root) {
    for (const text of root.querySelectorAll("[data-tick]")) {
      const at = new Date(Number(text.dataset.tick));
      text.textContent = /\d:\d/.test(text.textContent) && !(at.getHours() === 0 && at.getMinutes() === 0) ? clock.format(at) : day.format(at);
    }
    for (const mark of root.querySelectorAll("[data-note-at]")) {
      const said = `${moment.format(Number(mark.dataset.noteAt))}: ${mark.dataset.note}`, title = mark.querySelector("title");
      if (title) title.textContent = said;
      if (mark.hasAttribute("aria-label")) mark.setAttribute("aria-label", said);
    }
    document.dispatchEvent(new Event("blox:drawn"));   // <time> is written by ages.js
  }

  window.bloxHistory = { decode, append, fold, scaled, cut, stacked, number, decimals, span, label, clock, moment, lonely, ticks, whole, fits };
})();
