// “ตอบแล้ว 12 จาก 40 ข้อ”: of the questions that are asked now.
const asked = (question) => !question.closest(".disabled, .is-known, .or-appearance-label") && !question.matches(".is-note, .or-appearance-label") && Boolean(question.querySelector("input:not([readonly]):not(.ignore), select:not([readonly]), textarea:not([readonly])"));

export function isAnswered(question) {
  const field = question.querySelector("input:not(.ignore), select, textarea");
  if (!field) return false;
  if (["radio", "checkbox"].includes(field.type)) return Boolean(question.querySelector("input:checked"));
  return Boolean(field.value);
}

export function watchProgress(form, place) {
  const bar = place.querySelector("i");
  const words = place.querySelector("[data-words]");
  let waiting = 0;
  const count = () => {
    waiting = 0;
    const questions = [...form.querySelectorAll(".question")].filter(asked);
    const done = questions.filter(isAnswered).length;
    words.textContent = `ตอบแล้ว ${done} จาก ${questions.length} ข้อ`;
    bar.style.width = `${questions.length ? (done * 100) / questions.length : 0}%`;
  };
  const soon = () => {
    waiting ||= setTimeout(count, 200);
  };
  for (const name of ["xforms-value-changed", "addrepeat", "removerepeat", "dataupdate", "change"]) form.addEventListener(name, soon);
  count();
}
