// Several out of a long list: found by typing, ticked one by one. What was ticked before stands on top; nothing moves under a finger.
import Widget from "enketo-core/src/js/widget";

import { made } from "../dom.js";

export default class Several extends Widget {
  static get name() {
    return "Several";
  }

  static get list() {
    return true;
  }

  static get selector() {
    return ".question select[multiple]";
  }

  _init() {
    this.element.classList.add("hide");
    this.find = made("input", { type: "search", class: "ignore in", autocomplete: "off", placeholder: "พิมพ์เพื่อค้นหา", "aria-label": "ค้นหาในรายการ", oninput: () => this.sift() });
    this.said = made("span", { class: "small quiet", role: "status" });
    this.lines = made("div", { class: "option-wrapper several-lines" });
    this.element.after(made("div", { class: "widget several" }, this.find, this.said, this.lines));
    this.element.addEventListener("applyfocus", () => this.find.focus());
    this.update();
  }

  get offered() {
    return [...this.element.options].filter((option) => option.value && !option.classList.contains("itemset-template"));
  }

  update() {
    const chosenFirst = this.offered.sort((one, other) => other.selected - one.selected);
    this.lines.replaceChildren(...chosenFirst.map((option) => this.line(option)));
    this.sift();
  }

  line(option) {
    const take = (event) => {
      event.stopPropagation();
      option.selected = box.checked;
      label.toggleAttribute("data-checked", box.checked);
      this.tell();
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const box = made("input", { type: "checkbox", class: "ignore", disabled: Boolean(this.props.readonly), onchange: take });
    box.checked = option.selected;
    const label = made("label", { "data-checked": option.selected }, box, made("span", {}, option.textContent));
    return label;
  }

  // What is ticked stays in sight whatever is looked for.
  sift() {
    const wanted = this.find.value.trim().toLowerCase();
    for (const label of this.lines.children) label.hidden = !label.hasAttribute("data-checked") && !label.textContent.toLowerCase().includes(wanted);
    this.tell();
  }

  tell() {
    const chosen = this.element.selectedOptions.length;
    const isNoneShown = [...this.lines.children].every((label) => label.hidden);
    this.said.textContent = isNoneShown ? "ไม่พบรายการที่ค้นหา โปรดลองคำอื่น" : chosen ? `เลือกแล้ว ${chosen} รายการ` : "";
  }
}
