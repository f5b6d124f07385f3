// A form that was taken along some days ago: its heading says the day on which it is filled.
import { parts, today } from "../filling/days.js";

const ERA = 543;

export function asOfToday(model, semesters, day = today()) {
  const tree = new DOMParser().parseFromString(model, "text/xml");
  const heading = [...(tree.querySelector("instance > *")?.children ?? [])].find(({ localName }) => localName === "heading");
  if (!heading) return model;
  for (const [name, value] of Object.entries(known(day, semesters))) {
    const node = [...heading.children].find(({ localName }) => localName === name);
    if (node?.textContent && value) node.textContent = value;
  }
  return new XMLSerializer().serializeToString(tree);
}

function known(day, semesters = []) {
  const { year, month } = parts(day);
  const begun = semesters.filter(({ starts_on: from }) => from <= day).at(-1);
  const semester = begun && { semester: day <= begun.ends_on ? begun.number : "break", academic_year_be: begun.academic_year_be };
  return { date: day, fiscal_year_be: `${year + ERA + (month >= 10 ? 1 : 0)}`, ...semester };
}
