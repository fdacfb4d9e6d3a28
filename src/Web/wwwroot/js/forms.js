// Small comforts; everything works without them.
(() => {
  "use strict";
  // The page that says that the server is away is the same for everybody, and looks as this browser's other pages do.
  try { localStorage.setItem("bloxos-theme", document.documentElement.dataset.theme ?? "system"); } catch { /* It stays dark. */ }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Over plain http browsers hide the clipboard: what is selected can still be copied.
      getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
      getSelection().removeAllRanges();
    }
    const label = button.querySelector("span");
    label.textContent = "Copied";
    setTimeout(() => { label.textContent = "Copy"; }, 2000);
  }

  // A form whose answer takes the place of the main part: a refusal is shown like anything else, another page is gone to.
  const swaps = e => e.detail.requestConfig?.elt?.matches?.("form[hx-boost]");

  function beforeSwap(e) {
    if (!swaps(e)) return;
    const from = new URL(e.detail.xhr.responseURL || location.href, location.href);
    if (from.origin === location.origin && from.pathname !== location.pathname) {
      e.detail.shouldSwap = false;
      location.assign(from.pathname + from.search);
    } else if (e.detail.xhr.status >= 400) {
      e.detail.shouldSwap = true;
      e.detail.isError = false;
    }
  }

  function notSent(e) {
    if (!swaps(e)) return;
    const note = document.createElement("p");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = "The server did not answer. What you typed is still here: try again in a moment.";
    document.getElementById("main").prepend(note);
  }

  // The server takes UTC, whoever has a script types his own time: a field that is not seen goes along with it.
  const toLocal = utc => { const at = new Date(utc + "Z"); return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16); };
  const toUtc = local => local ? new Date(local).toISOString().slice(0, 16) : "";
  function zoned(field) {
    const sent = document.createElement("input");
    sent.type = "hidden";
    sent.name = field.name;
    sent.value = field.value;
    field.removeAttribute("name");
    field.removeAttribute("data-utc");
    if (sent.value) field.value = toLocal(sent.value);
    field.after(sent);
    field.addEventListener("input", () => { sent.value = toUtc(field.value); });
    field.labels[0].querySelector("[data-zone]")?.remove();
  }

  function ready(root) {
    for (const field of root.querySelectorAll("input[data-utc]")) zoned(field);
    for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
  }

  // A tab that nobody sees asks for nothing; what waited is asked when it is seen again.
  const asleep = new Set();
  document.addEventListener("htmx:beforeRequest", e => {
    if (!document.hidden || e.detail.requestConfig.verb !== "get") return;
    e.preventDefault();
    asleep.add(e.detail.elt);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const waiting of asleep) if (waiting.isConnected) htmx.trigger(waiting, "blox:wake");
    asleep.clear();
  });

  // The end of a log that is followed asks once for what comes next. When nobody answers it says so, and asks again, ever more rarely.
  function askAgain(e) {
    const { elt, xhr } = e.detail;
    if (!elt?.matches?.(".log .line[hx-get]") || (xhr.status >= 400 && xhr.status < 500 && xhr.status !== 429)) return;
    elt.dataset.tries = Number(elt.dataset.tries ?? 0) + 1;
    elt.textContent = "The server does not answer. Asking again…";
    setTimeout(() => { if (elt.isConnected) htmx.trigger(elt, "blox:wake"); }, Math.min(1000 * 2 ** elt.dataset.tries, 30000));
  }
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(kind, askAgain);

  // A link to a card opens what is known of it.
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const more = target && target.querySelector("details.card-more");
    if (more) more.open = true;
  }
  openTarget();
  addEventListener("hashchange", openTarget);

  // What keeps a page up to date comes when the page is drawn, one after the other: before, it would only be in its way.
  const whenIdle = window.requestIdleCallback ?? (then => setTimeout(then, 50));
  function bringRest() {
    for (const wanted of document.querySelectorAll("script[type=later]")) {
      const script = document.createElement("script");
      script.async = false;
      script.src = wanted.src;
      wanted.replaceWith(script);
    }
    setTimeout(() => whenIdle(keepOffline), 2000);
  }
  // Says what the browser would not when the server is away; browsers have it over https and on the machine itself only.
  function keepOffline() { navigator.serviceWorker?.register(`/sw.js?v=${document.documentElement.dataset.build}`).catch(() => {}); }
  const drawn = () => requestAnimationFrame(() => whenIdle(bringRest, { timeout: 1000 }));
  if (document.readyState === "complete") drawn(); else addEventListener("load", drawn, { once: true });

  ready(document);
  document.addEventListener("htmx:load", e => ready(e.detail.elt));
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:sendError", notSent);

  // A second click must not add a second rig. The browser's back button brings the form back to life.
  document.addEventListener("submit", e => {
    const form = e.target;
    if (!form.matches("form[data-once]") || form.matches("form[hx-boost]")) return;
    if (form.dataset.sent) e.preventDefault();
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent; });

  document.addEventListener("click", e => {
    const button = e.target.closest("[data-copy]");
    if (button) copy(button);
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
  });
  document.addEventListener("keydown", e => {
    if (e.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.firstElementChild.focus(); }
  });
})();
