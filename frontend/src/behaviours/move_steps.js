// Steps of a reviewed manual are moved by drawing the number of one before or behind another, also into another procedure.
// The buttons of the editor do the same without a mouse.
import htmx from "../htmx.js";

const ITEM = "[data-movable]";
let drawn = null;

function mark(item, where) {
  for (const marked of document.querySelectorAll(".is-over, .is-under")) marked.classList.remove("is-over", "is-under");
  if (item && item !== drawn) item.classList.add(where);
}

const isAbove = (item, event) => event.clientY < item.getBoundingClientRect().top + item.offsetHeight / 2;

function put(item, event) {
  const before = isAbove(item, event) ? item.previousElementSibling : item;
  const after = before?.dataset.movable ?? "";
  if (item === drawn || after === drawn.dataset.movable) return;
  const address = document.querySelector("#review-bar [data-undo]").form.getAttribute("hx-post").replace(/undo\/$/, "edit/");
  const values = { act: "move", key: drawn.dataset.movable, after, to: item.closest("[data-steps]").dataset.steps };
  htmx.ajax("POST", address, { source: "#review", swap: "none settle:0ms", values });
}

export function moveSteps() {
  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".step-no")?.closest(ITEM);
    if (item) item.draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    drawn = event.target.closest?.(ITEM);
    if (!drawn) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", drawn.dataset.movable);
    drawn.classList.add("is-drawn");
  });
  document.addEventListener("dragover", (event) => {
    const item = drawn && event.target.closest(ITEM);
    if (!item) return;
    event.preventDefault();
    mark(item, isAbove(item, event) ? "is-over" : "is-under");
  });
  document.addEventListener("drop", (event) => {
    const item = drawn && event.target.closest(ITEM);
    if (!item) return;
    event.preventDefault();
    put(item, event);
  });
  document.addEventListener("dragend", () => {
    mark(null);
    drawn?.classList.remove("is-drawn");
    drawn?.removeAttribute("draggable");
    drawn = null;
  });
}
