// A day and a time of day: two fields for one answer.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { readDay, shortDay } from "../days.js";
import { openMonth } from "../month.js";

export default class Moment extends Widget {
  static get name() {
    return "Moment";
  }

  static get selector() {
    return '.question input[type="datetime-local"]:not(.ignore)';
  }

  _init() {
    this.element.classList.add("hide");
    const take = () => this.take();
    this.day = made("input", { type: "text", class: "ignore in in-day", autocomplete: "off", placeholder: "เช่น 20 พ.ย. 2569", "aria-label": "วันที่", readonly: this.props.readonly, onchange: take });
    this.time = made("input", { type: "time", class: "ignore in in-time", "aria-label": "เวลา", readonly: this.props.readonly, onchange: take });
    this.said = made("span", { class: "wrong day-said", role: "alert", hidden: true });
    const choose = button("เลือกวันที่", "calendar", (event) => this.open(event), "bt-soft");
    this.element.after(made("span", { class: "widget day" }, this.day, !this.props.readonly && choose, this.time), this.said);
    this.element.addEventListener("applyfocus", () => this.day.focus());
    this.update();
  }

  open(event) {
    event.preventDefault();
    openMonth(this.day, readDay(this.day.value).day ?? "", (day) => this.choose(day));
  }

  choose(day) {
    this.day.value = shortDay(day);
    this.take();
  }

  take() {
    const { day = "", why } = readDay(this.day.value);
    const lacks = day && !this.time.value ? "โปรดระบุเวลาด้วย" : !day && this.time.value ? "โปรดระบุวันที่ด้วย" : "";
    this.said.textContent = why ?? lacks;
    this.said.hidden = !(why ?? lacks);
    this.question.classList.toggle("invalid-value", Boolean(why || lacks));
    const value = day && this.time.value ? `${day}T${this.time.value}` : "";
    if (this.element.value !== value) this.originalInputValue = value;
    if (!why) this.day.value = shortDay(day);
  }

  update() {
    const [day = "", time = ""] = this.element.value.split("T");
    if (!day && (this.day.value || this.time.value) && document.activeElement && this.question.contains(document.activeElement)) return;
    this.day.value = shortDay(day);
    this.time.value = time.slice(0, 5);
  }
}
