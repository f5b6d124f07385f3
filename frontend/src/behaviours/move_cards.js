// The secretary lays the folder in order by drawing a card, at what it asks, before or behind another.
// The buttons on the card do the same without a mouse.
import htmx from "../htmx.js";

const CARD = "[data-card]";
let drawn = null;

function mark(card, where) {
  for (const marked of document.querySelectorAll(".is-over[data-card], .is-under[data-card]")) marked.classList.remove("is-over", "is-under");
  if (card && card !== drawn) card.classList.add(where);
}

const isAbove = (card, event) => event.clientY < card.getBoundingClientRect().top + card.offsetHeight / 2;

function put(card, event) {
  if (card === drawn) return;
  let before = isAbove(card, event) ? card.previousElementSibling : card;
  if (before === drawn) before = drawn.previousElementSibling;
  const form = drawn.querySelector(".ask-moves");
  const values = { after: before?.dataset.card ?? "", back: form.elements.back.value };
  htmx.ajax("POST", form.getAttribute("hx-post"), { target: "#main", select: "#main", swap: "outerHTML", values });
}

export function moveCards() {
  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".ask-head .asked")?.closest(CARD);
    if (card) card.draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    drawn = event.target.closest?.(CARD);
    if (!drawn) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", drawn.dataset.card);
    drawn.classList.add("is-drawn");
  });
  document.addEventListener("dragover", (event) => {
    const card = drawn && event.target.closest(CARD);
    if (!card) return;
    event.preventDefault();
    mark(card, isAbove(card, event) ? "is-over" : "is-under");
  });
  document.addEventListener("drop", (event) => {
    const card = drawn && event.target.closest(CARD);
    if (!card) return;
    event.preventDefault();
    put(card, event);
  });
  document.addEventListener("dragend", () => {
    mark(null);
    drawn?.classList.remove("is-drawn");
    drawn?.removeAttribute("draggable");
    drawn = null;
  });
}
