// The whole screen, where the browser allows it, and a screen that stays on; few rigs as big as fills it.
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

  // In so many columns that the tiles are as big as can be, all of them on the screen. Where they do not all fit as small as they are made, nothing is changed: the rest is scrolled to.
  const made = { usual: { width: 88, height: 70, gap: 4 }, dense: { width: 84, height: 35, gap: 3 } };   // as css/rigs.css has them, pixels
  const biggest = 10;
  let tiles = null, count = -1;

  function best(n, width, height, size) {
    let found = { k: 0, columns: 1 };
    for (let columns = 1; columns <= n; columns++) {
      const rows = Math.ceil(n / columns);
      const k = Math.min(((width + size.gap) / columns - size.gap) / size.width, ((height + size.gap) / rows - size.gap) / size.height);
      if (k > found.k) found = { k, columns };
    }
    return found;
  }

  function fit() {
    count = tiles?.children.length ?? 0;
    const dense = tiles?.classList.contains("dense"), all = Math.max(count, document.querySelector("#more [data-more]") ? Number(document.getElementById("rig-list").dataset.total) : 0);
    const style = tiles && getComputedStyle(tiles), letters = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const { k, columns } = count === 0 ? { k: 0 } : best(
      all,
      tiles.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
      innerHeight - tiles.getBoundingClientRect().top - scrollY - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
      made[dense ? "dense" : "usual"]);
    const size = Math.min(k / letters, biggest);
    document.body.classList.toggle("fit", size >= 1);
    if (size < 1) return;
    document.body.style.setProperty("--cols", columns);
    document.body.style.setProperty("--k", size.toFixed(3));
    document.body.style.setProperty("--j", (dense ? size : size ** 0.75).toFixed(3));   // long names are cut late
  }

  const sized = new ResizeObserver(fit);
  function look() {
    const now = document.getElementById("tiles");
    if (now === tiles && (now?.children.length ?? 0) === count) return;
    if (now !== tiles) { sized.disconnect(); tiles = now; if (now) sized.observe(now); }
    fit();
  }
  new MutationObserver(look).observe(document.getElementById("main"), { childList: true, subtree: true });
  addEventListener("resize", fit);
  look();
})();
