// Whose work this device shows: who is signed in; where nobody is, who was last and left something here. Others' stays hidden.
import { allOf, ofPerson, readOne, within, writeOne } from "./base.js";
import { tellTabs } from "./tabs.js";

// Whoever this page was drawn for; a page without a person says nothing.
export async function signedIn({ person, name, office, office_name: officeName }) {
  const before = await readOne("facts", "current");
  await within(["people", "facts"], "readwrite", (people, facts) => {
    const known = people.get(person);
    known.onsuccess = () => people.put({ person, name, office, office_name: officeName, offices: [...new Set([...officesOf(known.result), office])], at: Date.now() });
    facts.put({ name: "current", person });
    facts.delete("unsure");
  });
  if (before?.person !== person) tellTabs({ switched: true });
}

// In which the person has been signed in on this device.
export const officesOf = (row) => row?.offices ?? (row ? [row.office] : []);

// Somebody stands at the door: who comes in may be another than who was here.
export const atTheDoor = () => writeOne("facts", { name: "unsure" });
export const isUnsure = async () => Boolean(await readOne("facts", "unsure").catch(() => null));

export const signedOut = () => within("facts", "readwrite", (facts) => facts.delete("current"));

export async function whose() {
  const current = await readOne("facts", "current");
  if (current) return (await readOne("people", current.person)) ?? null;
  const people = await within("people", "readonly", (rows) => rows.getAll());
  people.sort((one, other) => other.at - one.at);
  for (const one of people) if (await holds(one.person)) return { ...one, isSignedOut: true };
  return null;
}

// Packages and drafts are counted without being read.
export async function holdings(person) {
  const keys = (store) => within(store, "readonly", (rows) => rows.count(ofPerson(person)));
  const [drafts, outbox, packages] = await Promise.all([keys("drafts"), allOf("outbox", person), keys("packages")]);
  return { drafts, waiting: outbox.filter(({ state }) => state !== "sent").length, packages };
}

const holds = async (person) => Object.values(await holdings(person)).some(Boolean);

export async function wipe(person) {
  await within(["people", "facts", "drafts", "draft_files", "outbox", "packages"], "readwrite", (people, facts, ...stores) => {
    for (const store of stores.slice(0, -1)) store.delete(ofPerson(person));
    facts.delete(ofPerson(`told:${person}`));
    people.delete(person);
  });
  tellTabs({ wiped: person });
}

// The name that this browser goes by, made once.
export async function deviceKey() {
  const known = await readOne("facts", "device");
  if (known) return known.key;
  const key = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  await writeOne("facts", { name: "device", key });
  return key;
}

export function deviceName() {
  const agent = navigator.userAgent;
  const browser = [["Edg", "Edge"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]].find(([sign]) => agent.includes(sign))?.[1] ?? "เบราว์เซอร์";
  const machine = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]].find(([sign]) => agent.includes(sign))?.[1];
  return machine ? `${browser} บน ${machine}` : browser;
}
