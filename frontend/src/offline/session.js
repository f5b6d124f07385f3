// Who is signed in now, asked anew before anything is sent; and thereby whether there is a signal at all.
import { readOne, writeOne } from "./base.js";
import { isUnsure, signedIn } from "./people.js";
import { tellTabs } from "./tabs.js";

export const IN = "in";
export const OUT = "out"; // signed out, or signed in as somebody who has no place in this office
export const AWAY = "away"; // no signal
export const BUSY = "busy"; // a signal, and a server that cannot answer now
const MOST_WAITED = 15_000;
// A page that opens waits so long to know who is here; longer where somebody may just have signed in.
const SOON = 3_000;
export const CLOCK_OFF = 10 * 60_000;

// Without the whole answer in time there is no signal: a request that hangs, in its middle too, must not hold the others up.
// `person`: as whom it is asked; the server answers nobody else.
export async function fetchInTime(address, { person, ...options } = {}, most = MOST_WAITED) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), most);
  const headers = { Accept: "application/json", ...options.headers, ...(person && { "X-Person": person }) };
  try {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "follow", ...options, headers, signal: waiting.signal });
    const body = await answer.blob();
    const { ok, status, redirected } = answer;
    return { ok, status, redirected, headers: answer.headers, blob: () => body, json: async () => JSON.parse(await body.text()) };
  } finally {
    clearTimeout(timer);
  }
}

export async function readJson(answer) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
  return answer.json().catch(() => null);
}

export async function askSession(office) {
  const found = await asked(office);
  await tellSignal(found.kind, found.ahead);
  return found;
}

// Null where it is not known soon: as without a signal. What is learnt later is told to all tabs.
export async function askedSoon(office) {
  if (!navigator.onLine) return null;
  const most = (await isUnsure()) ? MOST_WAITED : SOON;
  return Promise.race([askSession(office), new Promise((resolve) => setTimeout(resolve, most, null))]);
}

async function asked(office) {
  let answer;
  try {
    answer = await fetchInTime(`/${office}/field/session`);
  } catch {
    return { kind: AWAY };
  }
  const told = await readJson(answer);
  if (answer.ok && told?.person) {
    await signedIn(told);
    return { kind: IN, ahead: Date.now() - told.now, ...told };
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return { kind: BUSY };
  // A page of the network's own, that asks to be paid or agreed to, is no signal.
  return { kind: told || answer.status === 404 ? OUT : AWAY };
}

export async function tellSignal(kind, ahead) {
  const before = await lastSignal();
  await writeOne("facts", { name: "signal", kind, at: Date.now(), ahead: ahead ?? before.ahead ?? 0 }).catch(() => {});
  tellTabs({ signal: kind });
}

export const lastSignal = async () => (await readOne("facts", "signal").catch(() => null)) ?? { kind: "", at: 0, ahead: 0 };
