// What is filled and waits to be sent. Nothing leaves it but what the server has said it holds, or what a person throws away.
import { allOf, dropOne, filesOfDraft, readOne, within } from "./base.js";
import { tellTabs } from "./tabs.js";

const SENT_SHOWN_DAYS = 30;

export const WAITING = "waiting";
export const REFUSED = "refused";
export const SENT = "sent";

export class TakenError extends Error {}

export function instanceOf(xml) {
  const nodes = new DOMParser().parseFromString(xml, "text/xml").getElementsByTagNameNS("*", "instanceID");
  return nodes[0]?.textContent.trim() ?? "";
}

export const keyOf = (person, instance) => `${person}:${instance}`;

// `filled`: person, name, office, form, title, words, version, xml, files. The draft goes in the same step, or neither.
export async function putInOutbox(filled, draftKey) {
  const instance = instanceOf(filled.xml);
  const key = keyOf(filled.person, instance);
  const item = { ...filled, key, instance, filled_at: Date.now(), state: WAITING, tries: 0, next_at: 0, refusal: "", code: "" };
  await within(["outbox", "drafts", "draft_files"], "readwrite", (outbox, drafts, files, refuse) => {
    const before = outbox.get(key);
    before.onsuccess = () => {
      // The same draft was put here from another window, with other answers: that one stays as it is.
      if (before.result && before.result.xml !== filled.xml) return refuse(new TakenError());
      if (!before.result) outbox.put(item);
      if (!draftKey) return;
      drafts.delete(draftKey);
      files.delete(filesOfDraft(draftKey));
    };
  });
  tellTabs({ wanted: true });
  return item;
}

export const readItem = (key) => readOne("outbox", key);

export async function itemsOf(person) {
  const items = await allOf("outbox", person);
  return items.sort((one, other) => one.filled_at - other.filled_at);
}

// Changes nothing of what is no longer there, nor of what has been sent meanwhile.
export async function changeItem(key, change) {
  await within("outbox", "readwrite", (outbox) => {
    const asked = outbox.get(key);
    asked.onsuccess = () => {
      if (asked.result && asked.result.state !== SENT) outbox.put({ ...asked.result, ...change });
    };
  });
  tellTabs();
}

// The server holds it: what is left here is that it came.
export async function markSent(key, { reference, address, unfit = [] }) {
  await within("outbox", "readwrite", (outbox) => {
    const asked = outbox.get(key);
    asked.onsuccess = () => {
      const item = asked.result;
      if (!item) return;
      const { person, name, office, form, title, words, instance, filled_at } = item;
      outbox.put({ key, person, name, office, form, title, words, instance, filled_at, state: SENT, sent_at: Date.now(), reference, address, unfit, files: [] });
    };
  });
  tellTabs();
}

export const tryAgain = (key) => changeItem(key, { state: WAITING, next_at: 0, refusal: "", code: "", hindrance: "" });

export async function dropItem(key) {
  await dropOne("outbox", key);
  tellTabs();
}

export async function dropOldSent(person) {
  const oldest = Date.now() - SENT_SHOWN_DAYS * 86_400_000;
  for (const { key, state, sent_at: at } of await itemsOf(person)) if (state === SENT && at < oldest) await dropOne("outbox", key);
}

export function counted(items) {
  const of = (state) => items.filter((item) => item.state === state).length;
  return { waiting: of(WAITING), refused: of(REFUSED), sent: of(SENT) };
}
