// One month to choose a day from: arrows move, Enter takes, Escape leaves.
import { made } from "./dom.js";
import { LETTERS, longDay, monthName, moved, parts, today, weeksOf } from "./days.js";

let open = null;

export function openMonth(field, day, take) {
  close();
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : today();
  const box = made("dialog", { class: "sheet dialog month", "aria-label": "เลือกวันที่" });
  document.body.append(box);
  open = { box, field };
  const chosen = (taken) => {
    take(taken);
    close();
  };
  draw(box, start, day, chosen);
  box.addEventListener("close", close);
  box.addEventListener("click", (event) => event.target === box && close());
  box.showModal();
  box.querySelector("[tabindex='0']").focus();
}

function close() {
  if (!open) return;
  const { box, field } = open;
  open = null;
  box.remove();
  field.focus();
}

function draw(box, at, day, take) {
  const { year, month } = parts(at);
  const go = (to) => {
    draw(box, to, day, take);
    box.querySelector("[tabindex='0']").focus();
  };
  const head = made(
    "div", { class: "month-head" },
    made("button", { type: "button", class: "bt bt-text", "aria-label": "เดือนก่อน", onclick: () => go(sameDay(at, -1)) }, "‹"),
    made("b", { "aria-live": "polite" }, monthName(year, month)),
    made("button", { type: "button", class: "bt bt-text", "aria-label": "เดือนถัดไป", onclick: () => go(sameDay(at, 1)) }, "›"),
  );
  const rows = weeksOf(year, month).map((week) => made("tr", {}, ...week.map((cell) => made("td", {}, cell ? dayButton(cell, at, day, take, go) : ""))));
  const table = made("table", {}, made("thead", {}, made("tr", {}, ...LETTERS.map((letter) => made("th", { scope: "col" }, letter)))), made("tbody", {}, ...rows));
  const foot = made(
    "div", { class: "acts-row" },
    made("button", { type: "button", class: "bt bt-soft", onclick: () => take(today()) }, "วันนี้"),
    made("button", { type: "button", class: "bt", onclick: close }, "ปิด"),
  );
  box.replaceChildren(head, table, foot);
}

function dayButton(cell, at, day, take, go) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  return made(
    "button",
    {
      type: "button", tabindex: cell === at ? "0" : "-1", "aria-label": longDay(cell), "aria-current": cell === today() ? "date" : null,
      "aria-pressed": cell === day ? "true" : null, onclick: () => take(cell),
      onkeydown: (event) => {
        if (event.key in steps) go(moved(cell, steps[event.key]));
        else if (event.key === "PageUp" || event.key === "PageDown") go(sameDay(cell, event.key === "PageUp" ? -1 : 1));
        else return;
        event.preventDefault();
      },
    },
    String(parts(cell).date),
  );
}

// The same day of another month, or its last one.
function sameDay(day, by) {
  const { year, month, date } = parts(day);
  const to = new Date(Date.UTC(year, month - 1 + by, 1));
  const last = new Date(Date.UTC(year, month + by, 0)).getUTCDate();
  to.setUTCDate(Math.min(date, last));
  return to.toISOString().slice(0, 10);
}
