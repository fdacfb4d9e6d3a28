// The page that says that the server cannot be reached: as soon as it can, the page that was wanted comes.
(() => {
  "use strict";
  async function look() {
    try {
      if ((await fetch("/healthz/ready", { cache: "no-store" })).ok) location.reload();
    } catch { /* Not yet. */ }
  }
  document.getElementById("again").addEventListener("click", e => { e.preventDefault(); location.reload(); });
  if (location.pathname === "/offline") return;
  addEventListener("online", look);
  setInterval(() => { if (!document.hidden) look(); }, 5000);
})();
