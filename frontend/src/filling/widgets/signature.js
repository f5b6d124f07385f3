// A signature or a drawing by finger, pen or mouse; who cannot draw brings a picture of it.
import SignaturePad from "signature_pad";
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { fileNamed, freshName, keepFile } from "../files.js";
import { shrunk } from "../pictures.js";

export default class Signature extends Widget {
  static get name() {
    return "Signature";
  }

  static get selector() {
    return '.question input[data-attachment="drawing"]';
  }

  _init() {
    this.isSignature = this.question.classList.contains("or-appearance-signature");
    const words = this.isSignature ? "ช่องลงลายมือชื่อ" : "ช่องวาดภาพ";
    this.canvas = made("canvas", { class: "sign-canvas", role: "img", "aria-label": words });
    this.picture = made("input", { type: "file", class: "ignore attach-file", accept: "image/*", tabindex: "-1", "aria-hidden": "true", onchange: () => this.bring(this.picture.files[0]) });
    this.wipe = button("ลบและเขียนใหม่", "arrow-back-up", () => this.clear(), "bt-text");
    this.instead = button("ใช้ภาพแทน", "photo", () => this.picture.click(), "bt-text");
    this.element.after(made("span", { class: "widget sign" }, this.canvas, made("span", { class: "acts-row" }, this.wipe, this.picture, this.instead)));
    this.canvas.addEventListener("click", (event) => event.preventDefault());
    this.pad = new SignaturePad(this.canvas, { penColor: "#12305c", minWidth: 0.8, maxWidth: 2.6 });
    this.pad.addEventListener("endStroke", () => this.keep());
    this.element.addEventListener("applyfocus", () => this.instead.focus());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    if (this.props.readonly) this.disable();
  }

  // A canvas has the points that the screen has. Turned or widened, it is drawn again from what is kept.
  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    if (!width || this.canvas.width === Math.round(width * ratio)) return;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.clear();
    this.update();
  }

  keep() {
    this.canvas.toBlob((blob) => blob && this.set(blob), "image/png");
  }

  set(blob) {
    const name = freshName(this.isSignature ? "signature" : "drawing", blob.type || "image/png");
    keepFile(name, blob);
    this.originalInputValue = name;
  }

  async bring(file) {
    this.picture.value = "";
    if (!file) return;
    this.set(await shrunk(file));
    this.pad.clear();
    this.update();
  }

  clear() {
    this.pad.clear();
    this.originalInputValue = "";
  }

  async update() {
    const name = this.originalInputValue;
    const blob = name && fileNamed(name);
    if (!blob || !this.canvas.width) return name ? undefined : this.pad?.clear();
    const drawn = await createImageBitmap(blob);
    const { width, height } = this.canvas.getBoundingClientRect();
    const scale = Math.min(width / drawn.width, height / drawn.height);
    this.canvas.getContext("2d").drawImage(drawn, (width - drawn.width * scale) / 2, (height - drawn.height * scale) / 2, drawn.width * scale, drawn.height * scale);
  }

  disable() {
    this.pad?.off();
    this.wipe.disabled = this.instead.disabled = true;
  }

  enable() {
    if (this.props.readonly) return;
    this.pad?.on();
    this.wipe.disabled = this.instead.disabled = false;
  }
}
