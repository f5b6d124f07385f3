// What is changed of a form before enketo reads it: fields that browsers draw in their own way become plain ones.
import { toArabic } from "./days.js";

const DRAWN = ".or-appearance-draw, .or-appearance-signature, .or-appearance-annotate";

export function prepare(form) {
  // One long page: nothing that is asked is out of sight, and all is checked at once.
  form.classList.remove("pages");
  for (const words of form.querySelectorAll('input[value="OK"] ~ .option-label')) if (words.textContent.trim() === "OK") words.textContent = "รับทราบ";
  for (const field of form.querySelectorAll('input[type="file"]')) asText(field);
  for (const field of form.querySelectorAll('input[type="number"]')) if (!isRange(field)) asNumberText(field);
  for (const rated of form.querySelectorAll(".or-appearance-rating")) rated.classList.remove("or-appearance-rating");
  for (const none of form.querySelectorAll("select > option[value='']")) none.textContent = "เลือก";
  for (const message of form.querySelectorAll(".or-required-msg[data-i18n]")) message.textContent = "โปรดตอบข้อนี้";
  for (const group of form.querySelectorAll(".or-group, .or-group-data")) if (isDual(group)) group.classList.add("dual");
  for (const shown of form.querySelectorAll('input[readonly][type="text"], textarea[readonly]')) markNote(shown);
  for (const shown of form.querySelectorAll("select[readonly]")) shown.setAttribute("aria-readonly", "true");
  form.addEventListener("keydown", (event) => event.key !== "Tab" && event.target.matches("select[readonly]") && event.preventDefault(), true);
}

// Actual and desired of one item stand beside each other where there is room.
function isDual(group) {
  const questions = [...group.children].filter((part) => part.matches(".question"));
  return questions.length === 2 && questions.every((question) => question.matches(".or-appearance-likert")) && !group.querySelector(".or-group, .or-repeat");
}

// Enketo would read the chosen file itself; ours is kept by its name, and the answer is that name.
function asText(field) {
  field.dataset.attachment = field.closest(DRAWN) ? "drawing" : "file";
  field.dataset.accept = field.getAttribute("accept") === "application/*" ? "" : (field.getAttribute("accept") ?? "");
  field.type = "text";
  field.classList.add("hide");
}

const isRange = (field) => ["min", "max", "step"].every((name) => field.hasAttribute(name));

// A number field of a browser takes no Thai digits and loses what it cannot read.
function asNumberText(field) {
  field.type = "text";
  field.inputMode = field.dataset.typeXml === "int" ? "numeric" : "decimal";
  field.autocomplete = "off";
  field.dataset.number = field.dataset.typeXml;
}

// A text that is only shown; a figure of the system that is not known yet keeps its field.
function markNote(field) {
  const isText = (field.dataset.typeXml ?? "string") === "string" && !field.dataset.calculate && !field.dataset.number && !field.name.includes("/known/");
  if (isText) field.closest(".question")?.classList.add("is-note");
}

// Thai digits and commas are taken; what is no number stays to be mended and is told at the field.
export function readNumbers(form) {
  form.addEventListener("change", (event) => event.target.dataset?.number && readNumber(event.target), true);
}

function readNumber(field) {
  const plain = toArabic(field.value).replace(/[,\s]/g, "").replace(/^\+/, "").replace(/[−–]/g, "-");
  const isWhole = field.dataset.number === "int";
  const isFit = !plain || (isWhole ? /^-?\d{1,9}$/ : /^-?(\d+\.?\d*|\.\d+)$/).test(plain);
  const question = field.closest(".question");
  question.classList.toggle("invalid-value", !isFit);
  let said = question.querySelector(".number-said");
  if (!said && !isFit) {
    said = document.createElement("span");
    said.className = "wrong number-said";
    said.setAttribute("role", "alert");
    field.after(said);
  }
  if (said) {
    said.hidden = isFit;
    said.textContent = isFit ? "" : `“${field.value}” ไม่ใช่${isWhole ? "จำนวนเต็ม" : "ตัวเลข"} โปรดพิมพ์เป็นตัวเลข เช่น ${isWhole ? "120" : "80.5"}`;
  }
  if (isFit) field.value = plain;
}
