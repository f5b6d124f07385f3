// A form that is being filled: drawn, kept as a draft at each answer, checked. In: its HTML and model and what is known; out: XML and
// files. Who sends them and how is the page's around it (main.js with a network, offline/fill.js without).
import { Form } from "enketo-core";

import "./filling.css";
import { clockTime, shortDay, today } from "./days.js";
import { button, made, sign } from "./dom.js";
import { whenWiped } from "../offline/gone.js";
import { carriedOver, dropDraft, dropOld, readDraft, setAside, writeDraft } from "./drafts.js";
import { filesIn, keepFile } from "./files.js";
import { foldHeading } from "./heading.js";
import { label, nameButtons, tellWrong } from "./labelling.js";
import { leaveOut } from "./lines.js";
import { prepare, readNumbers } from "./preparing.js";
import { keepListing, listProblems } from "./problems.js";
import { watchProgress } from "./progress.js";

export const part = (name) => document.querySelector(`[data-filling="${name}"]`);
const KEPT_NOT = "เครื่องนี้เก็บร่างไม่ได้ โปรดส่งก่อนปิดหน้านี้";

let facts;
let form;
let view;
let draftWanted = 0;
let isClosed = false;
const heard = { changed: [], saving: [], saved: [], unsaved: [] };

// `changed`: an answer is another one; `saving`, `saved` (when), `unsaved` (why): how the draft is.
export const when = (name, act) => heard[name].push(act);
const tellAll = (name, ...given) => heard[name].forEach((act) => act(...given));

export async function openForm(given) {
  facts = given;
  const place = part("form");
  view = place.querySelector("form.or");
  prepare(view);
  const draft = facts.draft_key ? await readDraft(facts.draft_key).catch(() => null) : null;
  const isResumed = Boolean(draft && !draft.isAside);
  const instance = isResumed ? restored(draft) : await loaded();
  start(instance, isResumed);
  tellDraft(draft, instance);
  place.inert = false;
  delete place.dataset.loading;
  place.dispatchEvent(new CustomEvent("filling-ready", { bubbles: true }));
  dropOld().catch(() => {});
  if (facts.draft_key) whenWiped(facts.draft_key.split(":")[0], giveUp);
}

// After whatever was being written: that is gone too.
function giveUp() {
  close();
  dropDraft(facts.draft_key).catch(() => {});
}

function restored(draft) {
  for (const { name, blob } of draft.files) keepFile(name, blob);
  return draft.version === facts.version ? draft.xml : carriedOver(draft.xml, facts.model);
}

// The answers of a submission that is filled again, with its files.
async function loaded() {
  for (const { name, address } of facts.files ?? []) {
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) keepFile(name, await answer.blob());
  }
  return facts.instance || null;
}

// What is resumed names already which submission it replaces: enketo would put its own name in the place of that.
function start(instance, isResumed) {
  const submitted = Boolean(facts.replaces) && !isResumed;
  const data = { modelStr: facts.model, instanceStr: instance, submitted, external: [], session: facts.session };
  form = new Form(view, data, { language: facts.language || undefined });
  withoutInlineHandler(form.view.$);
  const errors = form.init();
  if (errors.length) console.warn(errors);
  if (instance) leaveOut(form, instance);
  label(view);
  nameButtons(view);
  foldHeading(form, view, facts);
  // After enketo has put its widgets into the new lines.
  view.addEventListener("addrepeat", ({ target }) =>
    setTimeout(() => {
      label(target);
      nameButtons(view);
    }),
  );
  readNumbers(view);
  tellWrong(view);
  keepListing(view, part("problems"));
  watchProgress(view, part("progress"));
  for (const name of ["dataupdate", "addrepeat", "removerepeat"]) view.addEventListener(name, keepSoon);
  markReturned();
}

// Enketo would write a handler into the form; the page's security policy forbids that, and says so in the console.
function withoutInlineHandler(wrapped) {
  const { attr } = wrapped;
  wrapped.attr = function (...given) {
    return given[0] === "onsubmit" ? this : attr.apply(this, given);
  };
  view.addEventListener("submit", (event) => event.preventDefault());
}

// “agreements[2]/what”: the second line of a repeat.
function markReturned() {
  const root = view.querySelector("[name^='/']")?.getAttribute("name").split("/")[1];
  for (const path of facts.marked ?? []) {
    const name = CSS.escape(`/${root}/${path.replace(/\[\d+\]/g, "")}`);
    const questions = [...new Set([...view.querySelectorAll(`[name="${name}"], [data-name="${name}"]`)].map((field) => field.closest(".question")))];
    const question = questions[(path.match(/\[(\d+)\]/g)?.at(-1).slice(1, -1) ?? 1) - 1] ?? questions[0];
    question?.classList.add("is-marked");
    question?.prepend(made("span", { class: "marked-said" }, sign("back"), "ผู้ตรวจขอให้แก้ไขข้อนี้"));
  }
}

// The draft

function keepSoon() {
  if (isClosed) return;
  tellAll("changed");
  if (!facts.draft_key || !form?.initialized) return;
  tellAll("saving");
  clearTimeout(draftWanted);
  draftWanted = setTimeout(keep, 250);
}

export async function keep() {
  clearTimeout(draftWanted);
  draftWanted = 0;
  if (isClosed || !facts.draft_key) return;
  const xml = form.getDataStr();
  try {
    await writeDraft({ key: facts.draft_key, version: facts.version, xml, files: filesIn(xml), at: Date.now(), isAside: false, ...facts.draft_facts?.() });
    // Answered meanwhile: that is not kept yet.
    if (!draftWanted) tellSaved(new Date());
  } catch (error) {
    part("saved").textContent = KEPT_NOT;
    tellAll("unsaved", error);
  }
}

function tellSaved(at) {
  part("saved").textContent = `บันทึกร่างแล้ว ${clockTime(at)}`;
  part("draft").replaceChildren();
  tellAll("saved", at);
}

function whenOf(at) {
  const moment = new Date(at);
  const day = `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, "0")}-${String(moment.getDate()).padStart(2, "0")}`;
  return `${day === today() ? "วันนี้" : shortDay(day)} ${clockTime(moment)}`;
}

function tellDraft(draft, instance) {
  if (!draft) return;
  const again = async (isAside) => {
    clearTimeout(draftWanted);
    await setAside(facts.draft_key, isAside);
    location.reload();
  };
  const isUsed = !draft.isAside && instance;
  const words = isUsed ? `กรอกต่อจากร่างที่บันทึกไว้ ${whenOf(draft.at)}` : `ทิ้งร่างที่บันทึกไว้ ${whenOf(draft.at)} แล้ว`;
  const older = isUsed && draft.version !== facts.version ? " ร่างนี้กรอกในฉบับก่อน โปรดตรวจทานก่อนส่ง" : "";
  const act = isUsed ? button("ทิ้งร่าง เริ่มใหม่", "trash", () => again(true), "bt-text") : button("เรียกคืน", "arrow-back-up", () => again(false), "bt-text");
  part("draft").replaceChildren(made("div", { class: "note", role: "status" }, made("p", {}, words + older), act));
  if (isUsed) tellAll("saved", new Date(draft.at));
}

// What is sent

export async function isFit() {
  document.activeElement?.blur?.();
  await form.validate();
  return !listProblems(view, part("problems"));
}

// With the moment of its end, without what is not asked.
export function completed() {
  view.dispatchEvent(new CustomEvent("before-save", { bubbles: true }));
  return form.getDataStr({ irrelevant: false });
}

export const nameAnew = () => form.model.getMetaNode("instanceID").setVal(form.model.evaluate('concat("uuid:", uuid())', "string"));

// On its way: nothing that happens on the page makes it a draft again, unless it comes back.
export function close(isAway = true) {
  clearTimeout(draftWanted);
  draftWanted = 0;
  isClosed = isAway;
}

export function tell(words, way = null) {
  const said = made("p", {}, words);
  // A question stands below the words; another way out beside them.
  const inside = way?.matches(".asked") ? [made("div", { class: "grow" }, said, way)] : [said, way];
  part("refused").replaceChildren(...(words ? [made("div", { class: "note note-late", role: "alert", tabindex: "-1" }, sign("late"), ...inside)] : []));
  part("refused").firstChild?.focus();
  part("refused").firstChild?.scrollIntoView({ block: "center" });
}

// What stands in a field that nobody has left yet is an answer too.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !form || !view.contains(document.activeElement)) return;
  document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
  if (draftWanted) keep();
});
// “Back” after sending would show the page as it was left, to be sent once more.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
window.addEventListener("pagehide", () => draftWanted && keep());
