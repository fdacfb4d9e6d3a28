// A long list of rigs: fetches what is scrolled to, and tells live.js which rows are near the screen, so that only those are kept up to date.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const near = new Set();
  let loading = false, told = "";

  const list = () => document.getElementById("rig-list");
  const rowsIn = node => node.nodeType !== 1 ? [] : node.matches(".rig") ? [node] : [...node.querySelectorAll(".rig")];

  const seeing = new IntersectionObserver(entries => {
    for (const e of entries) { if (e.isIntersecting) near.add(e.target.id); else near.delete(e.target.id); }
    tell();
  }, { rootMargin: "300px 0px" });

  const ending = new IntersectionObserver(entries => { if (entries.some(e => e.isIntersecting)) load(); }, { rootMargin: "1500px 0px" });

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
    try {
      const answer = await fetch(`${from.dataset.more}&handler=More&n=120`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || !from.isConnected) return;
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      for (const part of template.content.querySelectorAll("ul[data-into]")) {
        const into = document.getElementById(part.dataset.into);
        into?.append(...[...part.children].filter(row => !document.getElementById(row.id)));
      }
      document.getElementById("more").replaceWith(template.content.getElementById("more"));
    } catch { /* Without a server the link stays, to be clicked. */ } finally { loading = false; }
    follow();
  }

  function follow() {
    ending.disconnect();
    const next = link();
    if (next) ending.observe(next);
  }

  new MutationObserver(changes => {
    let other = false;
    for (const change of changes) {
      for (const node of change.removedNodes) {
        for (const row of rowsIn(node)) { seeing.unobserve(row); if (!document.getElementById(row.id)) near.delete(row.id); }
      }
      for (const node of change.addedNodes) {
        for (const row of rowsIn(node)) seeing.observe(row);
        other ||= node.id === "rig-list";
      }
    }
    if (other) { follow(); tell(); }
  }).observe(main, { childList: true, subtree: true });

  // What is saved is what is shown by now.
  document.addEventListener("submit", e => { if (e.target.matches("form[data-view]")) e.target.elements.query.value = location.search; });

  for (const row of rowsIn(main)) seeing.observe(row);
  follow();
  window.bloxList = { shown, count: () => list()?.querySelectorAll(".rig").length ?? 0 };
})();
