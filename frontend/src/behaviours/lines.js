// Source and structure side by side. An item with data-lines="12-15,20" and the lines #line-12 … belong together:
// pressing (or reaching) the item marks its lines and shows the first, pressing a line marks its items.
const ITEM = "[data-lines]";
const LINE = "[id^=line-]";

function numbers(text) {
  const found = [];
  for (const part of text.split(",")) {
    const [first, last = first] = part.split("-").map(Number);
    for (let number = first; number <= last; number += 1) found.push(number);
  }
  return found;
}

function clear() {
  for (const marked of document.querySelectorAll(".is-hand")) marked.classList.remove("is-hand");
}

function show(element) {
  const pane = element.closest("[data-pane]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";
  if (!pane || pane.scrollHeight <= pane.clientHeight) {
    element.scrollIntoView({ block: "nearest", behavior });
    return;
  }
  const gap = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollBy({ top: gap - pane.clientHeight / 3, behavior });
}

function takeItem(item, { scroll }) {
  clear();
  item.classList.add("is-hand");
  const lines = numbers(item.dataset.lines).map((number) => document.getElementById(`line-${number}`)).filter(Boolean);
  for (const line of lines) line.classList.add("is-hand");
  if (scroll && lines[0]) show(lines[0]);
}

function takeLine(line) {
  const number = Number(line.id.slice("line-".length));
  const items = [...document.querySelectorAll(ITEM)].filter((item) => numbers(item.dataset.lines).includes(number));
  clear();
  line.classList.add("is-hand");
  for (const item of items) item.classList.add("is-hand");
  if (items.length) show(items.at(-1));
}

function wide() {
  return matchMedia("(min-width: 992px)").matches;
}

export function linkLines() {
  document.addEventListener("click", (event) => {
    const item = event.target.closest(ITEM);
    const line = event.target.closest(LINE);
    if (item) takeItem(item, { scroll: wide() && !event.target.closest("a, button, input, select, textarea, label") });
    else if (line) takeLine(line);
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(ITEM);
    if (item && !item.classList.contains("is-hand")) takeItem(item, { scroll: false });
  });
}
