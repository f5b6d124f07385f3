// Small helps to build what stands in a page. Words are always text, never markup.
export function made(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside.filter((part) => part != null && part !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function used(id, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${id}`);
  svg.append(use);
  return svg;
}

export const icon = (name) => used(`i-${name}`, "ic");
export const sign = (code) => used(`s-${code}`, "sg");

// A button inside a question's label: pressing it must not press the question's own field too.
export function button(words, iconName, press, kind = "") {
  const pressed = (event) => {
    event.preventDefault();
    event.stopPropagation();
    press(event);
  };
  return made("button", { type: "button", class: `bt ignore ${kind}`.trim(), onclick: pressed }, icon(iconName), made("span", {}, words));
}

export function labelOf(question) {
  const label = question.querySelector(".question-label.active") ?? question.querySelector(".question-label");
  return (label?.textContent ?? "").replace(/\s+/g, " ").trim();
}

let last = 0;
export const freshId = (stem) => `${stem}-${++last}`;
