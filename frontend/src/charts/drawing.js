import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

const told = (id) => JSON.parse(document.getElementById(id).textContent);
let looks = null;

export function drawInto(paper, id, width) {
  looks ??= told("chart-looks");
  const { spec } = compile({ ...told(id)[width], config: looks });
  const view = new View(parse(spec, null, { ast: true }), { expr: expressionInterpreter, renderer: "svg", hover: false });
  paper.replaceChildren();
  view.initialize(paper).runAsync().then(() => offerToKeys(paper));
  return view;
}

// One stop of the Tab key a picture: its first mark. Arrows go on from there, and Enter opens what a mark was counted of.
function offerToKeys(paper) {
  [...paper.querySelectorAll("[role='graphics-symbol'][aria-label]")].forEach((mark, place) => {
    mark.setAttribute("tabindex", place ? "-1" : "0");
    mark.setAttribute("role", mark.__data__?.href ? "link" : "img");
    mark.removeAttribute("aria-roledescription");
    mark.dataset.chartMark = "";
  });
}
