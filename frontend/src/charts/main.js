// Charts: each figure holds its definition in two widths, and room for the picture. They are drawn by Vega without eval (its
// interpreter reads expressions), when they come near the window; all of them before paper.
//   <figure data-chart="id of the JSON">  [data-chart-paper] where it is drawn   [data-show="paper|table"] what is shown
import { drawInto } from "./drawing.js";
import { walkByKeys } from "./keys.js";
import { unfold } from "./folding.js";
import { switchViews } from "./switching.js";

const FIGURE = "[data-chart]";
const narrow = matchMedia("(max-width: 767.98px)");
const drawn = new Map();

const paperOf = (figure) => figure.querySelector("[data-chart-paper]");

function draw(figure, width = narrow.matches ? "narrow" : "wide") {
  const paper = paperOf(figure);
  if (drawn.get(figure)?.width === width || !paper || paper.hidden) return;
  drawn.get(figure)?.view.finalize();
  drawn.set(figure, { width, view: drawInto(paper, figure.dataset.chart, width) });
}

const near = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => draw(entry.target)),
  { rootMargin: "400px" },
);

function drawAgain() {
  for (const figure of drawn.keys()) draw(figure);
}

// A sheet of paper is as wide as the wide ones.
function drawForPaper() {
  document.querySelectorAll(FIGURE).forEach((figure) => draw(figure, "wide"));
}

unfold(!narrow.matches);
document.querySelectorAll(FIGURE).forEach((figure) => near.observe(figure));
narrow.addEventListener("change", drawAgain);
window.addEventListener("beforeprint", drawForPaper);
window.addEventListener("afterprint", drawAgain);
switchViews((figure) => draw(figure));
walkByKeys(FIGURE);
