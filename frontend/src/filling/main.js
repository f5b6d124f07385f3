// The page on which a form is filled. In: the form's HTML and model and what is known; out: XML and files (sending.js).
import { Form } from "enketo-core";

import "./filling.css";
import { clockTime, shortDay, today } from "./days.js";
import { button, made, sign } from "./dom.js";
import { carriedOver, dropDraft, dropOld, readDraft, setAside, writeDraft } from "./drafts.js";
import { filesIn, keepFile } from "./files.js";
import { foldHeading } from "./heading.js";
import { label, nameButtons, tellWrong } from "./labelling.js";
import { leaveOut } from "./lines.js";
import { prepare, readNumbers } from "./preparing.js";
import { keepListing, listProblems } from "./problems.js";
import { watchProgress } from "./progress.js";
import { NotSent, send } from "./sending.js";

const part = (name) => document.querySelector(`[data-filling="${name}"]`);
const facts = JSON.parse(document.getElementById("filling-facts").textContent);
const place = part("form");
const view = place.querySelector("form.or");
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

let form;
let draftWanted = 0;
let isSending = false;
// What was sent and not answered: sent again as it was, so that it is one submission whatever arrived.
let unanswered = null;

async function begin() {
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
  view.addEventListener("dataupdate", keepSoon);
  for (const name of ["addrepeat", "removerepeat"]) view.addEventListener(name, keepSoon);
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
  unanswered = null;
  if (!facts.draft_key || !form?.initialized) return;
  clearTimeout(draftWanted);
  draftWanted = setTimeout(keep, 250);
}

async function keep() {
  clearTimeout(draftWanted);
  draftWanted = 0;
  const xml = form.getDataStr();
  try {
    await writeDraft({ key: facts.draft_key, version: facts.version, xml, files: filesIn(xml), at: Date.now(), isAside: false });
    part("saved").textContent = `บันทึกร่างแล้ว ${clockTime(new Date())}`;
    part("draft").replaceChildren();
  } catch {
    part("saved").textContent = "เครื่องนี้เก็บร่างไม่ได้ โปรดส่งก่อนปิดหน้านี้";
  }
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
}

// Sending

async function submit(event) {
  event.preventDefault();
  if (isSending || !form) return;
  isSending = true;
  tell("");
  try {
    document.activeElement?.blur?.();
    if (await isFit()) await deliver();
  } finally {
    isSending = false;
    rest(false);
  }
}

async function isFit() {
  await form.validate();
  return !listProblems(view, part("problems"));
}

async function deliver() {
  rest(true);
  if (facts.draft_key) await keep();
  const xml = unanswered ?? completed();
  unanswered = xml;
  try {
    const told = await send(facts.send_to, xml, filesIn(xml), token(), facts.fields);
    unanswered = null;
    if (facts.draft_key) await dropDraft(facts.draft_key).catch(() => {});
    view.removeEventListener("dataupdate", keepSoon);
    if (told.found) showFound(told);
    else location.assign(told.address);
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    tell(error.message, wayOut(error));
  }
}

function wayOut({ signIn, code, question }) {
  if (question) return asking(question);
  if (signIn) return made("a", { class: "bt bt-text", href: facts.sign_in, target: "_blank", rel: "noopener" }, "เข้าสู่ระบบ");
  // The same draft was sent from another window, with other answers.
  return code === "submission-duplicate" && !facts.replaces ? button("ส่งเป็นชุดใหม่", "send", sendAsNew, "bt-text") : null;
}

// Asked where very many answers come at once: what is typed goes with the same answers.
function asking({ words, token: asked }) {
  const field = made("input", { class: "in", id: "asked-answer", inputmode: "numeric", autocomplete: "off", "aria-describedby": "asked-hint" });
  const answer = (event) => {
    facts.fields = { ...facts.fields, question: asked, answer: field.value };
    return submit(event);
  };
  field.addEventListener("keydown", (event) => event.key === "Enter" && answer(event));
  const hint = made("p", { class: "small quiet", id: "asked-hint" }, "พิมพ์เป็นตัวเลข เช่น 12");
  return made("div", { class: "asked stack" }, made("div", { class: "field" }, made("label", { class: "label", for: "asked-answer" }, words), hint, field), button("ส่งอีกครั้ง", "send", answer, "bt-soft"));
}

function sendAsNew(event) {
  form.model.getMetaNode("instanceID").setVal(form.model.evaluate('concat("uuid:", uuid())', "string"));
  unanswered = null;
  return submit(event);
}

// With the moment of its end, without what is not asked.
function completed() {
  view.dispatchEvent(new CustomEvent("before-save", { bubbles: true }));
  return form.getDataStr({ irrelevant: false });
}

function rest(isBusy) {
  for (const pressed of document.querySelectorAll("[data-filling-send]")) {
    pressed.disabled = isBusy;
    pressed.lastElementChild.textContent = isBusy ? "กำลังส่ง" : facts.send_words;
  }
}

function tell(words, way = null) {
  const said = made("p", {}, words);
  // A question stands below the words; another way out beside them.
  const inside = way?.matches(".asked") ? [made("div", { class: "grow" }, said, way)] : [said, way];
  part("refused").replaceChildren(...(words ? [made("div", { class: "note note-late", role: "alert", tabindex: "-1" }, sign("late"), ...inside)] : []));
  part("refused").firstChild?.focus();
  part("refused").firstChild?.scrollIntoView({ block: "center" });
}

// A trial of a draft stores nothing: it says what the server would have said.
function showFound({ found }) {
  const lines = found.map(({ words }) => made("li", {}, words));
  const head = found.length ? `ระบบตรวจพบ ${found.length} ข้อที่ต้องตรวจสอบ` : "ระบบตรวจแล้ว ไม่พบข้อที่ต้องแก้ไข";
  const body = made("div", {}, made("p", {}, made("b", {}, head), " การทดลองนี้ไม่ถูกบันทึก"), lines.length ? made("ul", {}, ...lines) : null);
  part("refused").replaceChildren(made("div", { class: `note ${found.length ? "note-back" : "note-done"}`, role: "status", tabindex: "-1" }, sign(found.length ? "late" : "done"), body));
  part("refused").firstChild.focus();
}

for (const pressed of document.querySelectorAll("[data-filling-send]")) pressed.addEventListener("click", submit);
// What stands in a field that nobody has left yet is an answer too.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !form || !view.contains(document.activeElement)) return;
  document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
  if (draftWanted) keep();
});
// “Back” after sending would show the page as it was left, to be sent once more.
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
window.addEventListener("pagehide", () => draftWanted && keep());

begin().catch((error) => {
  console.error(error);
  tell("เปิดแบบฟอร์มไม่ได้ โปรดโหลดหน้านี้อีกครั้ง หากยังไม่ได้ โปรดแจ้งกลุ่มเจ้าของแบบฟอร์ม");
});

