// What holds a form back, listed on top; each line leads to its question.
import { labelOf, made, sign } from "./dom.js";
import { isWrong } from "./labelling.js";

function message(question) {
  if (question.classList.contains("invalid-value")) return question.querySelector(".day-said:not([hidden]), .number-said:not([hidden]), .place-said.wrong")?.textContent || "คำตอบนี้อ่านไม่ได้ โปรดแก้ไข";
  if (question.classList.contains("invalid-required")) return question.querySelector(".or-required-msg")?.textContent || "โปรดตอบข้อนี้";
  return question.querySelector(".or-constraint-msg")?.textContent || "คำตอบนี้ไม่อยู่ในเกณฑ์ที่กำหนด โปรดตรวจสอบ";
}

function lineOf(question) {
  const repeat = question.closest(".or-repeat");
  const number = repeat && [...repeat.parentElement.querySelectorAll(":scope > .or-repeat")].indexOf(repeat) + 1;
  const place = number ? ` (รายการที่ ${number})` : "";
  const go = (event) => {
    event.preventDefault();
    toQuestion(question);
  };
  const item = question.closest(".dual")?.querySelector(":scope > h4");
  const label = [item?.textContent.trim(), labelOf(question)].filter(Boolean).join(" – ");
  return made("li", { "data-question": question.id }, made("a", { href: `#${question.id}`, onclick: go }, `${label || "คำถาม"}${place}`), `: ${message(question)}`);
}

export function toQuestion(question) {
  const field = question.querySelector("input:not(.hide):not(.attach-file):not([type=hidden]):not([readonly]), select, textarea, button");
  question.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}

const questionsWrong = (form) => [...form.querySelectorAll(".question")].filter(isWrong);

export function listProblems(form, place) {
  const wrong = questionsWrong(form);
  if (!wrong.length) return clear(place);
  const head = made("p", {}, made("b", {}, `ยังส่งไม่ได้ โปรดแก้ไข ${wrong.length} ข้อ`));
  place.replaceChildren(made("div", { class: "note note-late errors", role: "alert", tabindex: "-1" }, sign("late"), made("div", {}, head, made("ul", {}, ...wrong.map(lineOf)))));
  place.firstChild.focus();
  place.firstChild.scrollIntoView({ block: "start" });
  return wrong.length;
}

// What is mended stays in its line, marked, so that nothing moves under a finger; the list never takes the focus again.
export function keepListing(form, place) {
  form.addEventListener("xforms-value-changed", () => {
    if (!place.firstChild) return;
    for (const line of place.querySelectorAll("li")) line.classList.toggle("is-mended", !isWrong(document.getElementById(line.dataset.question)));
    const left = place.querySelectorAll("li:not(.is-mended)").length;
    place.firstChild.className = `note ${left ? "note-late" : "note-done"} errors`;
    place.querySelector(".sg").replaceWith(sign(left ? "late" : "done"));
    place.querySelector("b").textContent = left ? `ยังส่งไม่ได้ โปรดแก้ไข ${left} ข้อ` : "แก้ไขครบแล้ว ส่งได้";
  });
}

function clear(place) {
  place.replaceChildren();
  return 0;
}
