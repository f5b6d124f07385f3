// A photo or another file. Photos are made smaller on the device; the answer is the name of the file.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { fileNamed, freshName, keepFile } from "../files.js";
import { shrunk } from "../pictures.js";

const MOST = { picture: 10, other: 25 };

export default class Attachment extends Widget {
  static get name() {
    return "Attachment";
  }

  static get selector() {
    return '.question input[data-attachment="file"]';
  }

  _init() {
    this.isPicture = this.element.dataset.accept?.startsWith("image/");
    this.chosen = made("input", { type: "file", class: "ignore attach-file", accept: this.element.dataset.accept || null, tabindex: "-1", "aria-hidden": "true", onchange: () => this.take(this.chosen.files[0]) });
    this.choose = button(this.isPicture ? "ถ่ายหรือเลือกภาพ" : "เลือกไฟล์", this.isPicture ? "camera" : "paperclip", () => this.chosen.click(), "bt-soft");
    this.drop = button("นำออก", "trash", () => this.set(""), "bt-text");
    this.shown = made("span", { class: "attach-shown" });
    this.said = made("span", { class: "attach-said", role: "status" });
    this.element.after(made("span", { class: "widget attach" }, this.shown, this.chosen, this.choose, this.drop), this.said);
    this.element.addEventListener("applyfocus", () => this.choose.focus());
    this.update();
  }

  async take(file) {
    this.chosen.value = "";
    if (!file) return;
    this.say("กำลังเตรียมไฟล์");
    const blob = this.isPicture ? await shrunk(file) : file;
    const most = this.isPicture ? MOST.picture : MOST.other;
    if (!blob.size) return this.say(`ไฟล์ “${file.name}” ว่างเปล่า โปรดเลือกไฟล์ใหม่`, true);
    if (blob.size > most * 1024 * 1024) return this.say(`ไฟล์ “${file.name}” ใหญ่เกิน ${most} MB โปรดลดขนาดก่อนแนบ`, true);
    const name = freshName(this.isPicture ? "photo" : "file", blob.type, file.name);
    keepFile(name, blob);
    this.say("");
    this.set(name);
    this.shown.title = file.name;
  }

  say(words, isWrong = false) {
    this.said.textContent = words;
    this.said.classList.toggle("wrong", isWrong);
  }

  set(name) {
    this.originalInputValue = name;
    this.update();
  }

  update() {
    const name = this.originalInputValue;
    const blob = fileNamed(name);
    this.drop.hidden = !name;
    this.choose.lastChild.textContent = name ? "เปลี่ยน" : this.isPicture ? "ถ่ายหรือเลือกภาพ" : "เลือกไฟล์";
    const isShown = blob?.type.startsWith("image/");
    this.shown.replaceChildren(...(isShown ? [made("img", { src: URL.createObjectURL(blob), alt: "ภาพที่แนบ" })] : name ? [made("span", { class: "quiet" }, name)] : []));
    if (name && !blob) this.say("ไฟล์นี้ไม่ได้อยู่ในเครื่องนี้ โปรดแนบอีกครั้ง", true);
  }

  disable() {
    this.choose.disabled = this.drop.disabled = true;
  }

  enable() {
    this.choose.disabled = this.drop.disabled = false;
  }
}
