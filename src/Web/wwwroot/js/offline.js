// The pages that say that the server cannot be reached or is not ready: as soon as it is, the page that was wanted comes.
(() => {
  "use strict";
  const root = document.documentElement;

  function dress(theme) {
    if (theme === "system") delete root.dataset.theme; else if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    for (const bar of document.querySelectorAll("meta[name=theme-color]")) bar.content = getComputedStyle(root).getPropertyValue("--surface").trim();
  }

  async function look() {
    try {
      if ((await fetch("/healthz/ready", { cache: "no-store" })).ok) location.reload();
    } catch { /* Not yet. */ }
  }
  document.getElementById("again")?.addEventListener("click", e => { e.preventDefault(); location.reload(); });
  if (location.pathname === "/offline") return;
  try { dress(localStorage.getItem("bloxos-theme")); } catch { /* It stays dark. */ }
  addEventListener("online", look);
  setInterval(() => { if (!document.hidden) look(); }, 5000);
})();
