// The heading block: what is known already stands as one line; day and school can be opened, the rest follows from them.
import { button, made } from "./dom.js";
import { shortDay } from "./days.js";

// What a filled form is of: “ภาคเรียนที่ 2/2569 · 20 พ.ย. 2569 · โรงเรียน…”.
export const headingWords = () => document.querySelector(".heading-line p")?.textContent.replace(/ · ผู้กรอก .*/, "") ?? "";

const CHOSEN = /\/(date|school)$/;

export function foldHeading(form, view, { heading, semesters = [] }) {
  const group = view.querySelector(".or-group[name$='/heading'], .or-group-data[name$='/heading']");
  if (!group || !heading) return;
  group.classList.add("is-known");
  const words = made("p", {}, heading.words || told(group, heading));
  const open = () => {
    group.classList.add("is-open");
    change.remove();
  };
  const change = button("แก้ไข", "pencil", () => {
    open();
    group.querySelector(".question:not(.is-fixed) input:not(.hide), .question:not(.is-fixed) select")?.focus();
  }, "bt-text");
  group.before(made("div", { class: "heading-line" }, words, change));
  for (const question of group.querySelectorAll(".question")) if (isFixed(question)) question.classList.add("is-fixed");
  if (![...group.querySelectorAll(".question")].some((question) => !question.classList.contains("is-fixed"))) change.remove();
  if ([...group.querySelectorAll("[data-required]")].some((field) => !field.closest(".disabled") && !valueOf(field))) open();
  followDay(form, group, semesters);
  group.addEventListener("xforms-value-changed", () => words.replaceChildren(told(group, heading)));
}

const fieldOf = (group, name) => group.querySelector(`[name$='/heading/${name}']`);
const valueOf = (field) => (field && ["radio", "checkbox"].includes(field.type) ? (field.closest(".question").querySelector("input:checked")?.value ?? "") : (field?.value ?? ""));
const isFixed = (question) => {
  const field = question.querySelector("input:not(.ignore), select, textarea");
  return Boolean(field && !CHOSEN.test(field.name) && valueOf(field));
};

function told(group, { filled_by: by }) {
  const [year, academic, semester, day] = ["fiscal_year_be", "academic_year_be", "semester", "date"].map((name) => valueOf(fieldOf(group, name)));
  const school = fieldOf(group, "school");
  const name = school?.tagName === "SELECT" ? school.selectedOptions[0]?.value && school.selectedOptions[0].textContent : school?.closest(".question").querySelector(".autocomplete")?.value;
  const words = [year && `ปีงบประมาณ พ.ศ. ${year}`, semester === "break" ? "ปิดภาคเรียน" : semester && `ภาคเรียนที่ ${semester}/${academic}`, day && shortDay(day), name, by && `ผู้กรอก ${by}`];
  return words.filter(Boolean).join(" · ");
}

// Another day may lie in another semester.
function followDay(form, group, semesters) {
  const day = fieldOf(group, "date");
  day?.addEventListener("change", () => {
    const begun = semesters.filter(({ starts_on: from }) => from <= day.value).at(-1);
    if (!day.value || !begun) return;
    set(form, fieldOf(group, "semester"), day.value <= begun.ends_on ? begun.number : "break");
    set(form, fieldOf(group, "academic_year_be"), begun.academic_year_be);
  });
}

function set(form, field, value) {
  if (!field || valueOf(field) === value) return;
  form.input.setVal(field, value, null);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
