// “เตรียมไปภาคสนาม”: what is chosen is taken along; what is here already is said beside each form.
//   <form data-field-prepare> with boxes named “form”, and [data-field-here="name"] beside each
import { button, icon, made, sign } from "../filling/dom.js";
import { whenWords } from "./home.js";
import { NotTakenError, packagesOf, putBack, takeAlong } from "./packages.js";
import { register } from "./registering.js";
import { askSession } from "./session.js";
import { askToKeep, inWords, storageState } from "./storage.js";
import { whenTold } from "./tabs.js";
import { tellDevice } from "./telling.js";

let form;
let who;

export async function startPreparing() {
  form = document.querySelector("[data-field-prepare]");
  if (!form) return;
  const { person, office } = document.body.dataset;
  who = { person, office };
  if (!window.indexedDB || !window.isSecureContext || !navigator.serviceWorker) return cannot();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
  });
  form.addEventListener("change", count);
  whenTold(({ signal, sending }) => signal === undefined && sending === undefined && show());
  await show();
  count();
  await showStorage();
}

function cannot() {
  say("เบราว์เซอร์นี้ทำงานโดยไม่มีสัญญาณไม่ได้ โปรดเปิดระบบด้วยที่อยู่ https:// ในเบราว์เซอร์รุ่นปัจจุบัน และไม่ใช่หน้าต่างส่วนตัว", "note-late");
  for (const part of form.elements) part.disabled = true;
}

const boxes = () => [...form.querySelectorAll("input[name=form]")];

function count() {
  const chosen = boxes().filter((box) => box.checked);
  const size = chosen.reduce((sum, box) => sum + Number(box.dataset.size), 0);
  const words = chosen.length ? `เตรียม ${chosen.length}\u00a0แบบฟอร์ม ประมาณ ${inWords(size)}` : "เลือกแบบฟอร์มที่จะนำไป";
  for (const pressed of document.querySelectorAll("[data-field-take]")) {
    pressed.disabled = !chosen.length;
    pressed.lastElementChild.textContent = words;
  }
}

async function show() {
  const here = new Map((await packagesOf(who.person, who.office)).map((one) => [one.name, one]));
  for (const place of form.querySelectorAll("[data-field-here]")) {
    const one = here.get(place.dataset.fieldHere);
    const isNewest = one && one.version === place.dataset.version;
    const drop = () => putBack(who.person, who.office, one.name);
    place.replaceChildren(...(one ? [made("span", { class: `st st-${isNewest ? "done" : "back"}` }, sign(isNewest ? "done" : "back"), made("span", {}, isNewest ? "อยู่ในเครื่องนี้" : "เป็นฉบับเก่า")), made("small", { class: "quiet" }, `${whenWords(one.taken_at)} · ${inWords(one.size)}`), button("นำออก", "trash", drop, "bt-text")] : []));
  }
}

async function take() {
  const chosen = boxes().filter((box) => box.checked);
  if (!chosen.length) return;
  for (const pressed of document.querySelectorAll("[data-field-take]")) pressed.disabled = true;
  const asked = askToKeep();
  const failed = [];
  for (const [at, box] of chosen.entries()) {
    say(`กำลังเตรียม ${at + 1} จาก ${chosen.length} แบบฟอร์ม`);
    try {
      await takeAlong(who.person, who.office, box.value);
      box.checked = false;
    } catch (error) {
      failed.push(`${box.dataset.title}: ${error instanceof NotTakenError ? error.message : "ขาดสัญญาณหรือพื้นที่ในเครื่องไม่พอ โปรดลองอีกครั้ง"}`);
    }
  }
  say("กำลังเตรียมหน้าจอที่ใช้โดยไม่มีสัญญาณ");
  const isReady = Boolean(await register());
  await tell(chosen.length - failed.length, failed, isReady, await asked);
  count();
}

async function tell(done, failed, isReady, isKept, isBack = false) {
  const session = await askSession(who.office);
  const told = session.kind === "in" ? await tellDevice(session, { isBack }).catch(() => null) : null;
  if (told?.code === "device-refused") return tellRefused(told.message);
  if (isBack && !told?.editions) return tellRefused("ยังแจ้งระบบไม่ได้ โปรดตรวจสัญญาณแล้วกดอีกครั้ง");
  if (!isReady) return say("เตรียมหน้าจอที่ใช้โดยไม่มีสัญญาณไม่สำเร็จ โปรดตรวจสัญญาณแล้วกดเตรียมอีกครั้ง", "note-late");
  if (failed.length) return say(`เตรียมแล้ว ${done} แบบฟอร์ม ยังไม่ได้ ${failed.length} แบบฟอร์ม`, "note-late", failed);
  say(`${done ? `เตรียมแล้ว ${done} แบบฟอร์ม ` : ""}พร้อมใช้โดยไม่มีสัญญาณ`, "note-done", isKept ? [] : ["เบราว์เซอร์ยังไม่รับรองว่าจะเก็บไว้เมื่อพื้นที่ในเครื่องใกล้เต็ม โปรดเพิ่มหน้านี้ไว้ที่หน้าจอหลัก และส่งงานเมื่อมีสัญญาณโดยเร็ว"]);
  return showStorage();
}

// Revoked or reported lost, and in its owner's hands again: it goes on as what it was. Its page says the same.
function tellRefused(words) {
  say(`เตรียมไว้ในเครื่องแล้ว แต่จะส่งไม่ได้ ${words}`, "note-late");
  const again = () => tell(0, [], true, true, true);
  document.querySelector("[data-field-said] .note > div").append(button("ใช้เบราว์เซอร์นี้ต่อ", "check", again, "bt-soft"));
}

function say(words, kind = "", lines = []) {
  const body = made("div", {}, made("p", {}, words), lines.length ? made("ul", {}, ...lines.map((line) => made("li", {}, line))) : null);
  const mark = { "note-done": sign("done"), "note-late": sign("late") }[kind] ?? icon("info-circle");
  document.querySelector("[data-field-said]").replaceChildren(made("div", { class: `note ${kind}` }, mark, body));
}

async function showStorage() {
  const { left, used, isLittle } = await storageState();
  const place = document.querySelector("[data-field-room]");
  if (left === null) return;
  place.textContent = `งานในเครื่องนี้ใช้พื้นที่ ${inWords(used)} เหลือ ${inWords(left)}${isLittle ? " พื้นที่เหลือน้อย โปรดลบสิ่งที่ไม่ใช้ในเครื่องก่อนออกพื้นที่" : ""}`;
  place.classList.toggle("warned", isLittle);
}
