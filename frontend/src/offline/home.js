// Field work on this device: drafts to go on with, and forms to fill.
import { shortDay, clockTime, today } from "../filling/days.js";
import { button, icon, made, sign } from "../filling/dom.js";
import { draftsOf, dropDraft } from "../filling/drafts.js";
import { counted, itemsOf } from "./outbox.js";
import { packagesOf } from "./packages.js";
import { inWords } from "./storage.js";

const DAYS = 7 * 86_400_000;

export async function showHome(who, place, said = "") {
  const [taken, drafts, items] = await Promise.all([packagesOf(who.person, who.office), draftsOf(who.person), itemsOf(who.person)]);
  const { waiting, refused } = counted(items);
  const begun = drafts.map((draft) => ofDraft(draft, taken, who.office)).filter(Boolean);
  begun.sort((one, other) => other.at - one.at);
  place.replaceChildren(
    ...(said ? [made("div", { class: "note note-back", role: "status" }, sign("late"), made("p", {}, said))] : []),
    ...(waiting + refused ? [outboxLine(who, waiting, refused)] : []),
    ...(begun.length ? [group("ร่างที่ยังไม่ส่ง", begun.map((one) => draftLine(one, who, () => showHome(who, place))))] : []),
    group("แบบฟอร์มในเครื่องนี้", taken.map((one) => formLine(one, who)), "ยังไม่ได้เตรียมแบบฟอร์มไว้ในเครื่องนี้ โปรดเตรียมก่อนออกพื้นที่ ขณะที่ยังมีสัญญาณ"),
    made("p", { class: "way-on" }, made("a", { class: "bt", href: `/${who.office}/field/` }, icon("download"), "เตรียมแบบฟอร์มเพิ่ม (ต้องมีสัญญาณ)")),
  );
}

// A draft's key: whose, office, form, which.
function ofDraft(draft, taken, office) {
  const [, at, form, which] = draft.key.split(":");
  const found = taken.find((one) => one.form === form);
  const isOpenable = at === office && found && (which === "fill" || which.startsWith("field-"));
  return isOpenable && !draft.isAside ? { key: draft.key, at: draft.at, which, name: found.name, title: found.title, words: draft.words } : null;
}

function group(title, lines, empty = "") {
  return made("section", { class: "sheet field-group" }, made("h2", {}, title), lines.length ? made("ul", { class: "field-lines" }, ...lines) : made("p", { class: "say quiet" }, empty));
}

function outboxLine(who, waiting, refused) {
  const words = [waiting ? `รอส่ง ${waiting} รายการ` : "", refused ? `ต้องตรวจสอบ ${refused} รายการ` : ""].filter(Boolean).join(" · ");
  return made("div", { class: `note field-note ${refused ? "note-back" : ""}` }, icon("cloud-upload"), made("p", {}, words), made("a", { href: `/${who.office}/field/outbox/` }, "ดูรายการ"));
}

export function whenWords(at) {
  const moment = new Date(at);
  const day = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
  return `${day === today() ? "วันนี้" : shortDay(day)} ${clockTime(moment)}`;
}

function draftLine({ key, at, which, name, title, words }, who, again) {
  const href = `/${who.office}/field/fill/?form=${encodeURIComponent(name)}&draft=${encodeURIComponent(which)}`;
  const drop = async () => {
    if (!window.confirm(`ลบร่าง “${words || title}” ออกจากเครื่องนี้ ร่างที่ลบแล้วเรียกคืนไม่ได้`)) return;
    await dropDraft(key);
    await again();
  };
  return made("li", {}, made("div", { class: "grow" }, made("b", {}, title), made("small", { class: "quiet" }, [words, `บันทึกร่าง ${whenWords(at)}`].filter(Boolean).join(" · "))), made("a", { class: "bt bt-soft", href }, "กรอกต่อ"), button("ลบร่าง", "trash", drop, "bt-text"));
}

function formLine({ name, title, number, size, taken_at: at, isOlder }, who) {
  const age = Date.now() - at > DAYS ? "เตรียมไว้เกิน 7 วัน โปรดเตรียมใหม่เมื่อมีสัญญาณ" : `เตรียมเมื่อ ${whenWords(at)}`;
  const facts = [`ฉบับที่ ${number}`, inWords(size), isOlder ? "มีฉบับใหม่แล้ว โปรดเตรียมใหม่เมื่อมีสัญญาณ" : age];
  return made("li", {}, made("div", { class: "grow" }, made("b", {}, title), made("small", { class: "quiet" }, facts.join(" · "))), made("a", { class: "bt bt-soft", href: `/${who.office}/field/fill/?form=${encodeURIComponent(name)}` }, icon("pencil"), "กรอก"));
}
