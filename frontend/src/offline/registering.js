// The service worker: from when somebody first takes forms along. A new one takes over once no page is filling a form.
const FILLING = "nithet-filling";
const MOST_WAITED = 120_000;

export async function register() {
  if (!navigator.serviceWorker) return null;
  try {
    const found = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
    await activeIn(found);
    await takeOverWhenFree(found);
    return found;
  } catch {
    return null;
  }
}

// One whose files do not come whole is given up by the browser.
function activeIn(found) {
  if (found.active) return undefined;
  return new Promise((resolve, reject) => {
    setTimeout(reject, MOST_WAITED);
    const worker = found.installing ?? found.waiting;
    worker?.addEventListener("statechange", () => worker.state === "redundant" && reject());
    navigator.serviceWorker.ready.then(resolve);
  });
}

export async function keepRegistered() {
  const found = await navigator.serviceWorker?.getRegistration?.("/").catch(() => null);
  if (!found) return;
  await takeOverWhenFree(found);
  // The page just left lets go a moment later.
  setTimeout(() => takeOverWhenFree(found), 3000);
  document.addEventListener("visibilitychange", () => takeOverWhenFree(found));
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", () => takeOverWhenFree(found)));
}

async function takeOverWhenFree({ waiting }) {
  if (!waiting || !navigator.locks) return;
  const { held = [] } = await navigator.locks.query();
  if (!held.some(({ name }) => name.startsWith(FILLING))) waiting.postMessage("take-over");
}

// Held as long as the page is open; false where another page fills that draft.
export function fillAlone(draft) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${FILLING}:${draft}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });
}
