// htmx as our content security policy wants it: no eval, no style of its own, no pages kept on a shared computer.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // A field that a person has drawn larger has a style; copying that is an inline style, which the policy forbids.
  attributesToSettle: ["class", "width", "height"],
  // Refusals (4xx) carry a sentence for the person, so they are shown.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "4..", swap: true, error: false },
    { code: "5..", swap: false, error: true },
  ],
});

export default htmx;
