// What this browser carries and holds, told to the office at each flush: so that a lost device is known for what it had.
import { allOf, readOne, writeOne } from "./base.js";
import { SENT, itemsOf } from "./outbox.js";
import { packagesOf } from "./packages.js";
import { deviceKey, deviceName } from "./people.js";
import { digestOf } from "./pieces.js";
import { fetchInTime, readJson } from "./session.js";

const moment = (at) => new Date(at).toISOString();

const KNOWN_FOR = 6 * 3_600_000;

// Ends with the answer: which editions are filled now, or why this device is refused. `ifOther`: only where something else is to be
// told than last time, or that was long ago. `isBack`: who sits before it wants it to go on, though it was stopped.
export async function tellDevice({ office, person, token }, { ifOther = false, isBack = false } = {}) {
  const carried = (await packagesOf(person, office)).map(({ name, number, size, taken_at: at }) => ({ form: name, version: number, size, taken_at: moment(at) }));
  const items = (await itemsOf(person)).filter((item) => item.state !== SENT && item.office === office);
  const waiting = items.map((item) => ({ instance_id: item.instance, form: item.form, title: item.words || item.title, filled_at: moment(item.filled_at), files: item.files.length, refusal: item.refusal }));
  const drafts = (await allOf("drafts", person)).filter(({ key, isAside }) => key.split(":")[1] === office && !isAside).length;
  const body = JSON.stringify({ key: await deviceKey(), name: deviceName(), carried, waiting, drafts, ...(isBack ? { back: true } : {}) });
  const digest = await digestOf(new Blob([body]));
  const before = await readOne("facts", `told:${person}:${office}`);
  const isKnown = before?.digest === digest && before.at <= Date.now() && before.at > Date.now() - KNOWN_FOR;
  if (ifOther && isKnown) return null;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetchInTime(`/${office}/field/device`, { method: "POST", body, headers, person });
  const told = await readJson(answer);
  if (answer.ok && told?.editions) await writeOne("facts", { name: `told:${person}:${office}`, digest, at: Date.now() });
  return told;
}
