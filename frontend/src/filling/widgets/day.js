// A day: typed in any usual Thai form, or chosen from a month. The field of enketo keeps the ISO day.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { longDay, monthName, parts, readDay, shortDay } from "../days.js";
import { openMonth } from "../month.js";

export default class Day extends Widget {
  static get name() {
    return "Day";
  }

  static get selector() {
    return '.question input[type="date"]:not(.ignore)';
  }

  _init() {
    this.element.classList.add("hide");
    this.only = ["month-year", "year"].find((part) => this.question.classList.contains(`or-appearance-${part}`));
    this.typed = made("input", {
      type: "text", class: "ignore in in-day", autocomplete: "off", placeholder: { "month-year": "เช่น พ.ย. 2569", year: "เช่น 2569" }[this.only] ?? "เช่น 20 พ.ย. 2569", readonly: this.props.readonly,
      onchange: () => this.take(this.typed.value),
      onkeydown: (event) => event.key === "ArrowDown" && event.altKey && !this.only && this.open(event),
    });
    this.said = made("span", { class: "wrong day-said", role: "alert", hidden: true });
    const choose = button("เลือกวันที่", "calendar", (event) => this.open(event), "bt-soft");
    this.element.after(made("span", { class: "widget day" }, this.typed, !this.props.readonly && !this.only && choose), this.said);
    this.element.addEventListener("applyfocus", () => this.typed.focus());
    this.update();
  }

  open(event) {
    event.preventDefault();
    openMonth(this.typed, this.originalInputValue, (day) => this.set(day));
  }

  // What cannot be read stays where it was typed, is told at once, and holds the form back.
  take(text) {
    const { day = "", why } = readDay(this.whole(text));
    this.said.textContent = why ?? "";
    this.said.hidden = !why;
    this.question.classList.toggle("invalid-value", Boolean(why));
    if (why) this.typed.setAttribute("aria-invalid", "true");
    else this.typed.removeAttribute("aria-invalid");
    if (this.originalInputValue !== day) this.originalInputValue = day;
    if (!why) this.typed.value = this.shown(day);
  }

  // A month or a year alone is kept as its first day.
  whole(text) {
    if (!this.only || !text.trim() || readDay(text).day) return text;
    if (this.only === "year") return `1/1/${text.trim()}`;
    return /^\s*[\d๐-๙]{1,2}\s*[-/.]/.test(text) ? `1/${text.trim()}` : `1 ${text}`;
  }

  shown(day) {
    if (!this.only || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return shortDay(day);
    const { year, month } = parts(day);
    return this.only === "year" ? String(year + 543) : monthName(year, month);
  }

  set(day) {
    this.take(shortDay(day));
    this.typed.setAttribute("title", longDay(day));
  }

  update() {
    const day = this.originalInputValue;
    if (day || !this.question.classList.contains("invalid-value")) this.typed.value = this.shown(day);
  }

  disable() {
    this.typed.disabled = true;
  }

  enable() {
    this.typed.disabled = false;
  }
}
