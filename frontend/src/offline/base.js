// What this device keeps: drafts, what waits to be sent, forms that were taken along, and whose they are. One database, so that
// a draft becomes something to send in one step, whatever happens to the battery.
const NAME = "nithet-drafts";
// Stores are only ever added: a page of an older edition that is still open goes on with those it knows.
const SCHEMA = 2;
const STORES = { drafts: "key", draft_files: "key", outbox: "key", packages: "key", people: "person", facts: "name" };

function asked(version) {
  return new Promise((resolve, reject) => {
    const request = version ? indexedDB.open(NAME, version) : indexedDB.open(NAME);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath });
      }
    };
    request.onsuccess = () => {
      // A newer edition in another tab waits for nobody.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  try {
    return await asked(SCHEMA);
  } catch (error) {
    if (error?.name !== "VersionError") throw error;
    return asked(undefined);
  }
}

// `act` is given the stores in their order, and answers with a request or nothing. Written is what is on the disk.
export async function within(stores, mode, act) {
  const names = [stores].flat();
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(names, mode, { durability: "strict" });
      let request;
      let refused;
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = ({ target }) => reject(refused ?? transaction.error ?? target.error);
      const refuse = (error) => {
        refused = error;
        transaction.abort();
      };
      request = act(...names.map((name) => transaction.objectStore(name)), refuse);
    });
  } finally {
    base.close();
  }
}

export const readOne = (store, key) => within(store, "readonly", (rows) => rows.get(key));
export const writeOne = (store, row) => within(store, "readwrite", (rows) => rows.put(row));
export const dropOne = (store, key) => within(store, "readwrite", (rows) => rows.delete(key));

// A key begins with whose it is.
export const ofPerson = (person) => IDBKeyRange.bound(`${person}:`, `${person}:\uffff`);
// The files of a draft lie under its key and their names.
export const filesOfDraft = (key) => IDBKeyRange.bound(`${key}|`, `${key}|\uffff`);
export const allOf = (store, person) => within(store, "readonly", (rows) => rows.getAll(ofPerson(person)));

export const isFull = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
