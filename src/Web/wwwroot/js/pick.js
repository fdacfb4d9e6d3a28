// Choosing rigs of a list: by mouse, with ranges, and by keyboard. What is chosen may lie below what is loaded.
(() => {
  "use strict";
  const bar = document.getElementById("batch");
  if (!bar) return;
  const main = document.getElementById("main");
  const chosen = new Set();
  let last;

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
    all.checked = chosen.size > 0 && chosen.size >= total;
    all.indeterminate = chosen.size > 0 && chosen.size < total;
  }

  function clear() {
    chosen.clear();
    for (const row of rows()) dress(row);
    show();
  }

  async function chooseAll() {
    const url = list().dataset.url;
    const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}handler=Ids`);
    if (!answer.ok || answer.redirected) return;
    for (const id of await answer.json()) chosen.add(id);
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
    if (e.target.checked) chooseAll(); else clear();
  });
  bar.querySelector("[data-clear]").addEventListener("click", clear);
  bar.addEventListener("formdata", e => e.formData.delete("rig"));   // what is chosen goes in one field, also what is not loaded
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
    if (other) show();
  }).observe(main, { childList: true, subtree: true });

  for (const row of rows()) dress(row);
  show();
})();
