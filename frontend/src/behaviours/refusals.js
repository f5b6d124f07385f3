// What went wrong in a part of the page is said at the top of it; the part itself stays as it was.
// A refusal (core/problem.html#card) carries data-problem; a form drawn again with its errors is swapped in place.
const NETWORK = ["ส่งข้อมูลไม่ได้", "โปรดตรวจสอบสัญญาณเครือข่าย แล้วทำรายการอีกครั้ง"];
const BROKEN = ["ระบบขัดข้อง ยังไม่ได้บันทึกข้อมูล", "โปรดทำรายการอีกครั้ง หากยังไม่ได้ ให้แจ้งผู้ดูแลระบบ"];
const GONE = ["ดำเนินการไม่ได้", "โปรดเปิดหน้านี้ใหม่แล้วทำรายการอีกครั้ง"];

const place = () => document.querySelector("#notices");

function say([title, words]) {
  const note = Object.assign(document.createElement("div"), { className: "note note-late", tabIndex: -1 });
  const text = document.createElement("p");
  text.append(Object.assign(document.createElement("b"), { textContent: title }), ` ${words}`);
  note.append(text);
  note.setAttribute("role", "alert");
  place()?.replaceChildren(note);
  reach();
}

function reach() {
  const note = place()?.firstElementChild;
  if (!note) return;
  note.tabIndex = -1;
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "nearest" });
}

// An act that went well takes away the words about the one before it.
function forget(event) {
  if (event.detail.successful && event.detail.xhr.status < 400) for (const note of place()?.querySelectorAll("[role=alert]") ?? []) note.remove();
}

export function showRefusals() {
  document.addEventListener("htmx:afterRequest", forget);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400 || xhr.status >= 500) return;
    if (/<html[\s>]/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      say(GONE);
    } else if (xhr.responseText.includes("data-problem") && place()) {
      event.detail.target = place();
      event.detail.swapOverride = "innerHTML";
      document.addEventListener("htmx:afterSettle", reach, { once: true });
    }
  });
  document.addEventListener("htmx:responseError", () => say(BROKEN));
  document.addEventListener("htmx:sendError", () => say(NETWORK));
  document.addEventListener("htmx:timeout", () => say(NETWORK));
}
