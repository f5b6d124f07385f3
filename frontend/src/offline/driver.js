// When to send: as soon as there may be a signal, when somebody looks, when something new waits, and from time to time.
import { flush } from "./flush.js";
import { WAITING, itemsOf } from "./outbox.js";
import { keepEditions } from "./packages.js";
import { AWAY, IN, askSession, lastSignal, tellSignal } from "./session.js";
import { whenTold } from "./tabs.js";
import { tellDevice } from "./telling.js";

const EVERY = 20_000;
// How long an answer says that there is a signal, where nothing waits.
const KNOWN_FOR = 60_000;

let whoseWork = async () => null;
let isProbing = false;
let isRunning = false;
let isWanted = false;

// `probing`: a page that tells of the signal asks for it though nothing waits; `session`: has just asked.
export function keepSending(whose, { probing = false, session = null } = {}) {
  whoseWork = whose;
  isProbing = probing;
  addEventListener("online", () => sendNow());
  addEventListener("offline", () => tellSignal(AWAY));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  setInterval(() => document.visibilityState === "visible" && sendNow(), EVERY);
  whenTold(({ wanted }) => wanted && sendNow());
  return sendNow({ session });
}

// What is wanted while it runs is done after it, once.
export async function sendNow(options = {}) {
  if (isRunning) {
    isWanted = { all: Boolean(options.all || isWanted?.all) };
    return;
  }
  isRunning = true;
  try {
    await once(options);
  } catch (error) {
    console.warn(error);
  } finally {
    isRunning = false;
  }
  if (!isWanted) return;
  const again = isWanted;
  isWanted = false;
  await sendNow(again);
}

async function refresh(session, { person, office }) {
  const told = await tellDevice(session, { ifOther: true }).catch(() => null);
  if (told?.editions) await keepEditions(person, office, told.editions);
}

async function isSignal() {
  const { at, kind } = await lastSignal();
  return kind === IN && at <= Date.now() && Date.now() - at < KNOWN_FOR;
}

async function once({ all = false, session: asked = null }) {
  const who = await whoseWork();
  if (!who) return;
  if (!navigator.onLine) return tellSignal(AWAY);
  const items = await itemsOf(who.person);
  const kind = items.some(({ state }) => state === WAITING) ? await flush(who.person, { all }) : "";
  if (kind || !isProbing) return;
  if (!asked && (await isSignal())) return;
  const session = asked ?? (await askSession(who.office));
  if (session.kind === IN && session.person === who.person) await refresh(session, who);
}
