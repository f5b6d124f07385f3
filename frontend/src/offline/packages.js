// Forms taken along, apart for each person: the form, its lists, and the pictures of its labels.
import { allOf, dropOne, readOne, writeOne } from "./base.js";
import { fetchInTime, readJson } from "./session.js";
import { tellTabs } from "./tabs.js";

const MOST_WAITED = 60_000;
const FRESH = 20 * 3_600_000;

const keyOf = (person, office, name) => `${person}:${office}:${name}`;

export class NotTakenError extends Error {}

export async function packagesOf(person, office) {
  const all = await allOf("packages", person);
  return all.filter((one) => !office || one.office === office).sort((one, other) => one.title.localeCompare(other.title, "th"));
}

export const packageNamed = (person, office, name) => readOne("packages", keyOf(person, office, name));

export async function takeAlong(person, office, name) {
  const answer = await fetchInTime(`/${office}/field/packages/${encodeURIComponent(name)}`, { person }, MOST_WAITED);
  const told = await readJson(answer);
  if (!answer.ok || !told?.html) throw new NotTakenError(told?.message ?? "เตรียมแบบฟอร์มนี้ไม่ได้ โปรดลองอีกครั้ง");
  const media = [];
  for (const { address, sha256, size } of told.media) media.push({ address, sha256, size, blob: await picture(address) });
  const now = Date.now();
  const row = { ...told, media, key: keyOf(person, office, name), person, office, taken_at: now, isOlder: false };
  await writeOne("packages", row);
  tellTabs();
  return row;
}

async function picture(address) {
  const answer = await fetchInTime(address, { headers: { Accept: "*/*" } }, MOST_WAITED);
  if (!answer.ok || answer.redirected) throw new NotTakenError("ภาพในแบบฟอร์มนี้มาไม่ครบ โปรดลองอีกครั้ง");
  return answer.blob();
}

export async function putBack(person, office, name) {
  await dropOne("packages", keyOf(person, office, name));
  tellTabs();
}

// What the office fills now: what is another edition, or some hours old, is fetched anew. What no longer is given out stays
// until somebody puts it back: work may hang on it.
export async function keepEditions(person, office, editions) {
  for (const one of await packagesOf(person, office)) {
    const now = editions[one.name];
    const isOlder = now !== one.version;
    if (now && (isOlder || Date.now() - one.taken_at > FRESH)) await takeAlong(person, office, one.name).catch(() => writeOne("packages", { ...one, isOlder }));
    else if (isOlder !== Boolean(one.isOlder)) await writeOne("packages", { ...one, isOlder });
  }
}

// The form's HTML with the pictures of its labels out of this device.
export function drawn({ html, media }) {
  return media.reduce((text, { address, blob }) => (blob ? text.replaceAll(`"${address}"`, `"${URL.createObjectURL(blob)}"`) : text), html);
}
