// Writes the one sprite of the pages: our state signs and the line icons named in icons.json (Tabler Icons, MIT).
// The result is kept with the sources, so that pages are drawn without Node: `npm run icons` after changing a name.
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);
const icons = new URL("../node_modules/@tabler/icons/icons/outline/", here);
const target = new URL("../../nithet/core/templates/core/icons.svg", here);

// One path an icon; how it is drawn (line, colour, width) is said once, by the class "ic".
function symbol(name) {
  const source = readFileSync(new URL(`${name}.svg`, icons), "utf8");
  const paths = [...source.matchAll(/<path d="([^"]+)"/g)].map((match) => match[1].replaceAll(" -", "-"));
  if (/<(circle|rect|line|poly)/.test(source) || paths.some((path) => !path.startsWith("M"))) {
    throw new Error(`${name}: not drawn by absolute paths alone`);
  }
  return `<symbol id="i-${name}" viewBox="0 0 24 24"><path d="${paths.join("")}"/></symbol>`;
}

const signs = readFileSync(new URL("signs.svg", here), "utf8").trim().split("\n");
const names = JSON.parse(readFileSync(new URL("icons.json", here), "utf8"));
const sprite = ['<svg class="sprite" width="0" height="0" aria-hidden="true">', ...signs, ...names.map(symbol), "</svg>"];
writeFileSync(target, `${sprite.join("\n")}\n`);
