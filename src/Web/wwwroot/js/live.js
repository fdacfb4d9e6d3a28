// Keeps a page up to date: the other end is Live/LiveHub.cs. What arrives is the same HTML that the page was made of; patch.js puts it into what is there.
(() => {
  "use strict";
  const lamp = document.getElementById("live");
  if (!lamp || !window.signalR) return;
  const watch = lamp.dataset.live === "rig" ? "WatchRig" : "WatchFarm";
  const fragment = lamp.dataset.live === "rig" ? "rig-page" : "rig-list";
  const waits = [0, 1, 2, 5, 10, 20];
  const slowAfter = 25000, oldAfter = 15000, patience = 30000;
  const held = new Map();                  // id -> html of which a part waits until the reader lets go of it
  const meanwhile = new Map();             // what arrived while everything was asked for anew: the answer may have been made before it
  let heldOld = false;                     // of what was fetched anew a part waits, too
  let serverTime = Number(document.documentElement.dataset.now);
  let heardAt = Date.now(), attempt = 0, joinedBefore = false, isCaughtUp = false, wanted = false, timer, refetching;

  const connection = new signalR.HubConnectionBuilder()
    .withUrl("/live", { transport: signalR.HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(signalR.LogLevel.None).build();
  connection.serverTimeoutInMilliseconds = 20000;
  connection.keepAliveIntervalInMilliseconds = 5000;
  connection.on("batch", apply);
  connection.onclose(() => { if (wanted) later(); });

  const shown = () => window.bloxList?.shown() ?? { view: lamp.dataset.view ?? "none", filter: lamp.dataset.filter ?? null, search: null, rigs: [], until: null };

  // Lists are counted. What was made for one before, while another came, puts words into rows that are there; it neither brings nor takes any.
  let listed = 0, listUrl;
  function list() {
    const url = document.getElementById("rig-list")?.dataset.url;
    if (url !== listUrl) { listUrl = url; listed++; }
    return listed;
  }
  // Of another list than before the server is told since when: what was pushed from the question on was made for the other one.
  let saidList = 0, askedAt = null;
  function say() {
    const of = list(), since = of === saidList ? null : askedAt;
    saidList = of;
    return connection.invoke("Show", { ...shown(), list: of, since });
  }
  document.addEventListener("htmx:beforeRequest", e => { if (e.detail.elt?.id === "find" && list() === saidList) askedAt = serverTime; });

  const clock = () => new Date(serverTime).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

  function show(state, text) {
    if (lamp.className !== state) lamp.className = state;
    if (lamp.textContent !== text) lamp.textContent = text;
  }

  // It came while nobody looked, or over a slow line: what changed since is more than all of it anew.
  const isOld = () => Date.now() - performance.timeOrigin > oldAfter && document.getElementById(fragment) !== null;

  async function start() {
    clearTimeout(timer);
    if (!wanted || connection.state !== signalR.HubConnectionState.Disconnected) return;
    try {
      await connection.start();
      if (watch === "WatchFarm") await say();
      await connection.invoke(watch, lamp.dataset.liveId);
      if (joinedBefore || isOld()) await refetch(); else await connection.invoke("CatchUp", serverTime);
      if (!wanted || connection.state !== signalR.HubConnectionState.Connected) return;   // hidden or cut off meanwhile
      joinedBefore = isCaughtUp = true;
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
    const old = !isCaughtUp || Date.now() - heardAt > oldAfter;
    isCaughtUp = false;
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

  // Everything anew, for what was missed; in place like any update.
  function refetch() {
    const target = document.getElementById(fragment);
    if (!target) { location.reload(); return; }
    const url = target.dataset.url, count = window.bloxList?.count() ?? 0;
    refetching ??= load(`${url}${url.includes("?") ? "&" : "?"}handler=List${count > 0 ? `&n=${count}` : ""}`, url).finally(() => { refetching = undefined; });
    return refetching;
  }

  async function load(url, of) {
    meanwhile.clear();
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout?.(patience) });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) { location.reload(); return; }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    if (document.getElementById(fragment)?.dataset.url !== of) return;        // filtered otherwise meanwhile
    for (const waiting of [arrived, resting, held]) waiting.clear();
    for (const made of [...template.content.children]) {
      const old = document.getElementById(made.id);
      made.removeAttribute("hx-swap-oob");
      if (!old) continue;
      heldOld = !bloxPatch(old, made) || heldOld;
      htmx.process(old);
    }
    document.dispatchEvent(new CustomEvent("blox:drawn"));
    for (const [id, { html, of: list }] of [...meanwhile]) putAll([{ id, html }], list);
  }

  document.addEventListener("blox:short", () => refetch()?.catch(() => {}));

  function apply(batch) {
    heardAt = Date.now();
    serverTime = batch.at;
    if (batch.refetch) { refetch()?.catch(() => connection.stop()); return; }   // it is older than what the server remembers
    if (refetching) for (const { id, html } of batch.items) meanwhile.set(id, { html, of: batch.list });
    putAll(batch.items, batch.list);
    document.dispatchEvent(new CustomEvent("blox:time", { detail: batch.at }));
  }

  // Scrolled, filtered or grown: from now on other rows are near the screen.
  let sayTimer, saidAt = 0;
  document.addEventListener("blox:window", () => {
    if (connection.state !== signalR.HubConnectionState.Connected) return;   // it says so when it begins
    sayTimer ??= setTimeout(() => {
      sayTimer = undefined;
      saidAt = Date.now();
      if (connection.state === signalR.HubConnectionState.Connected) say().catch(() => {});
    }, Math.max(50, 800 - (Date.now() - saidAt)));
  });

  // A row or a few a frame: what arrives together holds up neither a click nor a scroll.
  const rowsAtOnce = 1, mostFrames = 6;
  const arrived = new Map();               // id -> html and the list it was made for, in the order in which they came
  let drawing = false;
  function putAll(items, of) {
    for (const { id, html } of items) {
      if (html && document.getElementById(id)?.hasAttribute("data-calm") && rests(id, html)) continue;
      arrived.delete(id);
      arrived.set(id, { html, of });
    }
    if (!drawing && arrived.size > 0) draw();
  }

  function draw() {
    drawing = false;
    const some = [...arrived].slice(0, Math.max(rowsAtOnce, Math.ceil(arrived.size / mostFrames)));
    for (const [id] of some) arrived.delete(id);
    const others = some.filter(([id, { html }]) => !reword(id, html));
    if (others.length > 0) {
      const template = document.createElement("template");       // one parser for all of them; each is one element
      template.innerHTML = others.map(([, { html }]) => html).join("");
      const made = [...template.content.children];
      for (const [id, { html, of }] of others) put(id, html, of, html ? made.shift() : null);
    }
    document.dispatchEvent(new CustomEvent("blox:put", { detail: others.some(([, { html }]) => html?.includes("data-moment")) }));   // whether there are moments in it
    if (arrived.size === 0) return;
    drawing = true;
    requestAnimationFrame(draw);
  }

  // Mostly only words are others. Parts of a rig's page have more than words.
  const words = watch === "WatchFarm";
  function reword(id, html) {
    const old = html && words && document.getElementById(id);
    if (!old || !bloxWords(old, html)) return false;
    held.delete(id);
    if (isRig(old)) bloxList.place(old);
    return true;
  }

  const isRig = made => made.matches(".rig, .tile");

  function put(id, html, of, made) {
    const old = document.getElementById(id);
    held.delete(id);
    if (of !== list() && !(old && made)) return;
    if (!made) { if (window.bloxList) bloxList.drop(id, old); else old?.remove(); return; }
    if (old && !bloxPatch(old, made)) held.set(id, html);
    if (isRig(made)) { if (window.bloxList) bloxList.place(old ?? made); else location.reload(); }
  }

  // Sums of a thousand rigs would change twice a second: neither calm nor cheap.
  const calm = 5000;
  const resting = new Map();               // id -> html that is shown when its time has come
  let calmedAt = 0;
  function rests(id, html) {
    const wait = calmedAt + calm - performance.now();
    if (wait <= 0) { calmedAt = performance.now(); resting.delete(id); return false; }
    if (!resting.has(id)) setTimeout(() => { const last = resting.get(id); resting.delete(id); if (last) putAll([{ id, html: last }], list()); }, wait + 700);   // rather with the next rows than in a frame of its own
    resting.set(id, html);
    return true;
  }

  document.addEventListener("selectionchange", () => {
    if ((held.size === 0 && !heldOld) || !getSelection().isCollapsed) return;
    const waiting = [...held];
    held.clear();
    putAll(waiting.map(([id, html]) => ({ id, html })).filter(({ id }) => document.getElementById(id)), list());
    if (heldOld) { heldOld = false; refetch()?.catch(() => {}); }
  });

  // What the page shows is of then, until it has caught up.
  function behind() {
    isCaughtUp = false;
    if (joinedBefore) show("live wait", `As of ${clock()}, catching up…`);
  }

  // A hidden tab does no work. Coming back it fetches what it missed, and says so until it has.
  function wake() {
    wanted = !document.hidden;
    tickedAt = Date.now();
    behind();
    if (wanted) { attempt = 0; start(); } else { clearTimeout(timer); arrived.clear(); resting.clear(); connection.stop(); }
  }
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", e => { if (e.persisted) wake(); });
  addEventListener("online", () => { attempt = 0; start(); });

  // A machine that slept finds its connection dead without being told: what it shows is of the time before, until it has caught up.
  let tickedAt = Date.now();
  async function slept() {
    behind();
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
    if (connection.state !== signalR.HubConnectionState.Connected || !isCaughtUp || attempt > 0) return;
    const silent = Date.now() - heardAt;
    if (silent > slowAfter) show("live slow", `Slow, data ${Math.round(silent / 1000)} s old`); else show("live", "Live");
  }, 2000);

  // First the page, then what keeps it up to date. By then list.js knows which rows are near the screen: told later, they would all be sent once more.
  const whenIdle = window.requestIdleCallback ?? (then => setTimeout(then, 50));
  const begin = () => requestAnimationFrame(() => whenIdle(wake, { timeout: 1000 }));
  if (document.readyState === "complete") begin(); else addEventListener("load", begin, { once: true });
})();
