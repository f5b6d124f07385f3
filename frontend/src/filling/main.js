// The page on which a form is filled while there is a network; what cannot be sent waits in the outbox, where a member fills it.
import { SENT, instanceOf, keyOf, putInOutbox, readItem } from "../offline/outbox.js";
import { fillAlone } from "../offline/registering.js";
import { whenTold } from "../offline/tabs.js";
import { clockTime } from "./days.js";
import { button, icon, made, sign } from "./dom.js";
import { dropDraft } from "./drafts.js";
import { filesIn } from "./files.js";
import { headingWords } from "./heading.js";
import { close, completed, isFit, keep, nameAnew, openForm, part, tell, when } from "./page.js";
import { NotSent, send } from "./sending.js";

const facts = JSON.parse(document.getElementById("filling-facts").textContent);
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

const NOT_KEPT = "ยังส่งไม่ได้ และเครื่องนี้เก็บคำตอบไว้ไม่ได้ โปรดอย่าปิดหน้านี้ แล้วกดส่งอีกครั้งเมื่อมีสัญญาณ";

let isSending = false;
// What was sent and not answered: sent again as it was, so that it is one submission whatever arrived.
let unanswered = null;
when("changed", () => (unanswered = null));
// Whether what is on the page is on the device too.
let isKept = true;
when("saved", () => (isKept = true));
when("unsaved", () => (isKept = false));

async function submit(event) {
  event.preventDefault();
  if (isSending || part("form").inert) return;
  isSending = true;
  tell("");
  try {
    if (await isFit()) await deliver();
  } finally {
    isSending = false;
    rest(false);
  }
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
    if (told.found) return showFound(told);
    close();
    location.assign(told.address);
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    if (!(error.isAway && (await leave(xml)))) tell(isKept ? error.message : NOT_KEPT, wayOut(error));
  }
}

// Without a network it waits on this device, and goes by itself.
async function leave(xml) {
  if (!facts.outbox) return false;
  close();
  try {
    await putInOutbox({ ...facts.outbox, words: headingWords(), version: facts.version, xml, files: filesIn(xml) }, facts.draft_key);
  } catch {
    close(false);
    return false;
  }
  tellLeft(keyOf(facts.outbox.person, instanceOf(xml)));
  return true;
}

function tellLeft(key) {
  part("form").inert = true;
  for (const pressed of document.querySelectorAll("[data-filling-send]")) pressed.hidden = true;
  const way = made("a", { href: `/${facts.outbox.office}/field/outbox/` }, "ดูรายการรอส่ง");
  const words = `ติดต่อระบบไม่ได้ จึงเก็บไว้ในรายการรอส่งของเครื่องนี้แล้ว ${clockTime(new Date())} เครื่องจะส่งเองเมื่อมีสัญญาณ`;
  part("refused").replaceChildren(made("div", { class: "note note-back", role: "status", tabindex: "-1", "data-field": "queued" }, icon("cloud-upload"), made("p", {}, words), way));
  part("refused").firstChild.focus();
  whenTold(async () => {
    const item = await readItem(key);
    if (item?.state === SENT) location.assign(item.address);
  });
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
  nameAnew();
  unanswered = null;
  return submit(event);
}

function rest(isBusy) {
  for (const pressed of document.querySelectorAll("[data-filling-send]")) {
    pressed.disabled = isBusy;
    pressed.lastElementChild.textContent = isBusy ? "กำลังส่ง" : facts.send_words;
  }
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

// As long as this page is open, a new edition of the app waits.
fillAlone(`${Date.now()}:${Math.random()}`);
openForm(facts).catch((error) => {
  console.error(error);
  tell("เปิดแบบฟอร์มไม่ได้ โปรดโหลดหน้านี้อีกครั้ง หากยังไม่ได้ โปรดแจ้งกลุ่มเจ้าของแบบฟอร์ม");
});
