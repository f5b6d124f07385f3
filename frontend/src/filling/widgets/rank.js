// Putting things in order: by buttons, so that it works by finger, mouse and keyboard alike.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";

export default class Rank extends Widget {
  static get name() {
    return "Rank";
  }

  static get list() {
    return true;
  }

  static get selector() {
    return ".question input.rank";
  }

  _init() {
    this.element.classList.add("hide");
    this.choices = this.element.parentElement.querySelector(".option-wrapper");
    this.choices.classList.add("hide");
    this.said = made("span", { class: "quiet", role: "status" });
    this.lines = made("ol", { class: "rank-list" });
    this.take = button("ใช้ลำดับนี้", "check", () => this.set(this.order), "bt-soft");
    this.drop = button("ล้างลำดับ", "trash", () => this.set([]), "bt-text");
    this.element.after(made("div", { class: "widget rank-order" }, this.said, this.lines, this.take, this.drop));
    this.element.addEventListener("applyfocus", () => this.take.focus());
    this.update();
  }

  get offered() {
    const labels = [...this.choices.querySelectorAll("label:not(.itemset-template)")];
    return new Map(labels.map((label) => [label.querySelector("input").value, label.querySelector(".option-label.active, .option-label")?.textContent ?? ""]));
  }

  set(order) {
    this.originalInputValue = order.join(" ");
    this.update();
  }

  move(at, by) {
    const order = [...this.order];
    [order[at], order[at + by]] = [order[at + by], order[at]];
    this.set(order);
    this.lines.children[at + by].querySelector(`[data-by="${by}"]:not([disabled]), button:not([disabled])`)?.focus();
  }

  update() {
    const { offered } = this;
    const answered = this.originalInputValue.split(" ").filter((name) => offered.has(name));
    this.order = [...answered, ...[...offered.keys()].filter((name) => !answered.includes(name))];
    this.lines.replaceChildren(...this.order.map((name, at) => made("li", {}, made("span", {}, offered.get(name)), this.mover(at, -1), this.mover(at, 1))));
    this.said.textContent = answered.length ? "" : "ยังไม่ได้จัดลำดับ";
    this.take.hidden = Boolean(answered.length);
    this.drop.hidden = !answered.length;
  }

  mover(at, by) {
    const words = `${by < 0 ? "เลื่อนขึ้น" : "เลื่อนลง"} ${this.offered.get(this.order[at])}`;
    const mover = button("", by < 0 ? "arrow-up" : "arrow-down", () => this.move(at, by));
    mover.disabled = this.props.readonly || !this.order[at + by];
    mover.dataset.by = by;
    mover.setAttribute("aria-label", words);
    return mover;
  }
}
