// Fetches the overview of farms again while somebody looks at it, and says how old it is when that fails.
(() => {
  "use strict";
  const every = 5000, oldAfter = 15000, patience = 30000, mostLeftOut = 3, sparksEvery = 60000;
  let at = new Date(), sparksAt = Date.now(), running = false, lost = 0, leaveOut = 0;   // questions without an answer, and turns to leave out: each is a line on the browser's console

  const clock = () => at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" });

  async function tick() {
    const old = document.getElementById("overview");
    if (document.hidden || !old) return;
    if (!lost && Date.now() - at > oldAfter) bloxLamp("live wait", `As of ${clock()}, catching up…`);   // it slept, nobody looked, or nobody answers
    if (running || leaveOut-- > 0) return;
    running = true;
    try {
      const answer = await fetch(old.dataset.url, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(patience) });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) { location.reload(); return; }
      if (answer.status !== 200) throw new Error();                              // 204: the server stops
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      bloxPatch(old, template.content.getElementById("overview"));
      htmx.process(old);
      at = new Date();
      lost = 0;
      bloxLamp("live", "Live");
      document.dispatchEvent(new CustomEvent("blox:drawn"));
      sparks();
    } catch {
      leaveOut = Math.min(2 ** lost++ - 1, mostLeftOut);
      bloxLamp("live lost", `As of ${clock()}, no answer`);
    } finally { running = false; }
  }

  // The lines of the last day, where there is somebody who answers: htmx would complain on the console.
  function sparks() {
    if (Date.now() - sparksAt < sparksEvery) return;
    sparksAt = Date.now();
    for (const spark of document.querySelectorAll("#overview .spark-cell [hx-get]")) htmx.trigger(spark, "blox:wake");
  }

  for (const [target, kind] of [[document, "visibilitychange"], [window, "online"]]) target.addEventListener(kind, () => { leaveOut = 0; tick(); });
  setInterval(tick, every);
  tick();
})();
