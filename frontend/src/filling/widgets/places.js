// A way or an area: points taken one after the other where one stands.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { asAnswer, whereOnce } from "./place.js";

export default class Places extends Widget {
  static get name() {
    return "Places";
  }

  static get selector() {
    return '.question input[data-type-xml="geotrace"]:not(.ignore), .question input[data-type-xml="geoshape"]:not(.ignore)';
  }

  _init() {
    this.element.classList.add("hide");
    this.isShape = this.element.dataset.typeXml === "geoshape";
    this.list = made("ol", { class: "place-list" });
    this.said = made("span", { class: "place-said quiet", role: "status" });
    this.add = button("เพิ่มจุดที่อยู่ขณะนี้", "map-pin", () => this.ask(), "bt-soft");
    this.undo = button("นำจุดสุดท้ายออก", "arrow-back-up", () => this.set(this.points.slice(0, -1)), "bt-text");
    this.element.after(made("span", { class: "widget places" }, this.list, this.add, this.undo), this.said);
    this.element.addEventListener("applyfocus", () => this.add.focus());
    this.update();
  }

  // An area ends where it began; that point is written, not shown.
  get points() {
    const all = this.originalInputValue.split(";").map((point) => point.trim()).filter(Boolean);
    return this.isShape && all.length > 3 && all[0] === all.at(-1) ? all.slice(0, -1) : all;
  }

  async ask() {
    this.said.textContent = "กำลังหาตำแหน่ง";
    try {
      this.set([...this.points, asAnswer(await whereOnce())]);
      this.said.textContent = "";
    } catch (error) {
      this.said.textContent = error.message;
    }
  }

  set(points) {
    const all = this.isShape && points.length > 2 ? [...points, points[0]] : points;
    this.originalInputValue = all.join(";");
    this.update();
  }

  update() {
    const { points } = this;
    this.list.replaceChildren(...points.map((point) => made("li", { class: "num" }, point.split(" ").slice(0, 2).join(", "))));
    this.undo.hidden = !points.length;
  }
}
