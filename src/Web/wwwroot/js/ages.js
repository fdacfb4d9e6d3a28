// Lets ages and durations tick by the rules of Display/TimeText.cs, on the server's clock: a page whose connection died grows old visibly.
(() => {
  "use strict";
  const root = document.documentElement;
  const firm = "\u00a0";
  let offset = Number(root.dataset.now) - Date.now();

  const two = n => String(n).padStart(2, "0");
  const parts = ms => {
    const s = Math.max(0, Math.floor(ms / 1000));
    return { all: s, d: Math.floor(s / 86400), h: Math.floor(s / 3600), m: Math.floor(s / 60), s: s % 60 };
  };
  const age = ({ all, d, h, m }) =>
    all < 120 ? `${all}${firm}s` : all < 3600 ? `${m}m ago` : all < 172800 ? `${h}h ago` : `${d}d ago`;
  const span = ({ all, d, h, m, s }) =>
    all < 120 ? `${all}${firm}s` : all < 3600 ? `${m}m ${two(s)}s` : all < 86400 ? `${h}h ${two(m % 60)}m` : `${d}d ${two(h % 24)}:${two(m % 60)}`;

  // Each row of a list of rigs once in six seconds, a third of those near the screen at a time: a thousand numbers that change each second are neither calm nor cheap, and each frame costs.
  const turns = 6, apart = 2;
  let beats = 0, others = [];
  function beat() {
    if (document.hidden) return;
    const turn = beats++ % turns;
    // On a list there are hardly any others: they are looked for now and then.
    if (others.length > 0 || turn === 0) others = document.querySelectorAll("[data-at]:not(.rig *)");
    tick(others);
    if (turn % apart === 0) tick(agesOf(rows().filter((_, i) => i % (turns / apart) === turn / apart)));
  }
  const rows = () => window.bloxList?.near() ?? [...document.querySelectorAll(".rig")];
  const agesOf = some => some.flatMap(row => [...row.querySelectorAll("[data-at]")]);

  function tick(which) {
    const now = Date.now() + offset;
    for (const e of which) {
      const text = (e.dataset.age === "span" ? span : age)(parts(now - Date.parse(e.dataset.at)));
      // A changed node would end a selection that runs over it, so only real changes are written, into the text node itself.
      if (e.textContent !== text) { if (e.firstChild) e.firstChild.nodeValue = text; else e.textContent = text; }
    }
  }

  // "second": where lines a second apart have to be told from each other.
  const inZone = (at, to) => new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: to === "second" ? "medium" : "short" });
  function moments() {
    for (const e of document.querySelectorAll("time[data-moment]")) {
      e.textContent = inZone(e.dateTime, e.dataset.moment);
      e.removeAttribute("data-moment");
    }
    for (const e of document.querySelectorAll("[data-moment-title]")) {
      e.title = inZone(e.dataset.momentTitle);
      e.removeAttribute("data-moment-title");
    }
  }

  document.addEventListener("blox:time", e => { offset = e.detail - Date.now(); });
  const all = () => { if (!document.hidden) tick(document.querySelectorAll("[data-at]")); moments(); };
  // In the same task: nobody sees them in the server's zone.
  for (const kind of ["htmx:afterSwap", "htmx:load"]) document.addEventListener(kind, moments);
  document.addEventListener("blox:put", e => { if (e.detail) moments(); });
  document.addEventListener("blox:drawn", all);
  document.addEventListener("blox:window", () => tick(agesOf(rows())));   // scrolled to: nobody kept them up to date
  document.addEventListener("visibilitychange", all);
  setInterval(beat, 1000);
  moments();

  // The lamp of a page that has no live connection, and asks again and again.
  window.bloxLamp = (state, text) => {
    const lamp = document.getElementById("lamp");
    if (lamp && lamp.textContent !== text) { lamp.className = `${state} js`; lamp.textContent = text; }
  };
})();
