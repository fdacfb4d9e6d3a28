// Fetches the overview of farms again while somebody looks at it, and says how old it is when that fails.
(() => {
  "use strict";
  const every = 5000;
  let at = new Date(), running = false;

  function lamp(state, text) {
    const e = document.getElementById("lamp");
    if (e && e.textContent !== text) { e.className = `${state} js`; e.textContent = text; }
  }
  const clock = () => at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  async function tick() {
    const old = document.getElementById("overview");
    if (document.hidden || running || !old) return;
    running = true;
    try {
      const answer = await fetch(old.dataset.url, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) { location.reload(); return; }
      if (!answer.ok) throw new Error();
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      bloxPatch(old, template.content.getElementById("overview"));
      htmx.process(old);
      at = new Date();
      lamp("live", "Live");
      document.dispatchEvent(new CustomEvent("blox:drawn"));
    } catch { lamp("live lost", `As of ${clock()}, no answer`); } finally { running = false; }
  }

  document.addEventListener("visibilitychange", tick);
  setInterval(tick, every);
  tick();
})();
