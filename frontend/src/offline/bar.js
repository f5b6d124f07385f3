// The fixed bar: signal, what is kept on this device and since when, what waits to be sent. It says only what is known to be so.
import { clockTime, shortDay, today } from "../filling/days.js";
import { icon, made } from "../filling/dom.js";
import { isFull } from "./base.js";
import { LOCK } from "./flush.js";
import { counted, itemsOf } from "./outbox.js";
import { AWAY, BUSY, CLOCK_OFF, IN, OUT, lastSignal } from "./session.js";
import { storageState } from "./storage.js";
import { whenTold } from "./tabs.js";

const SIGNAL = {
  [IN]: ["มีสัญญาณ", "cloud-check"],
  [AWAY]: ["ไม่มีสัญญาณ", "cloud-off"],
  [OUT]: ["ยังไม่ได้เข้าสู่ระบบ", "lock"],
  [BUSY]: ["ระบบยังไม่พร้อมรับข้อมูล", "cloud-off"],
  "": ["กำลังตรวจสัญญาณ", "clock"],
};
const KNOWN_FOR = 90_000;

let bar;
let whoseWork;
let isQuiet;
let kept = "";
let sending = null;
let isLittle = false;
let drawing = false;
let isWanted = false;

// `quiet`: shown only while something waits.
export function showBar(whose, { quiet = false } = {}) {
  bar = document.querySelector("[data-field-bar]");
  if (!bar) return;
  [whoseWork, isQuiet] = [whose, quiet];
  bar.replaceChildren(made("span", { class: "field-bar-sign" }), made("span", { class: "field-bar-words", role: "status", "data-field": "waiting" }), made("span", { class: "field-bar-way" }));
  whenTold((told) => {
    if ("sending" in told) sending = told.sending ? told : null;
    redraw();
  });
  for (const name of ["online", "offline"]) addEventListener(name, redraw);
  document.addEventListener("visibilitychange", redraw);
  setInterval(redraw, 15_000);
  redraw();
  if (!quiet) tellRoom();
}

async function tellRoom() {
  isLittle = (await storageState().catch(() => ({}))).isLittle ?? false;
  if (isLittle) redraw();
}

// How the draft on the page is.
export function tellKept({ saving = false, at = null, error = null }) {
  if (error) kept = isFull(error) ? "เครื่องนี้เต็ม ยังไม่ได้บันทึก" : "ยังบันทึกในเครื่องนี้ไม่ได้";
  else if (saving) kept = "กำลังบันทึกในเครื่องนี้";
  else if (at) kept = `บันทึกไว้ในเครื่องนี้แล้ว ${whenSaved(at)}`;
  redraw();
}

function whenSaved(at) {
  const time = clockTime(at).replace(" ", "\u00a0");
  const day = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
  return day === today() ? time : `${shortDay(day).replaceAll(" ", "\u00a0")} ${time}`;
}

async function redraw() {
  if (!bar) return;
  if (drawing) {
    isWanted = true;
    return;
  }
  drawing = true;
  try {
    do {
      isWanted = false;
      await draw();
    } while (isWanted);
  } finally {
    drawing = false;
  }
}

async function draw() {
  const who = await whoseWork();
  const { waiting, refused } = who ? counted(await itemsOf(who.person)) : { waiting: 0, refused: 0 };
  const { kind, ahead } = await signalNow();
  const isFlushing = ((await navigator.locks?.query?.())?.held ?? []).some(({ name }) => name === LOCK);
  document.documentElement.dataset.flushing = isFlushing ? "1" : "";
  if (!isFlushing) sending = null;
  const [signal, sign] = SIGNAL[kind] ?? SIGNAL[""];
  const parts = [sending && kind !== AWAY ? `กำลังส่ง ${sending.sending} จาก ${sending.of}\u00a0รายการ` : signal, kept];
  if (waiting) parts.push(`รอส่ง\u00a0${waiting}\u00a0รายการ`);
  if (isLittle) parts.push("พื้นที่ในเครื่องเหลือน้อย");
  if (refused) parts.push(`ต้องตรวจสอบ\u00a0${refused}\u00a0รายการ`);
  if (Math.abs(ahead) > CLOCK_OFF) parts.push("นาฬิกาของเครื่องนี้ไม่ตรง โปรดตั้งให้ตรง");
  Object.assign(bar.dataset, { signal: kind, waiting, refused });
  bar.hidden = isQuiet && !waiting && !refused;
  const words = parts.filter(Boolean).join(" · ");
  const [signPlace, wordsPlace, wayPlace] = bar.children;
  wordsPlace.dataset.count = waiting + refused;
  if (wordsPlace.textContent !== words) {
    wordsPlace.textContent = words;
    signPlace.replaceChildren(icon(sign));
  }
  drawWay(wayPlace, who, kind, waiting + refused);
}

function drawWay(place, who, kind, count) {
  const [words, href] = kind === OUT ? ["เข้าสู่ระบบ", `/accounts/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`] : who && count ? ["ดูรายการ", `/${who.office}/field/outbox/`] : [];
  if (place.textContent === (words ?? "")) return;
  place.replaceChildren(...(words && href !== location.pathname ? [made("a", { href }, words)] : []));
}

// What was learnt some time ago is not known any more.
async function signalNow() {
  const found = await lastSignal();
  if (!navigator.onLine) return { kind: AWAY, ahead: found.ahead };
  const age = Date.now() - found.at;
  return age < 0 || age > KNOWN_FOR ? { kind: isQuiet ? found.kind : "", ahead: found.ahead } : found;
}
