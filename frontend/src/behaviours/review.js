// The review of a manual: what is changed is saved at once, each save tells which revision was seen.
//   form[data-saves]      is sent when a field of it was changed; textarea[data-one-line] by Enter too
//   [data-next-check]     goes to the next [data-check] after where the person is
//   [data-close-editor]   closes the .editor around it
//   button[data-split]    cuts the text of that field at the caret
//   [data-undo] [data-redo]   also Ctrl+Z and Ctrl+Y, outside fields
import htmx from "../htmx.js";

const bar = () => document.querySelector("#review-bar");

function tellRevision(event) {
  if (!event.target.closest?.("#review") || !bar()) return;
  // The newest that this page shows, also in forms that were drawn before the last act.
  if (event.detail.verb === "post") event.detail.parameters.revision = bar().dataset.revision;
}

// Parts are changed as they stand: with another element in their place, all that stands around would be styled anew (30 ms
// and more for a long manual).
const STANDING = "#review-bar, #standing, #review-propose, #review-foot, .source-foot, .source-lines > li, .procedure, .procedure-view, .step-view, .work";

function changeInPlace(event) {
  const { target, fragment } = event.detail;
  const drawn = fragment.firstElementChild;
  if (!target.matches(STANDING) || drawn?.id !== target.id) return;
  event.detail.shouldSwap = false;
  for (const name of new Set([...target.getAttributeNames(), ...drawn.getAttributeNames()])) {
    if (!drawn.hasAttribute(name)) target.removeAttribute(name);
    else if (target.getAttribute(name) !== drawn.getAttribute(name)) target.setAttribute(name, drawn.getAttribute(name));
  }
  target.replaceChildren(...drawn.childNodes);
  htmx.process(target);
  htmx.trigger(target, "htmx:load", { elt: target });
  if (target.querySelector("[data-focus]")) htmx.trigger(target, "htmx:afterSettle", { elt: target });
}

function saveOnChange(event) {
  const form = event.target.closest("form[data-saves]");
  if (form?.reportValidity()) form.requestSubmit();
}

function saveOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches?.("textarea[data-one-line]")) return;
  event.preventDefault();
  event.target.blur(); // a changed text is saved by that
  event.target.focus();
}

// Where the person is: at the check in hand, else at the item, else at what stands on top of the window.
function nextCheck() {
  const checks = [...document.querySelectorAll("[data-check]")];
  const here = document.activeElement?.closest("[data-check]") ?? document.querySelector("[data-check].is-hand");
  if (here) return checks[checks.indexOf(here) + 1] ?? checks[0];
  const item = document.querySelector(".step-item.is-hand");
  const after = item && checks.find((check) => item.contains(check) || item.compareDocumentPosition(check) & Node.DOCUMENT_POSITION_FOLLOWING);
  return after ?? checks.find((check) => check.getBoundingClientRect().top > 140) ?? checks[0];
}

function goToNextCheck(event) {
  showPane("#structure");
  const check = nextCheck();
  if (!check) return;
  event.preventDefault();
  check.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  check.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  check.click(); // marks its lines beside
}

function closeEditor(link, event) {
  const editor = link.closest(".editor, .source-foot");
  if (!editor) return;
  event.preventDefault();
  editor.hidden = true; // its answer may still be on the way
  const opener = document.querySelector(`[hx-target="#${CSS.escape(editor.id)}"]`);
  opener?.focus({ preventScroll: true });
}

// An editor that was closed shows again where it is opened anew.
function openEditor(opener) {
  document.querySelector(opener.getAttribute("hx-target"))?.removeAttribute("hidden");
}

function splitAtCaret(button) {
  const field = document.querySelector(button.dataset.split);
  button.form.elements.at.value = field ? field.selectionStart : "";
}

// On a phone one pane at a time.
function showPane(id) {
  const row = document.querySelector("[data-panes]");
  if (!row) return;
  for (const tab of row.children) {
    if (tab.getAttribute("href") === id) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  document.querySelector(".panes")?.classList.toggle("shows-source", id === "#source");
}

const isTyping = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function undoByKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || !bar()) return;
  const again = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
  if (!again && event.code !== "KeyZ") return;
  event.preventDefault();
  bar().querySelector(again ? "[data-redo]" : "[data-undo]")?.click();
}

// The source follows the structure: the lines of the step on top of the window stand in view beside it.
function followStructure() {
  const pane = document.querySelector(".review .source-lines");
  if (!pane || pane.matches(":hover, :focus-within") || pane.scrollHeight <= pane.clientHeight) return;
  const isBelow = (element) => element.getBoundingClientRect().bottom > 180;
  // The procedure first: asking each step would lay out what is out of view.
  const procedure = [...document.querySelectorAll(".procedure")].find(isBelow);
  const item = [...(procedure?.querySelectorAll(".step-item[data-lines]") ?? [])].find(isBelow);
  const line = item && document.getElementById(`line-${parseInt(item.dataset.lines, 10)}`);
  if (!line) return;
  const [at, frame] = [line.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (at.top < frame.top || at.bottom > frame.bottom) pane.scrollTop += at.top - frame.top - frame.height / 4;
}

// And the structure the source, while the person scrolls there.
function followSource(pane) {
  if (!pane.matches(":hover, :focus-within")) return;
  const frame = pane.getBoundingClientRect();
  const line = document.elementFromPoint(frame.left + 60, frame.top + frame.height / 4)?.closest("[id^=line-]");
  const number = Number(line?.id.slice("line-".length));
  const item = number && [...document.querySelectorAll(".step-item[data-lines]")].find((step) => parseInt(step.dataset.lines, 10) >= number);
  if (!item) return;
  const at = item.getBoundingClientRect();
  if (at.bottom < 180 || at.top > innerHeight - 80) window.scrollBy({ top: at.top - 200 });
}

let waiting = false;
function scrolled(event) {
  if (waiting || !document.querySelector("#review") || !matchMedia("(min-width: 992px)").matches) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    if (event.target === document) followStructure();
    else if (event.target.matches?.("[data-pane]")) followSource(event.target);
  });
}

// One save after the other, each with the revision that the one before gave; leaving meanwhile is asked about.
let saving = 0;
const later = [];

function begun(event) {
  if (event.detail.requestConfig.verb === "post") saving += 1;
}

function ended(event) {
  if (event.detail.requestConfig.verb !== "post") return;
  saving = Math.max(0, saving - 1);
  if (!saving) later.splice(0).forEach((act) => act());
}

function inTurn(event) {
  const [form, button] = [event.target, event.submitter];
  if (!saving || form.method !== "post" || !form.closest("#review")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  later.push(() => {
    // The form may have been drawn anew with the answer.
    const there = form.isConnected ? form : document.querySelector(`#review-bar form[action="${form.getAttribute("action")}"]`);
    there?.requestSubmit(form.isConnected && button?.isConnected ? button : null);
  });
}

export function reviewManuals() {
  document.addEventListener("htmx:beforeSend", begun);
  document.addEventListener("htmx:afterRequest", ended);
  document.addEventListener("submit", inTurn, { capture: true });
  window.addEventListener("beforeunload", (event) => saving && event.preventDefault());
  document.addEventListener("htmx:oobBeforeSwap", changeInPlace);
  document.addEventListener("htmx:configRequest", tellRevision);
  document.addEventListener("change", saveOnChange);
  document.addEventListener("keydown", saveOnEnter);
  document.addEventListener("keydown", undoByKey);
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#review [hx-get][hx-target^='#']");
    if (opener) openEditor(opener);
    const split = event.target.closest("[data-split]");
    if (split) splitAtCaret(split);
    const next = event.target.closest("[data-next-check]");
    if (next) goToNextCheck(event);
    const close = event.target.closest("[data-close-editor]");
    if (close) closeEditor(close, event);
    const tab = event.target.closest("[data-panes] > a");
    if (tab) {
      event.preventDefault();
      showPane(tab.getAttribute("href"));
    }
  });
}
