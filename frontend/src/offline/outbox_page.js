// The outbox: what waits, why something was not taken, what has come and under which number; as a file for another device.
import { button, icon, made, sign } from "../filling/dom.js";
import { saved, load, UnreadFileError } from "./file.js";
import { sendNow } from "./driver.js";
import { APART } from "./flush.js";
import { whenWords } from "./home.js";
import { REFUSED, SENT, WAITING, dropItem, itemsOf, tryAgain } from "./outbox.js";
import { inWords, storageState } from "./storage.js";
import { whenTold } from "./tabs.js";

let who;
let place;
let list;
let said;

export async function showOutbox(given, at) {
  [who, place] = [given, at];
  list = made("div");
  said = made("div", { class: "notices", role: "status" });
  const input = made("input", { type: "file", hidden: true, onchange: () => bring(input) });
  const acts = made("div", { class: "acts-row field-acts" }, sendButton(), button("บันทึกรายการรอส่งเป็นไฟล์", "download", saveFile), button("นำเข้าจากไฟล์", "upload", () => input.click()), input);
  place.replaceChildren(said, list, acts, made("div", { "data-field-storage": "" }));
  whenTold(() => draw());
  await draw();
  await tellQueued();
  await showStorage(place.lastChild);
}

function sendButton() {
  const pressed = button("ส่งตอนนี้", "send", sendAll, "bt-soft");
  pressed.dataset.field = "send-now";
  return pressed;
}

// Just put here, from the page where it was filled.
async function tellQueued() {
  const asked = new URLSearchParams(location.search).get("item");
  const item = asked && (await itemsOf(who.person)).find(({ instance, state }) => instance === asked && state === WAITING);
  if (!item) return;
  tell("เก็บไว้ในรายการรอส่งของเครื่องนี้แล้ว ปิดหน้านี้ได้ ระบบจะส่งเองเมื่อมีสัญญาณ", "note-done");
  Object.assign(said.firstChild.dataset, { field: "queued", instance: asked });
}

async function draw() {
  const items = (await itemsOf(who.person)).reverse();
  const open = items.filter(({ state }) => state !== SENT);
  const gone = items.filter(({ state }) => state === SENT);
  const asked = new URLSearchParams(location.search).get("item");
  const focused = document.activeElement?.closest?.("[data-instance]")?.dataset.instance;
  list.replaceChildren(
    section("รอส่ง", open.map((item) => lineOf(item, asked)), "ไม่มีรายการรอส่ง"),
    ...(gone.length ? [section("ส่งแล้วจากเครื่องนี้", gone.map((item) => lineOf(item, asked)))] : []),
  );
  if (said.firstChild?.dataset.field === "queued" && !open.some(({ instance }) => instance === asked)) tell("");
  if (focused) list.querySelector(`[data-instance="${CSS.escape(focused)}"] :is(button, a)`)?.focus();
}

const section = (title, lines, empty = "") => made("section", { class: "sheet field-group" }, made("h2", {}, title), lines.length ? made("ul", { class: "field-lines" }, ...lines) : made("p", { class: "say quiet" }, empty));

function lineOf(item, asked) {
  const size = item.files.reduce((sum, { blob }) => sum + blob.size, 0);
  const files = item.files.length ? `ไฟล์ ${item.files.length} รายการ ${inWords(size)}` : "";
  const facts = [item.words, `ลงชื่อ ${whenWords(item.filled_at)}`, files].filter(Boolean).join(" · ");
  const body = made("div", { class: "grow" }, made("b", {}, item.title), made("small", { class: "quiet" }, facts), stateOf(item));
  return made("li", { "data-instance": item.instance, "data-state": item.state, class: item.instance === asked ? "is-asked" : null }, body, ...waysOf(item));
}

function stateOf(item) {
  if (item.state === SENT) return made("p", { class: "st-line" }, sign("done"), made("span", {}, "ส่งเข้าระบบแล้ว เลขอ้างอิง ", made("b", { class: "nw" }, item.reference), ` เมื่อ ${whenWords(item.sent_at)}`));
  if (item.state === REFUSED) return made("p", { class: "st-line hurt-line" }, sign("late"), made("span", { "data-field": "refusal" }, item.refusal));
  const next = item.tries && item.next_at > Date.now() ? ` ระบบจะลองอีกครั้งเอง ${whenWords(item.next_at)}` : "";
  if (item.hindrance) return made("p", { class: "st-line" }, sign("late"), made("span", { "data-field": "hindrance" }, `ยังส่งรายการนี้ไม่ได้ ${item.hindrance}${next}`));
  return made("p", { class: "st-line" }, sign("wait"), made("span", {}, `รอส่ง จะส่งเองเมื่อมีสัญญาณ${next}`));
}

function waysOf(item) {
  if (item.state === SENT) return [made("a", { class: "bt bt-text", href: item.address }, "ดูข้อมูลที่ส่ง")];
  const isThere = item.code === APART;
  const drop = async () => {
    if (isThere && !window.confirm(`นำ “${item.title}” ออกจากเครื่องนี้ ระบบเก็บคำตอบไว้แล้ว แต่ไฟล์ในเครื่องนี้ที่ระบบรับไม่ได้จะหายไป`)) return;
    if (isThere || window.confirm(`ลบ “${item.title} ${item.words ?? ""}” ออกจากเครื่องนี้ทั้งที่ยังไม่ได้ส่งครบ คำตอบและไฟล์ที่ลบแล้วเรียกคืนไม่ได้`)) await dropItem(item.key);
  };
  const again = async () => {
    await tryAgain(item.key);
    await sendNow({ all: true });
  };
  if (isThere) return [made("a", { class: "bt bt-soft", href: item.address }, "ดูข้อมูลที่ไม่ตรงกัน"), button("นำออกจากเครื่องนี้", "x", drop, "bt-text")];
  return item.state === REFUSED ? [button("ลองส่งอีกครั้ง", "send", again, "bt-soft"), button("ลบ", "trash", drop, "bt-text bt-stop")] : [];
}

async function sendAll() {
  tell("กำลังตรวจสัญญาณและส่งรายการที่รอ");
  await sendNow({ all: true });
  const waiting = (await itemsOf(who.person)).filter(({ state }) => state === WAITING).length;
  tell(waiting ? `ยังส่งไม่ครบ เหลือ ${waiting} รายการ เครื่องจะส่งต่อเองเมื่อมีสัญญาณ` : "ไม่มีรายการที่รอส่งแล้ว");
}

function tell(words, kind = "") {
  said.replaceChildren(...(words ? [made("div", { class: `note ${kind}` }, icon("info-circle"), made("p", {}, words))] : []));
}

async function saveFile() {
  const { blob, count } = await saved(who);
  if (!count) return tell("ไม่มีรายการรอส่งให้บันทึก");
  const address = URL.createObjectURL(blob);
  const link = made("a", { href: address, download: `nithet-outbox-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.nithet` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return tell(`บันทึก ${count} รายการเป็นไฟล์แล้ว ไฟล์มีข้อมูลส่วนบุคคล โปรดเก็บเป็นความลับ และลบเมื่อส่งครบ รายการในเครื่องนี้ยังอยู่ครบ`);
}

async function bring(input) {
  const [file] = input.files;
  if (!file) return;
  try {
    const { added, known } = await load(file, who);
    tell(`นำเข้า ${added} รายการ${known ? ` มีอยู่แล้วในเครื่องนี้ ${known} รายการ` : ""}`, "note-done");
  } catch (error) {
    tell(error instanceof UnreadFileError ? error.message : "นำเข้าไม่ได้ พื้นที่ในเครื่องอาจเต็ม โปรดตรวจสอบแล้วลองอีกครั้ง", "note-late");
  }
  input.value = "";
}

async function showStorage(at) {
  const { isKept, isLittle, left } = await storageState();
  const lines = [];
  if (!isKept) lines.push("เบราว์เซอร์ยังไม่รับรองว่าจะเก็บข้อมูลของหน้านี้ไว้เมื่อพื้นที่ในเครื่องใกล้เต็ม โปรดส่งเมื่อมีสัญญาณโดยเร็ว หรือบันทึกรายการรอส่งเป็นไฟล์");
  if (isLittle) lines.push(`พื้นที่สำหรับเก็บงานในเครื่องนี้เหลือ ${inWords(left)} โปรดลบสิ่งที่ไม่ใช้ในเครื่องก่อนถ่ายภาพเพิ่ม`);
  at.replaceChildren(...lines.map((words) => made("div", { class: "note note-back" }, sign("late"), made("p", {}, words))));
}
