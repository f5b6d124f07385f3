// Whether this browser promises to keep what is here, and how much room is left.
const LITTLE = 150 * 1024 * 1024;

export async function storageState() {
  const { storage } = navigator;
  const isKept = (await storage?.persisted?.().catch(() => false)) ?? false;
  const { quota = 0, usage = 0 } = (await storage?.estimate?.().catch(() => ({}))) ?? {};
  const left = quota ? quota - usage : null;
  return { isKept, left, used: usage, isLittle: left !== null && left < LITTLE };
}

// Some browsers ask the person, who may look elsewhere: what is not promised soon is not promised yet.
export async function askToKeep() {
  if (!navigator.storage?.persist) return false;
  return Promise.race([navigator.storage.persist().catch(() => false), new Promise((resolve) => setTimeout(resolve, 2000, false))]);
}

export function inWords(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))}\u00a0KB`;
  const mega = bytes / 1024 / 1024;
  if (mega >= 1024) return `${(mega / 1024).toFixed(1)}\u00a0GB`;
  return `${mega >= 10 ? Math.round(mega) : mega.toFixed(1)}\u00a0MB`;
}
