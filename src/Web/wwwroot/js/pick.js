// Choosing rigs of a list: by mouse, with ranges, and by keyboard. What is chosen may lie below what is loaded.
(() => {
  "use strict";
  const bar = document.getElementById("batch");
  if (!bar) return;
  const main = document.getElementById("main");
  const chosen = new Set();
  const known = new Map();   // url of a list -> all its ids, as they were when all of them were chosen
  let last, asked = 0;

  const list = () => document.getElementById("rig-list");
  const rows = () => [...list().querySelectorAll(".rig")];
  const boxOf = row => row.querySelector(".pick input");
  const rowsIn = node => node.nodeType !== 1 ? [] : node.matches(".rig") ? [node] : [...node.querySelectorAll(".rig")];
  const number = n => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

  function dress(row) {
    const box = boxOf(row);
    box.checked = chosen.has(box.value);
  }

  function choose(row, on) {
    const id = boxOf(row).value;
    if (on) chosen.add(id); else chosen.delete(id);
    dress(row);
  }

  function show() {
    const all = document.getElementById("pick-all"), total = Number(list().dataset.total);
    bar.classList.toggle("on", chosen.size > 0);
    bar.querySelector("#batch-count").textContent = `${number(chosen.size)} ${chosen.size === 1 ? "rig" : "rigs"}`;
    bar.elements.rigs.value = [...chosen].join(" ");
    const over = chosen.size > Number(bar.dataset.most);
    bar.querySelector("#batch-most").hidden = !over;
    for (const button of bar.querySelectorAll("button[name=act]")) button.disabled = over;
    if (!all) return;
    // The box is that of this list, whatever is chosen of others.
    const ids = idsHere(), some = ids.filter(id => chosen.has(id)).length;
    all.checked = some > 0 && some === ids.length && ids.length >= total;
    all.indeterminate = some > 0 && !all.checked;
  }

  // Ids of the list that are known: those of its loaded rows, and of the others once all were chosen.
  function idsHere() {
    const loaded = rows().map(row => boxOf(row).value);
    return [...new Set([...known.get(list().dataset.url) ?? [], ...loaded])];
  }

  function note(text) {
    document.getElementById("pick-note")?.remove();
    if (!text) return;
    const p = document.createElement("p");
    p.id = "pick-note";
    p.className = "note bad";
    p.setAttribute("role", "alert");
    p.textContent = text;
    list().before(p);
  }

  function clear() {
    asked++;                        // what is under way is not wanted any more
    chosen.clear();
    known.clear();
    note("");
    for (const row of rows()) dress(row);
    show();
  }

  async function chooseAll() {
    const url = list().dataset.url, mine = ++asked;
    let ids = null;
    try {
      const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}handler=Ids`, { signal: AbortSignal.timeout(30000) });
      if (answer.ok && !answer.redirected) ids = await answer.json();
    } catch { /* Said below. */ }
    if (mine !== asked || !list() || list().dataset.url !== url) return;
    note(ids ? "" : "The server did not say which rigs these are. Nothing more was chosen: try again in a moment.");
    if (ids) known.set(url, ids);
    for (const id of ids ?? []) chosen.add(id);
    for (const row of rows()) dress(row);
    show();
  }

  function leaveAll() {
    asked++;
    for (const id of idsHere()) chosen.delete(id);
    for (const row of rows()) dress(row);
    show();
  }

  function range(from, to) {
    const all = rows(), a = all.indexOf(from), b = all.indexOf(to);
    return a < 0 || b < 0 ? [to] : all.slice(Math.min(a, b), Math.max(a, b) + 1);
  }

  main.addEventListener("click", e => {
    const box = e.target.closest(".rig .pick input");
    if (!box) return;
    const row = box.closest(".rig");
    const from = e.shiftKey && last && document.getElementById(last);
    for (const one of from ? range(from, row) : [row]) choose(one, box.checked);
    last = row.id;
    show();
  });
  main.addEventListener("change", e => {
    if (e.target.id !== "pick-all") return;
    if (e.target.checked) chooseAll(); else leaveAll();
  });
  bar.querySelector("[data-clear]").addEventListener("click", clear);
  bar.addEventListener("formdata", e => {
    e.formData.delete("rig");                                 // what is chosen goes in one field, also what is not loaded
    e.formData.set("list", location.search);                  // searched for since the page was loaded
  });
  document.addEventListener("blox:drawn", show);

  const typing = e => e.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  function step(by) {
    const all = rows(), at = all.findIndex(row => row.contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.querySelector(".name").focus();
    next?.scrollIntoView({ block: "nearest" });
    return next;
  }

  document.addEventListener("keydown", e => {
    if (e.altKey || e.defaultPrevented || typing(e) || !list() || document.querySelector("dialog[open], details.menu[open]")) return;
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "a") { e.preventDefault(); chooseAll(); return; }
    if (e.ctrlKey || e.metaKey) return;
    const row = document.activeElement?.closest?.(".rig"), key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (e.key === "Escape" && chosen.size > 0) { clear(); return; }
    if (key === "j" || (e.key === "ArrowDown" && row)) { e.preventDefault(); const next = step(1); if (e.shiftKey && next) { choose(next, true); show(); } }
    else if (key === "k" || (e.key === "ArrowUp" && row)) { e.preventDefault(); const next = step(-1); if (e.shiftKey && next) { choose(next, true); show(); } }
    else if (key === "x" && row) { choose(row, !boxOf(row).checked); last = row.id; show(); }
    else if (e.key === "/") { e.preventDefault(); document.getElementById("q")?.focus(); }
  });

  new MutationObserver(changes => {
    let other = false;
    for (const change of changes) {
      for (const node of change.addedNodes) {
        for (const row of rowsIn(node)) dress(row);
        other ||= node.id === "rig-list";
      }
    }
    if (other) { asked++; note(""); show(); }
  }).observe(main, { childList: true, subtree: true });

  for (const row of rows()) dress(row);
  show();
})();
