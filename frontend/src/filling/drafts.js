// Drafts on this device, apart for each person and form. What is thrown away can be taken back until something new is written.
const NAME = "nithet-drafts";
const STORE = "drafts";
const KEPT_DAYS = 120;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const readDraft = (key) => within("readonly", (store) => store.get(key));
export const writeDraft = (draft) => within("readwrite", (store) => store.put(draft));
export const dropDraft = (key) => within("readwrite", (store) => store.delete(key));

// A key begins with whose draft it is.
const ofPerson = (person) => IDBKeyRange.bound(`${person}:`, `${person}:\uffff`);
export const countDraftsOf = (person) => within("readonly", (store) => store.count(ofPerson(person)));
export const dropDraftsOf = (person) => within("readwrite", (store) => store.delete(ofPerson(person)));

export async function setAside(key, isAside) {
  const draft = await readDraft(key);
  if (draft) await writeDraft({ ...draft, isAside });
}

export async function dropOld() {
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  const all = await within("readonly", (store) => store.getAll());
  for (const draft of all) if (draft.at < oldest) await dropDraft(draft.key);
}

// A draft of an older edition: what that edition asked and this one asks too.
export function carriedOver(xml, model) {
  const [old, now] = [xml, model].map((text) => new DOMParser().parseFromString(text, "text/xml"));
  const root = now.querySelector("instance > *");
  if (!root || old.querySelector("parsererror") || now.querySelector("parsererror")) return null;
  const known = new Set([...root.querySelectorAll("*")].map(pathOf(root)));
  const path = pathOf(old.documentElement);
  for (const node of [...old.documentElement.querySelectorAll("*")]) if (!known.has(path(node)) && path(node).split("/")[0] !== "meta") node.remove();
  old.documentElement.setAttribute("version", root.getAttribute("version") ?? "");
  return new XMLSerializer().serializeToString(old);
}

const pathOf = (root) => (node) => {
  const names = [];
  for (let at = node; at && at !== root; at = at.parentElement) names.unshift(at.localName);
  return names.join("/");
};
