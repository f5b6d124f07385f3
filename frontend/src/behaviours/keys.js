// "/" goes to the search, "?" shows the keys, j and k move in lists marked data-rows, Enter follows the row's first act.
const isTyping = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function search() {
  const field = document.querySelector("[data-search]");
  if (!field) return false;
  if (field instanceof HTMLAnchorElement) field.click();
  else field.focus();
  return true;
}

function showKeys() {
  const dialog = document.querySelector("#keys");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + by))];
  const target = row.querySelector("a, button") ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

// By the place of the key as well: with a Thai layout J types another letter.
const KEYS = { "/": search, "?": showKeys, j: () => step(1), k: () => step(-1) };
const PLACES = { KeyJ: "j", KeyK: "k", Slash: "/" };

function keyOf(event) {
  if (KEYS[event.key]) return event.key;
  const key = PLACES[event.code];
  return key === "/" && event.shiftKey ? "?" : key;
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (KEYS[keyOf(event)]?.()) event.preventDefault();
  });
}
