// Arrows walk through the marks of a picture, Home and End go to its ends, Enter presses the mark.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const MARK = "[data-chart-mark]";

export function walkByKeys(figure) {
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.(`${figure} ${MARK}`);
    if (!here) return;
    if (event.key === "Enter") here.dispatchEvent(new MouseEvent("click", { bubbles: true, view: window }));
    const marks = [...here.closest(figure).querySelectorAll(MARK)];
    const there = marks[placeOf(event.key, marks.indexOf(here), marks.length - 1)];
    if (!there) return;
    event.preventDefault();
    here.setAttribute("tabindex", "-1");
    there.setAttribute("tabindex", "0");
    there.focus();
  });
}

function placeOf(key, here, last) {
  if (key === "Home") return 0;
  if (key === "End") return last;
  return key in STEPS ? Math.min(last, Math.max(0, here + STEPS[key])) : -1;
}
