// Keeps a page up to date: the other end is Live/LiveHub.cs. What arrives is the same HTML that the page was made of, swapped by id.
(() => {
  "use strict";
  const lamp = document.getElementById("live");
  if (!lamp || !window.signalR) return;
  const watch = lamp.dataset.live === "rig" ? "WatchRig" : "WatchFarm";
  const fragment = lamp.dataset.live === "rig" ? "rig-page" : "rig-list";
  const waits = [0, 1, 2, 5, 10, 20];
  const slowAfter = 25000, oldAfter = 15000;
  const held = new Map();                  // id -> html that waits until the reader lets go of it
  let serverTime = Number(document.documentElement.dataset.now);
  let heardAt = Date.now(), attempt = 0, joinedBefore = false, wanted = false, timer, refetching, refetchTimer;

  const connection = new signalR.HubConnectionBuilder()
    .withUrl("/live", { transport: signalR.HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(signalR.LogLevel.None).build();
  connection.serverTimeoutInMilliseconds = 20000;
  connection.keepAliveIntervalInMilliseconds = 5000;
  connection.on("batch", apply);
  connection.onclose(() => { if (wanted) later(); });

  const shown = () => window.bloxList?.shown() ?? { view: lamp.dataset.view ?? "none", filter: lamp.dataset.filter ?? null, search: null, rigs: [], until: null };

  const clock = () => new Date(serverTime).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  function show(state, text) {
    if (lamp.className !== state) lamp.className = state;
    if (lamp.textContent !== text) lamp.textContent = text;
  }

  async function start() {
    clearTimeout(timer);
    if (!wanted || connection.state !== signalR.HubConnectionState.Disconnected) return;
    try {
      await connection.start();
      if (watch === "WatchFarm") await connection.invoke("Show", shown());
      await connection.invoke(watch, lamp.dataset.liveId);
      if (joinedBefore) await refetch(); else await connection.invoke("CatchUp", serverTime);
      joinedBefore = true;
      attempt = 0;
      heardAt = Date.now();
      show("live", "Live");
    } catch {
      if (connection.state === signalR.HubConnectionState.Connected) await connection.stop();
      else if (wanted) later();
    }
  }

  function later() {
    const wait = waits[Math.min(attempt, waits.length - 1)] * 1000;
    const old = attempt >= 2 || Date.now() - heardAt > oldAfter;
    show(attempt < 2 ? "live wait" : "live lost", old ? `As of ${clock()}, reconnecting…` : "Reconnecting…");
    if (attempt >= 1) checkSession();
    attempt++;
    timer = setTimeout(start, wait * (0.75 + Math.random() / 2));
  }

  // Signed out, or access taken away: the page itself says so best.
  async function checkSession() {
    try {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) location.reload();
    } catch { /* No server: the next try tells. */ }
  }

  function refetch() {
    const target = document.getElementById(fragment);
    if (!target) { location.reload(); return; }
    clearTimeout(refetchTimer);
    refetchTimer = undefined;
    const url = target.dataset.url, count = window.bloxList?.count() ?? 0;
    refetching ??= htmx.ajax("GET", `${url}${url.includes("?") ? "&" : "?"}handler=List${count > 0 ? `&n=${count}` : ""}`, { target, swap: "outerHTML" })
      .finally(() => { refetching = undefined; });
    return refetching;
  }

  function refetchIfConnected() {
    refetchTimer = undefined;
    if (connection.state === signalR.HubConnectionState.Connected) refetch();
  }

  function apply(batch) {
    heardAt = Date.now();
    serverTime = batch.at;
    if (batch.refetch) { refetch(); return; }
    for (const item of batch.items) swap(item.id, item.html);
    document.dispatchEvent(new CustomEvent("blox:time", { detail: batch.at }));
    // A list in a chosen order is fetched anew now and then; any other is kept in order by what is pushed.
    const list = document.getElementById("rig-list");
    if (list && list.dataset.view === "rows" && !list.dataset.whole && batch.items.length > 0) refetchTimer ??= setTimeout(refetchIfConnected, 10000);
  }

  // Scrolled, filtered or grown: from now on other rows are near the screen.
  let sayTimer, saidAt = 0;
  document.addEventListener("blox:window", () => {
    if (!joinedBefore) return;
    sayTimer ??= setTimeout(() => {
      sayTimer = undefined;
      saidAt = Date.now();
      if (connection.state === signalR.HubConnectionState.Connected) connection.invoke("Show", shown()).catch(() => {});
    }, Math.max(50, 800 - (Date.now() - saidAt)));
  });

  function swap(id, html) {
    const old = document.getElementById(id);
    if (!html) { held.delete(id); old?.remove(); return; }
    if (old && isSelected(old)) { held.set(id, html); return; }
    if (old && old.outerHTML === html) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const made = template.content.firstElementChild;
    if (!made) return;
    // A part with a life of its own, a log that grows, is left alone while it is about the same thing.
    if (old?.dataset.keep && old.dataset.keep === made.dataset.keep) return;
    if (old) replace(old, made);
    if (made.dataset.keep !== undefined) htmx.process(made);
    if (made.classList.contains("rig")) place(made); else if (!old && made.classList.contains("tile")) put(document.getElementById("tiles"), made);
  }

  function replace(old, made) {
    const focused = old.contains(document.activeElement) ? placeOf(old, document.activeElement) : undefined;
    const scrolled = [...old.querySelectorAll("[data-scroll]")].map(e => e.scrollLeft);
    for (const open of old.querySelectorAll("details[open][id]")) made.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    old.replaceWith(made);
    made.querySelectorAll("[data-scroll]").forEach((e, i) => { if (scrolled[i]) e.scrollLeft = scrolled[i]; });
    focused?.(made)?.focus({ preventScroll: true });
  }

  // Finds in the new part what had the focus in the old one: by its id, else by its place among all that can be focused, if it still says the same.
  function placeOf(part, element) {
    if (element.id) return () => document.getElementById(element.id);
    const all = e => [...e.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")];
    const at = all(part).indexOf(element), text = element.textContent;
    return made => { const same = all(made)[at]; return same?.textContent === text ? same : null; };
  }

  // Rows follow the order "worst first" as things change, but never move under the pointer or the focus; a list in another order stays as it was loaded.
  function place(row) {
    const list = document.getElementById("rig-list");
    if (!list) { location.reload(); return; }                    // the first rig of a farm that had none
    if (!list.dataset.whole) return;
    if (row.isConnected && (list.matches(":hover") || list.contains(document.activeElement))) return;
    const home = document.getElementById(row.dataset.need ? "rigs-first" : "rigs-rest");
    const key = row.dataset.key;
    const before = row.previousElementSibling, after = row.nextElementSibling;
    if (row.parentNode === home && !(before?.dataset.key > key) && !(after?.dataset.key < key)) return;
    // Behind the last one that is loaded it is fetched again when that is scrolled to.
    const all = list.querySelectorAll(".rig"), end = all[all.length - 1];
    if (document.querySelector("#more [data-more]") && end && end !== row && end.dataset.key < key) { row.remove(); return; }
    put(home, row);
  }

  function put(home, row) {
    if (!home) return;
    let low = 0, high = home.children.length;                    // sorted, but for rows that could not be moved
    while (low < high) { const mid = (low + high) >> 1; if (home.children[mid] === row || home.children[mid].dataset.key < row.dataset.key) low = mid + 1; else high = mid; }
    home.insertBefore(row, home.children[low] ?? null);
  }

  function isSelected(element) {
    const selection = getSelection();
    return !selection.isCollapsed && selection.containsNode(element, true);
  }

  document.addEventListener("selectionchange", () => {
    if (held.size === 0 || !getSelection().isCollapsed) return;
    const waiting = [...held];
    held.clear();
    for (const [id, html] of waiting) swap(id, html);
  });

  // A hidden tab does no work. Coming back it fetches what it missed.
  function wake() {
    wanted = !document.hidden;
    tickedAt = Date.now();
    if (wanted) { attempt = 0; start(); } else { clearTimeout(timer); connection.stop(); }
  }
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", e => { if (e.persisted) wake(); });
  addEventListener("online", () => { attempt = 0; start(); });

  // A machine that slept finds its connection dead without being told: what it shows is of the time before, until it has caught up.
  let tickedAt = Date.now();
  async function slept() {
    show("live wait", `As of ${clock()}, catching up…`);
    attempt = 0;
    clearTimeout(timer);
    if (connection.state === signalR.HubConnectionState.Disconnected) { start(); return; }
    await connection.stop();
    if (wanted) start();
  }

  setInterval(() => {
    const gone = Date.now() - tickedAt;
    tickedAt = Date.now();
    if (gone > oldAfter && wanted && joinedBefore) { slept(); return; }
    if (connection.state !== signalR.HubConnectionState.Connected || !joinedBefore || attempt > 0) return;
    const silent = Date.now() - heardAt;
    if (silent > slowAfter) show("live slow", `Slow, data ${Math.round(silent / 1000)} s old`); else show("live", "Live");
  }, 2000);

  wake();
})();
