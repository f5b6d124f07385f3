// Rows inside a form: add, take away, put in another order. Without it three empty rows stand below, with their number.

const ordered = (list) => [...list.children].filter((row) => !row.hidden);

function renumber(set) {
  const word = set.dataset.rowWord ?? "";
  ordered(set.querySelector("[data-row-list]")).forEach((row, index) => {
    row.querySelector("[name$='-ORDER']").value = index + 1;
    row.querySelector("[data-row-number]").textContent = `${word}ที่ ${index + 1}`;
  });
}

function add(set) {
  const total = set.querySelector("[name$='-TOTAL_FORMS']");
  const made = document.createElement("div");
  made.innerHTML = set.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  const row = made.firstElementChild;
  total.value = Number(total.value) + 1;
  set.querySelector("[data-row-list]").append(row);
  renumber(set);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function drop(set, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.querySelector("[name$='-DELETE']").checked = true;
  row.hidden = true;
  renumber(set);
  (next?.querySelector("[data-row-drop]") ?? set.querySelector("[data-row-add]")).focus();
}

function move(set, row, by) {
  const rows = ordered(row.parentElement);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  if (by < 0) other.before(row);
  else other.after(row);
  renumber(set);
  row.querySelector(by < 0 ? "[data-row-up]" : "[data-row-down]").focus();
}

function isEmpty(row) {
  const typed = [...row.querySelectorAll("input:not([type=hidden]):not([name$='-ORDER']), textarea")];
  return !row.hasAttribute("data-has-errors") && !row.querySelector("[name$='-id']").value && typed.every((one) => one.type === "checkbox" || !one.value);
}

function begin(set) {
  if (set.dataset.rowsReady) return;
  set.dataset.rowsReady = "true";
  // The empty rows are for those without this behaviour.
  ordered(set.querySelector("[data-row-list]")).filter(isEmpty).slice(set.dataset.rowLeast ?? 0).forEach((row) => {
    row.hidden = true;
    row.querySelector("[name$='-DELETE']").checked = true;
  });
  renumber(set);
}

function act(event) {
  const button = event.target.closest("[data-row-add], [data-row-up], [data-row-down], [data-row-drop]");
  const set = button?.closest("[data-row-set]");
  if (!set) return;
  const row = button.closest("[data-row-item]");
  if (button.hasAttribute("data-row-add")) add(set);
  else if (button.hasAttribute("data-row-drop")) drop(set, row);
  else move(set, row, button.hasAttribute("data-row-up") ? -1 : 1);
  set.dispatchEvent(new Event("change", { bubbles: true }));
}

// A stored row is sent with what is chosen in it only; the whole list stands once, in the row that new ones are made from.
function offerAll(event) {
  const select = event.target.closest?.("select[data-chosen-only]");
  const whole = select?.closest("[data-row-set]")?.querySelector("template").content;
  const source = whole?.querySelector(`[name="${select.name.replace(/-\d+-/, "-__prefix__-")}"]`);
  if (!source) return;
  const chosen = select.options[select.selectedIndex];
  select.removeAttribute("data-chosen-only");
  select.replaceChildren(...source.cloneNode(true).childNodes);
  if (![...select.options].some((one) => one.value === chosen.value)) select.append(chosen);
  select.value = chosen.value;
}

export function orderRows() {
  const beginAll = () => document.querySelectorAll("[data-row-set]").forEach(begin);
  beginAll();
  document.addEventListener("htmx:load", beginAll);
  document.addEventListener("click", act);
  document.addEventListener("pointerdown", offerAll);
  document.addEventListener("focusin", offerAll);
}
