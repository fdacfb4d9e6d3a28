// The one thing it does: when a page cannot be reached, it says so instead of the browser. It keeps the offline page and what that is made of, and never a page of a person.
"use strict";
const page = "/offline";
const name = `bloxos-${new URL(location.href).searchParams.get("v") ?? "0"}`;   // a new build brings a new one

async function keep() {
  const cache = await caches.open(name);
  const answer = await fetch(page, { cache: "no-store", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error("no offline page yet");
  const text = await answer.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="(\/(?:css|js|icons)\/[^"]+|\/logo\.svg[^"]*)"/g)].map(found => found[1].replaceAll("&amp;", "&"));
  await Promise.all([cache.put(page, answer), ...parts.map(part => cache.add(part))]);
}

self.addEventListener("install", e => { e.waitUntil(keep().then(() => self.skipWaiting())); });

self.addEventListener("activate", e => {
  e.waitUntil(caches.keys().then(all => Promise.all(all.filter(one => one.startsWith("bloxos-") && one !== name).map(one => caches.delete(one)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", e => {
  const request = e.request;
  if (request.mode === "navigate" && request.method === "GET") {
    e.respondWith(fetch(request).catch(async failure => { const kept = await (await caches.open(name)).match(page); if (!kept) throw failure; return kept; }));
    return;
  }
  // What the offline page is made of, for when it is shown; everything else goes its own way.
  const url = new URL(request.url);
  if (url.origin === location.origin && /^\/(css|js|icons)\/|^\/logo\.svg$/.test(url.pathname)) {
    e.respondWith(fetch(request).catch(async failure => { const kept = await (await caches.open(name)).match(request); if (!kept) throw failure; return kept; }));
  }
});
