// A long list of rigs: fetches what is scrolled to, and tells live.js which rows are near the screen, so that only those are kept up to date; keeps rows in order as they change.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const near = new Set();
  let loading = false, told = "";

  const list = () => document.getElementById("rig-list");

  // Rows on the screen and a little around it. An observer of each of them would look at all in every frame; this looks at a few when something may have moved.
  const around = 100;
  let looking = false;
  function find() {
    const rows = main.querySelectorAll(".rig");
    let at = 0, end = rows.length;
    while (at < end) { const mid = (at + end) >> 1; if (rows[mid].getBoundingClientRect().bottom < -around) at = mid + 1; else end = mid; }
    near.clear();
    for (; at < rows.length && rows[at].getBoundingClientRect().top <= innerHeight + around; at++) near.add(rows[at].id);
  }
  function lookSoon() {
    if (looking) return;
    looking = true;
    requestAnimationFrame(() => setTimeout(() => { looking = false; find(); tell(); }));   // behind the frame: asked within, the page would be laid out for it once more
  }
  addEventListener("scroll", lookSoon, { capture: true, passive: true });
  addEventListener("resize", lookSoon);

  // Who has not scrolled needs no more than he sees; who has, shall not wait at the end of what is loaded.
  const ends = entries => { if (entries.some(e => e.isIntersecting)) load(); };
  let ending = new IntersectionObserver(ends);
  addEventListener("scroll", () => {
    ending.disconnect();
    ending = new IntersectionObserver(ends, { rootMargin: "800px 0px" });
    follow();
  }, { once: true, capture: true, passive: true });

  const key = () => { const l = list(); return `${l?.dataset.url}|${[...near].sort().join(" ")}|${!!link()}`; };
  const link = () => document.querySelector("#more [data-more]");

  function tell() {
    if (key() === told) return;
    told = key();
    document.dispatchEvent(new CustomEvent("blox:window"));
  }

  // What this page shows, as Live/RigWindow.cs reads it.
  function shown() {
    const l = list();
    if (!l) return { view: "rows", filter: null, search: null, rigs: [], until: "" };
    find();
    told = key();
    const rows = l.querySelectorAll(".rig");
    return {
      view: l.dataset.view, filter: l.dataset.filter, search: l.dataset.search,
      rigs: [...near].slice(0, 400).map(id => id.slice(4)),
      until: l.dataset.view === "tiles" || !l.dataset.whole ? null : link() ? rows[rows.length - 1]?.dataset.key ?? null : "",
    };
  }

  async function load() {
    const from = link();
    if (!from || loading) return;
    loading = true;
    const words = from.textContent, asked = from.dataset.more;
    from.setAttribute("aria-busy", "true");
    from.textContent = "Loading…";
    try {
      const answer = await fetch(`${asked}&handler=More`, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(30000) });
      if (!answer.ok || answer.redirected || !from.isConnected || from.dataset.more !== asked) throw new Error();
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      for (const part of template.content.querySelectorAll("ul[data-into]")) {
        const into = document.getElementById(part.dataset.into);
        const rows = [...part.children].filter(row => !document.getElementById(row.id));
        into?.append(...rows);
        for (const row of rows) stood.set(row, row.dataset.key);
      }
      list()?.classList.add("long");
      document.getElementById("more").replaceWith(template.content.getElementById("more"));
      if (!link() && bloxList.count() < Number(list().dataset.total)) document.dispatchEvent(new CustomEvent("blox:short"));   // in an order of readings a rig slips past between two answers
    } catch { /* Without a server the link stays, to be clicked or scrolled to again. */ } finally { loading = false; }
    if (!from.isConnected || from.dataset.more !== asked) { follow(); return; }   // fetched anew meanwhile, the list may end at another rig
    from.removeAttribute("aria-busy");
    from.textContent = words.startsWith(unanswered) ? words : unanswered + words;
  }

  // A search asks the server: until it answers the old list stands there and says so, and when it does not answer, too.
  const unanswered = "No answer. ";
  const finds = e => e.detail.elt?.id === "find";
  let slow;
  function asking(yes) {
    clearTimeout(slow);
    if (yes) slow = setTimeout(() => list()?.setAttribute("aria-busy", "true"), 300);
    else list()?.removeAttribute("aria-busy");
  }
  function note(text) {
    const old = document.getElementById("list-note");
    if (!text) {
      if (old?.contains(document.activeElement)) document.getElementById("q")?.focus();
      old?.remove();
      return;
    }
    if (old) return;                                                           // it keeps its button, which may have the focus
    const p = document.createElement("p"), again = document.createElement("button");
    p.id = "list-note";
    p.className = "note bad";
    p.setAttribute("role", "alert");
    again.type = "button";
    again.className = "btn small";
    again.textContent = "Try again";
    again.addEventListener("click", () => document.getElementById("find").requestSubmit());
    p.append(text, " ", again);
    list()?.before(p);
  }
  function failed(e) {
    if (!finds(e)) return;
    if ([401, 403, 404].includes(e.detail.xhr.status)) location.reload();      // the page itself says so best
    else note("The server did not answer. The list below is that of before your search.");
  }
  // Who types on takes the question before back. To htmx that is an error for the console: here it ends as one that was answered, with an answer that nobody looks at.
  let takenBack = false;
  document.addEventListener("htmx:beforeRequest", e => {
    if (!finds(e)) return;
    asking(true);
    const { xhr } = e.detail, end = xhr.onload;
    xhr.onabort = () => { takenBack = true; end(); takenBack = false; };
  });
  document.addEventListener("htmx:beforeOnLoad", e => { if (finds(e) && takenBack) e.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", e => { if (e.detail.requestConfig.elt.id === "find" && e.detail.requestConfig.formData.get("q") !== document.getElementById("q").value) e.detail.shouldSwap = false; });   // the next question is under way
  document.addEventListener("htmx:afterRequest", e => { if (finds(e) && !takenBack) { asking(false); if (e.detail.successful) note(""); } });
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(kind, failed);

  // Rows come, go and move as things change, but not while somebody is at the list: what he is about to hit stays where it is.
  const patience = 5000;
  const waiting = new Map();               // id -> row that comes or moves, or null for one that goes
  let touchedAt = -patience, pressed = false;
  for (const kind of ["pointermove", "pointerdown", "keydown"]) main.addEventListener(kind, () => { touchedAt = performance.now(); }, { passive: true });
  main.addEventListener("pointerdown", () => { pressed = true; });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { pressed = false; });
  const busy = () => pressed || (performance.now() - touchedAt < patience && (list().matches(":hover") || list().contains(document.activeElement)));
  setInterval(() => {
    if (waiting.size === 0 || (list() && busy())) return;
    const all = [...waiting];
    waiting.clear();
    for (const [id, row] of all) if (!row) drop(id, document.getElementById(id)); else if (row.isConnected || !document.getElementById(id)) place(row);
  }, 1000);

  // Tiles, the worst first: each stays where it stands when it changes, and one that comes stands at the end, so nothing moves under a finger. How many belong elsewhere is told; they go
  // there when somebody asks, and by themselves when that has been so for a while and nobody was at the page for as long.
  const calm = 60000;
  const stood = new WeakMap();             // tile -> key of its place
  const astray = new Set();
  let astraySince = 0;
  const tiles = () => list()?.dataset.order ? null : document.getElementById("tiles");

  function tellMoved() {
    const button = document.getElementById("sort-again");
    for (const tile of astray) if (!tile.isConnected) astray.delete(tile);
    if (!button) return;
    button.hidden = astray.size === 0;
    button.querySelector("b").textContent = astray.size;
  }

  function stand() {
    astray.clear();
    for (const tile of tiles()?.children ?? []) stood.set(tile, tile.dataset.key);
    tellMoved();
  }

  function keep(tile) {
    if (!tile.isConnected) {
      const last = link() && new URL(link().dataset.more, location).searchParams.get("after");
      if (last && last < tile.dataset.key) return;              // it is fetched when it is scrolled to
      tiles().append(tile);
    }
    if (stood.get(tile) === tile.dataset.key) astray.delete(tile); else { if (astray.size === 0) astraySince = performance.now(); astray.add(tile); }
    tellMoved();
  }

  function sortAgain() {
    const home = tiles(), focused = document.activeElement;
    const sorted = [...home.children].sort((a, b) => a.dataset.key < b.dataset.key ? -1 : 1);
    for (const [i, tile] of sorted.entries()) if (home.children[i] !== tile) home.insertBefore(tile, home.children[i]);
    if (home.contains(focused)) focused.focus({ preventScroll: true });
    stand();
  }

  main.addEventListener("click", e => { if (e.target.closest("#sort-again")) { sortAgain(); document.querySelector("#tiles a")?.focus(); } });
  setInterval(() => {
    const now = performance.now();
    if (astray.size > 0 && tiles() && now - astraySince > calm && now - touchedAt > calm) sortAgain();
  }, 5000);

  function drop(id, row) {
    waiting.delete(id);                                         // it may not have come yet
    if (!row) return;
    if (list() && (busy() || row.contains(document.activeElement))) { row.classList.add("gone"); waiting.set(row.id, null); } else row.remove();
  }

  function place(row) {
    const all = list();
    waiting.delete(row.id);
    if (!all) { location.reload(); return; }                    // the first rig of a farm that had none
    if (row.matches(".tile") && tiles()) { keep(row); return; }
    if (busy()) { waiting.set(row.id, row); return; }
    if (row.matches(".tile")) {
      const home = document.getElementById("tiles");
      if (!row.isConnected && !(link() && home.lastElementChild && name(home.lastElementChild) < name(row))) sort(home, row, name);   // else it is fetched when it is scrolled to
      return;
    }
    if (row.contains(document.activeElement)) return;
    if (all.dataset.order) { settle(row, all.dataset.order); return; }
    const home = document.getElementById(row.dataset.need ? "rigs-first" : "rigs-rest");
    const key = row.dataset.key;
    if (row.parentNode === home && !(row.previousElementSibling?.dataset.key > key) && !(row.nextElementSibling?.dataset.key < key)) return;
    // Behind the last one that is loaded it is fetched again when that is scrolled to.
    const rows = all.querySelectorAll(".rig"), end = rows[rows.length - 1];
    if (link() && end && end !== row && end.dataset.key < key) { row.remove(); return; }
    sort(home, row, row => row.dataset.key);
  }

  function sort(home, row, keyOf) {
    let low = 0, high = home.children.length;                    // sorted, but for rows that could not be moved
    while (low < high) { const mid = (low + high) >> 1; if (home.children[mid] === row || keyOf(home.children[mid]) < keyOf(row)) low = mid + 1; else high = mid; }
    if (home.children[low] !== row) home.insertBefore(row, home.children[low] ?? null);
  }

  // In a chosen order a row moves only when it clearly belongs elsewhere: a speed that trembles moves nothing. As Display/RigOrder.cs: turned round or not, who has no reading (below 0, or
  // never seen) stands behind all others.
  const name = row => row.dataset.key.slice(row.dataset.key.indexOf("|"));
  const seen = row => Date.parse(row.querySelector(".c-up [data-at]")?.dataset.at);
  const higher = (a, b, turned) => a < 0 || b < 0 ? a > b && b < 0 : turned ? a * 1.03 < b : a > b * 1.03;
  const above = {
    name: (a, b, turned) => turned ? name(a) > name(b) : name(a) < name(b),
    power: (a, b, turned) => higher(Number(a.dataset.watts), Number(b.dataset.watts), turned),
    hash: (a, b, turned) => a.dataset.algo !== b.dataset.algo ? a.dataset.algo < b.dataset.algo : higher(Number(a.dataset.hash), Number(b.dataset.hash), turned),
    seen: (a, b, turned) => isNaN(seen(b)) ? !isNaN(seen(a)) : turned ? seen(a) > seen(b) + 20000 : seen(a) < seen(b) - 20000,
  };
  function settle(row, order) {
    if (!row.isConnected) return;
    const [by, turned] = order.split("-"), belongs = (a, b) => above[by](a, b, turned !== undefined);
    let before = row.previousElementSibling, after = row.nextElementSibling;
    if (before && belongs(row, before)) {
      while (before.previousElementSibling && belongs(row, before.previousElementSibling)) before = before.previousElementSibling;
      before.before(row);
    } else if (after && belongs(after, row)) {
      while (after.nextElementSibling && belongs(after.nextElementSibling, row)) after = after.nextElementSibling;
      after.after(row);
    }
  }

  function follow() {
    ending.disconnect();
    const next = link();
    if (next) ending.observe(next);
  }

  // Words that change move no row.
  const isBox = node => node.nodeType === 1;
  new MutationObserver(changes => {
    if (changes.some(change => !change.target.closest(".rig") && [...change.addedNodes, ...change.removedNodes].some(isBox))) lookSoon();
    if (changes.some(change => [...change.addedNodes].some(node => node.id === "rig-list"))) { waiting.clear(); stand(); follow(); }
  }).observe(main, { childList: true, subtree: true });

  document.addEventListener("blox:drawn", () => { waiting.clear(); stand(); follow(); lookSoon(); });

  // The rule of a state stands once, in the key above the tiles; it is the tooltip over the tile that is pointed at, held by what is around it: an update of the tile leaves that alone.
  main.addEventListener("pointerover", e => {
    const tile = e.target.closest(".tile");
    if (tile) tile.parentNode.title = document.getElementById(`rule-${tile.classList.contains("new") ? "new" : tile.querySelector(".st").classList[1]}`)?.textContent ?? "";
  });
  main.addEventListener("pointerout", e => { e.target.closest(".tile")?.parentNode.removeAttribute("title"); });

  // What is saved is what is shown by now.
  document.addEventListener("submit", e => { if (e.target.matches("form[data-view]")) e.target.elements.query.value = location.search; });

  lookSoon();
  stand();
  follow();
  window.bloxList = { near: () => [...near].map(id => document.getElementById(id)).filter(row => row), shown, place, drop, count: () => list()?.querySelectorAll(".rig, .tile").length ?? 0 };
})();
