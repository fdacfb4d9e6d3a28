// The whole screen, where the browser allows it, and a screen that stays on.
(() => {
  "use strict";
  const button = document.getElementById("full");
  let lock;
  async function awake() {
    try { if (!document.hidden) lock = await navigator.wakeLock?.request("screen"); } catch { /* Not allowed here: the screen does as it is set. */ }
  }
  if (button && document.documentElement.requestFullscreen) {
    button.hidden = false;
    button.addEventListener("click", () => { document.documentElement.requestFullscreen().catch(() => {}); awake(); });
    document.addEventListener("fullscreenchange", () => { button.hidden = !!document.fullscreenElement; if (!document.fullscreenElement) lock?.release(); });
  }
  document.addEventListener("visibilitychange", () => { if (document.fullscreenElement) awake(); });
})();
