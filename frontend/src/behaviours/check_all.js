// <input type="checkbox" data-check-all="subject"> ticks every box named "subject"; in a form, every one of that form;
// with data-check-in="#part", every one of that part.
// <output data-count-of="subject"> says how many are ticked; an element with data-while="subject" shows only then.
const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

const fellows = (master) => {
  const part = master.dataset.checkIn && document.querySelector(master.dataset.checkIn);
  const own = boxes(master.dataset.checkAll);
  return part ? own.filter((box) => part.contains(box)) : own.filter((box) => !master.form || box.form === master.form);
};

function recount(name) {
  const chosen = boxes(name).filter((box) => box.checked).length;
  for (const place of document.querySelectorAll(`[data-count-of="${CSS.escape(name)}"]`)) place.textContent = chosen;
  for (const part of document.querySelectorAll(`[data-while="${CSS.escape(name)}"]`)) part.hidden = chosen === 0;
  for (const master of document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`)) {
    const own = fellows(master);
    const ticked = own.filter((box) => box.checked).length;
    master.checked = own.length > 0 && ticked === own.length;
    master.indeterminate = ticked > 0 && ticked < own.length;
  }
}

function recountAll() {
  const parts = document.querySelectorAll("[data-check-all], [data-while], [data-count-of]");
  for (const name of new Set([...parts].map((part) => part.dataset.checkAll ?? part.dataset.while ?? part.dataset.countOf))) recount(name);
}

export function checkTogether() {
  document.addEventListener("change", (event) => {
    const master = event.target.closest("[data-check-all]");
    if (master) for (const box of fellows(master)) box.checked = master.checked;
    if (event.target.matches("input[type=checkbox]")) recountAll();
  });
  document.addEventListener("htmx:afterSwap", recountAll);
  recountAll();
}
