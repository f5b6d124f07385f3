// A form filled without a network: as on the page with one, but what is signed goes into the outbox.
import { countedFiles, filesIn } from "../filling/files.js";
import { button, icon, made, sign } from "../filling/dom.js";
import { close, completed, isFit, keep, nameAnew, openForm, part, tell, when } from "../filling/page.js";
import { headingWords } from "../filling/heading.js";
import { toQuestion } from "../filling/problems.js";
import { tellKept } from "./bar.js";
import { isFull } from "./base.js";
import { asOfToday } from "./heading.js";
import { TakenError, instanceOf, putInOutbox } from "./outbox.js";
import { drawn, packageNamed } from "./packages.js";
import { fillAlone } from "./registering.js";

const acts = (name) => document.querySelectorAll(`[data-field-act="${name}"]`);
const NO_ROOM = "พื้นที่ในเครื่องนี้เต็ม จึงยังเก็บแบบฟอร์มนี้เข้ารายการรอส่งไม่ได้ โปรดลบสิ่งที่ไม่ใช้ในเครื่อง แล้วกดอีกครั้ง คำตอบยังอยู่บนหน้านี้";

let who;
let taken;
let draftKey;

export async function fillForm(given, name, draft) {
  who = given;
  taken = await packageNamed(who.person, who.office, name);
  if (!taken) return "";
  draftKey = `${who.person}:${who.office}:${taken.form}:${draft}`;
  if (!(await fillAlone(draftKey))) return tellOpen();
  part("form").innerHTML = drawn(taken);
  const { heading, model, semesters } = taken.facts;
  when("saving", () => tellKept({ saving: true }));
  when("saved", (at) => tellKept({ at }));
  when("unsaved", (error) => tellKept({ error }));
  when("changed", () => review(false));
  const facts = {
    ...taken.facts,
    model: asOfToday(model, semesters),
    heading: heading && { ...heading, words: "" },
    draft_key: draftKey,
    draft_facts: () => ({ form: taken.name, title: taken.title, words: headingWords() }),
  };
  await openForm(facts);
  offerActs();
  return taken.title;
}

function tellOpen() {
  document.querySelector("[data-field='filling']").replaceChildren(made("div", { class: "note note-back" }, sign("late"), made("p", {}, "ร่างนี้เปิดอยู่ในอีกหน้าต่างหนึ่งของเครื่องนี้ โปรดกรอกต่อที่หน้าต่างนั้น หรือปิดหน้าต่างนั้นก่อนแล้วโหลดหน้านี้ใหม่")));
  for (const name of ["draft", "review", "edit", "send"]) for (const pressed of acts(name)) pressed.hidden = true;
  return taken.title;
}


function offerActs() {
  const does = { draft: () => keepDraft(), review: () => check(), edit: () => review(false), send: () => leave() };
  for (const [name, act] of Object.entries(does)) for (const pressed of acts(name)) pressed.addEventListener("click", act);
  review(false);
}

async function keepDraft() {
  document.activeElement?.blur?.();
  await keep();
  const said = part("kept");
  said.textContent = "บันทึกร่างแล้ว กรอกต่อได้ที่ งานภาคสนาม";
}

async function check() {
  tell("");
  document.activeElement?.blur?.();
  if (await isFit()) review(true);
}

// Read over once more, as it will be sent; what is changed then has to be read over again.
function review(isOn) {
  const page = document.querySelector("[data-field='filling']");
  if (page.classList.contains("is-reviewed") === isOn && isOn) return;
  page.classList.toggle("is-reviewed", isOn);
  part("form").inert = isOn;
  for (const [name, shown] of [["draft", !isOn], ["review", !isOn], ["edit", isOn], ["send", isOn]]) for (const pressed of acts(name)) pressed.hidden = !shown;
  part("review").replaceChildren(...(isOn ? [summary()] : []));
  part("review").firstChild?.focus();
}

function summary() {
  const unsigned = [...part("form").querySelectorAll(".question.or-appearance-signature:not(.disabled)")].filter((question) => !question.querySelector("input[data-attachment]").value);
  const files = countedFiles();
  const lines = [headingWords(), part("progress").querySelector("[data-words]").textContent, files ? `ภาพและไฟล์ ${files} รายการ เก็บในเครื่องนี้ ยังไม่ส่ง` : "", `ผู้กรอก ${who.name}`];
  const body = made("div", {}, made("h2", {}, "ตรวจทานและลงชื่อ"), ...lines.filter(Boolean).map((line) => made("p", {}, line)));
  if (unsigned.length) {
    const go = () => {
      review(false);
      toQuestion(unsigned[0]);
    };
    body.append(made("p", { class: "warned" }, "ยังไม่ได้ลงลายมือชื่อ"), button("ลงลายมือชื่อ", "signature", go, "bt-soft"));
  }
  body.append(made("p", { class: "small quiet" }, "โปรดอ่านคำตอบด้านบนอีกครั้ง เมื่อกดส่ง แบบฟอร์มจะรอในเครื่องนี้ และส่งเองเมื่อมีสัญญาณ"));
  return made("div", { class: "note note-done", tabindex: "-1" }, icon("signature"), body);
}

async function leave() {
  for (const pressed of acts("send")) pressed.disabled = true;
  try {
    await keep();
    // The moment of its end is no change that would have to be read over again.
    close();
    const xml = completed();
    await putInOutbox({ person: who.person, name: who.name, office: who.office, form: taken.name, title: taken.title, words: headingWords(), version: taken.version, xml, files: filesIn(xml) }, draftKey);
    location.assign(`/${who.office}/field/outbox/?item=${encodeURIComponent(instanceOf(xml))}`);
  } catch (error) {
    close(false);
    if (error instanceof TakenError) return tell("แบบฟอร์มชุดนี้อยู่ในรายการรอส่งหรือส่งแล้วจากหน้าต่างอื่น ด้วยคำตอบที่ต่างกัน", button("ส่งเป็นชุดใหม่", "send", () => sendAsNew(), "bt-text"));
    tell(isFull(error) ? NO_ROOM : "ยังเก็บแบบฟอร์มนี้เข้ารายการรอส่งไม่ได้ คำตอบยังอยู่บนหน้านี้ โปรดกดอีกครั้ง");
  } finally {
    for (const pressed of acts("send")) pressed.disabled = false;
  }
}

function sendAsNew() {
  nameAnew();
  tell("");
  return leave();
}
