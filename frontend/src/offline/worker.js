// The service worker. Keeps what is the same for everybody: the built files and pages with nobody's data on them. Never an answer of
// the interface, never a page of a person. What it keeps, the server writes before this (`KEPT`): another build is another worker.
const { version, files, shells } = self.KEPT;
const CACHE = `nithet-${version}`;
const ofField = /^\/[^/]+\/field\/(fill|outbox)\/$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", ({ data }) => data === "take-over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const shell = ofField.exec(address.pathname)?.[1];
    event.respondWith(shell ? fromCache(shells[shell], request) : fetch(request).catch(() => fromCache(shells.away, request)));
  } else if (address.pathname in files) event.respondWith(fromCache(address.pathname, request));
});

// All of it or nothing: a worker with half of its files would break the pages.
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(files).map(([address, digest]) => keep(cache, address, digest)));
}

// Without cookies, so that nobody's data can come with it; by its content, so that no page of the network's own is kept for it.
async function keep(cache, address, digest) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
  if ((await digestOf(answer.clone())) !== digest) throw new Error(`${address}: another content`);
  await cache.put(address, answer);
}

async function digestOf(answer) {
  const found = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  return [...new Uint8Array(found)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("nithet-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function fromCache(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(request);
}
