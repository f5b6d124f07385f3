// Drafts on this device, apart for each person and form. What is thrown away can be taken back until something new is written.
// Files lie beside their draft, so that an answer that changes does not write all photos anew: a file's name is given once.
import { allOf, filesOfDraft, within } from "../offline/base.js";

const STORES = ["drafts", "draft_files"];
const KEPT_DAYS = 120;
const TWICE_DAYS = 30;

export async function readDraft(key) {
  let draft;
  let beside = [];
  await within(STORES, "readonly", (drafts, files) => {
    drafts.get(key).onsuccess = ({ target }) => (draft = target.result);
    files.getAll(filesOfDraft(key)).onsuccess = ({ target }) => (beside = target.result);
  });
  // The first edition had the files in the draft itself.
  return draft && { ...draft, files: [...(draft.files ?? []), ...beside] };
}

export function writeDraft({ files: given, ...draft }) {
  return within(STORES, "readwrite", (drafts, files) => {
    drafts.put(draft);
    files.getAllKeys(filesOfDraft(draft.key)).onsuccess = ({ target }) => {
      const there = new Set(target.result);
      for (const { name, blob } of given) if (!there.delete(`${draft.key}|${name}`)) files.put({ key: `${draft.key}|${name}`, name, blob });
      for (const left of there) files.delete(left);
    };
  });
}

export const dropDraft = (key) =>
  within(STORES, "readwrite", (drafts, files) => {
    drafts.delete(key);
    files.delete(filesOfDraft(key));
  });

export const draftsOf = (person) => allOf("drafts", person);

export const setAside = (key, isAside) =>
  within("drafts", "readwrite", (drafts) => {
    drafts.get(key).onsuccess = ({ target }) => target.result && drafts.put({ ...target.result, isAside });
  });

// A clock may be years off when a draft is written or when it is looked at: only what was found old a month ago, and still is, goes.
export function dropOld() {
  const [oldest, longAgo] = [KEPT_DAYS, TWICE_DAYS].map((days) => Date.now() - days * 86_400_000);
  return within(STORES, "readwrite", (drafts, files) => {
    drafts.getAll().onsuccess = ({ target }) => {
      for (const draft of target.result.filter(({ at }) => at < oldest)) {
        if (!draft.oldSince || draft.oldSince > Date.now()) drafts.put({ ...draft, oldSince: Date.now() });
        else if (draft.oldSince < longAgo) {
          drafts.delete(draft.key);
          files.delete(filesOfDraft(draft.key));
        }
      }
    };
  });
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
