// What a screen reader says of a question: its label alone as the name, hint and message as what describes it.
import { freshId, labelOf } from "./dom.js";

const MESSAGES = ".or-hint, .or-constraint-msg, .or-required-msg, .day-said, .number-said, .place-said";
const FIELDS = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not(.attach-file):not(.hide), select, textarea, canvas";

export function label(root) {
  const questions = root.matches?.(".question") ? [root] : root.querySelectorAll(".question");
  for (const question of questions) labelQuestion(question);
  for (const block of root.querySelectorAll(".or-repeat, .or-group")) nameBlock(block);
}

function labelQuestion(question) {
  question.id = freshId("q");
  const words = question.querySelector(".question-label.active") ?? question.querySelector(".question-label");
  if (words) words.id = freshId("label");
  const described = [...question.querySelectorAll(MESSAGES)].map((part) => (part.id = freshId("said"))).join(" ");
  if (question.matches("label")) pointTo(question);
  const list = question.querySelector(":scope > fieldset");
  if (list) {
    question.setAttribute("role", "none");
    if (list.querySelector("input[type=radio]")) list.setAttribute("role", "radiogroup");
    if (described) list.setAttribute("aria-describedby", described);
  }
  for (const field of question.querySelectorAll(FIELDS)) {
    if (words && !field.hasAttribute("aria-label")) field.setAttribute("aria-labelledby", words.id);
    if (described) field.setAttribute("aria-describedby", described);
    if (field.dataset.required || question.querySelector("[data-required='true()']")) field.setAttribute("aria-required", "true");
  }
}

// A label belongs to the field that is seen, not to the one behind it; where there is none, pressing it presses nothing.
function pointTo(question) {
  const field = [...question.querySelectorAll(FIELDS)].find((one) => one.matches("input, select, textarea"));
  if (field) field.id ||= freshId("field");
  question.htmlFor = field?.id ?? "";
}

function nameBlock(block) {
  const head = block.querySelector(":scope > h4 .question-label, :scope > .repeat-number");
  if (!head?.textContent.trim()) return;
  head.id = freshId("block");
  block.setAttribute("role", "group");
  block.setAttribute("aria-labelledby", head.id);
}

// Enketo adds its buttons without words.
export function nameButtons(form) {
  for (const add of form.querySelectorAll(".add-repeat-btn:not(.bt)")) {
    const block = labelOf(add.closest(".or-group"));
    add.className = "add-repeat-btn bt bt-soft";
    add.textContent = `เพิ่ม${block ? ` ${block}` : "รายการ"}`;
  }
  for (const remove of form.querySelectorAll(".repeat-buttons .remove:not(.bt)")) {
    remove.className = "remove bt bt-text";
    remove.textContent = "นำรายการนี้ออก";
  }
  for (const number of form.querySelectorAll(".repeat-number")) number.dataset.words = "รายการที่";
  for (const reset of form.querySelectorAll(".btn-reset:not([data-named])")) {
    reset.dataset.named = "";
    reset.setAttribute("aria-label", "ล้างคำตอบ");
    reset.title = "ล้างคำตอบ";
  }
}

const WRONG = ["invalid-required", "invalid-constraint", "invalid-value", "invalid-relevant"];
export const isWrong = (question) => Boolean(question && !question.closest(".disabled") && WRONG.some((name) => question.classList.contains(name)));

// Fields of a question that is marked say so.
export function tellWrong(form) {
  const mark = (question) => {
    for (const field of question.querySelectorAll(`${FIELDS}, [role=radiogroup], input[type=checkbox]`)) {
      if (isWrong(question)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  };
  const observer = new MutationObserver((changes) => {
    const questions = new Set(changes.map(({ target }) => target).filter((target) => target.classList.contains("question")));
    for (const question of questions) mark(question);
  });
  observer.observe(form, { subtree: true, attributes: true, attributeFilter: ["class"] });
}
