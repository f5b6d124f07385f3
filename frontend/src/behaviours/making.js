// A form being made: what is changed is saved at once, each save tells which revision was seen, and the picture of the phone
// is drawn anew. Saving fields leaves them as they stand; the server sends the heads of items and the bar.
//   [data-make-item]     is drawn by its grip before or behind another; the buttons of its editor do the same
//   [data-make-undo] [data-make-redo]   also Ctrl+Z and Ctrl+Y, outside fields
//   [data-make-panes]    on a phone, the questions or the picture
const ITEM = "[data-make-item]";
const page = () => document.querySelector("#making");
const bar = () => document.querySelector("#make-bar");

function tellRevision(event) {
  if (!event.target.closest?.("#making") || event.detail.verb !== "post" || !bar()) return;
  event.detail.parameters.revision = bar().dataset.revision;
}

// A head that says the same stays, and so does a press on it that is on its way.
function keepWhatIsSame(event) {
  const { target, fragment } = event.detail;
  if (!target.matches?.(".make-head")) return;
  if (fragment.firstElementChild?.innerHTML === target.innerHTML) event.detail.shouldSwap = false;
}

// The picture of the phone

let shown = null;
let later = 0;
let isLeft = false;

// Sent to another page, the draft may be gone before the picture asks for it.
function leave() {
  isLeft = true;
  clearTimeout(later);
}

function drawAnew() {
  const frame = document.querySelector("[data-make-preview]");
  if (isLeft || !frame || !bar() || bar().dataset.revision === shown) return;
  shown = bar().dataset.revision;
  clearTimeout(later);
  later = setTimeout(() => reload(frame), 300);
}

function reload(frame) {
  const at = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => scrollBack(frame, at, 20), { once: true });
  frame.contentWindow.location.replace(frame.src);
}

// The form is drawn some time after the page has come.
function scrollBack(frame, at, times) {
  const view = frame.contentWindow;
  view.scrollTo(0, at);
  if (view.scrollY < at && times) setTimeout(() => scrollBack(frame, at, times - 1), 100);
}

function settled(event) {
  if (!page()) return;
  drawAnew();
  if (event.detail.requestConfig?.formData?.get("act") === "add") document.querySelector("#make-label")?.select();
}

// Order

let drawn = null;

function mark(item, where) {
  for (const marked of document.querySelectorAll(".is-over[data-make-item], .is-under[data-make-item]")) marked.classList.remove("is-over", "is-under");
  if (item && item !== drawn) item.classList.add(where);
}

const isAbove = (item, event) => event.clientY < item.getBoundingClientRect().top + item.offsetHeight / 2;

function put(item, event) {
  if (item === drawn) return;
  const form = document.querySelector("#move-form");
  form.elements.row.value = drawn.dataset.makeItem;
  form.elements.to.value = isAbove(item, event) ? item.dataset.makeItem : (item.dataset.inside ?? item.dataset.after);
  form.requestSubmit();
}

function moveByDrawing() {
  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".make-grip")?.closest(ITEM);
    if (item) item.draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    drawn = event.target.closest?.(ITEM);
    if (!drawn) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", drawn.dataset.makeItem);
    drawn.classList.add("is-drawn");
  });
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      const item = drawn && event.target.closest?.(ITEM);
      if (!item) return;
      event.preventDefault();
      if (name === "drop") put(item, event);
      else mark(item, isAbove(item, event) ? "is-over" : "is-under");
    });
  }
  document.addEventListener("dragend", () => {
    mark(null);
    drawn?.classList.remove("is-drawn");
    drawn?.removeAttribute("draggable");
    drawn = null;
  });
}

const isTyping = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");

function undoByKey(event) {
  if (!page() || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
  const again = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
  if (!again && event.code !== "KeyZ") return;
  event.preventDefault();
  bar().querySelector(again ? "[data-make-redo]" : "[data-make-undo]").click();
}

function choosePane(event) {
  const tab = event.target.closest("[data-make-panes] > a");
  if (!tab) return;
  event.preventDefault();
  for (const one of tab.parentElement.children) one.toggleAttribute("aria-current", one === tab);
  page().classList.toggle("shows-preview", tab.getAttribute("href") === "#preview");
}

export function makeForms() {
  shown = bar()?.dataset.revision ?? null;
  document.addEventListener("htmx:configRequest", tellRevision);
  document.addEventListener("htmx:oobBeforeSwap", keepWhatIsSame);
  document.addEventListener("htmx:afterRequest", (event) => event.target.closest?.("#making") && setTimeout(drawAnew, 60));
  document.addEventListener("htmx:afterSettle", settled);
  // What htmx sends stays on the page; at the window it is known which that is.
  window.addEventListener("submit", (event) => !event.defaultPrevented && leave());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => (isLeft = false));
  document.addEventListener("keydown", undoByKey);
  document.addEventListener("click", choosePane);
  moveByDrawing();
}
