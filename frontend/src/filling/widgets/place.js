// Where one is: read from the device, or typed as latitude and longitude.
import Widget from "enketo-core/src/js/widget";

import { button, made } from "../dom.js";
import { toArabic } from "../days.js";

const REFUSED = { 1: "เครื่องไม่อนุญาตให้อ่านตำแหน่ง โปรดเปิดสิทธิ์ตำแหน่งที่ตั้งให้เบราว์เซอร์ หรือพิมพ์พิกัดเอง", 2: "เครื่องยังหาตำแหน่งไม่ได้ โปรดออกไปที่โล่งแล้วลองอีกครั้ง หรือพิมพ์พิกัดเอง", 3: "หาตำแหน่งนานเกินไป โปรดลองอีกครั้ง หรือพิมพ์พิกัดเอง" };

export function whereOnce() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error(REFUSED[2]));
    const failed = (error) => reject(new Error(REFUSED[error.code] ?? REFUSED[2]));
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), failed, { enableHighAccuracy: true, timeout: 30000, maximumAge: 0 });
  });
}

const rounded = (number, places) => (number == null ? 0 : Number(number.toFixed(places)));
// The height stands before the accuracy, so that it is said wherever the accuracy is known.
const known = ({ altitude, accuracy }) => (accuracy == null ? [] : [rounded(altitude, 1), rounded(accuracy, 1)]);
export const asAnswer = (coords) => [rounded(coords.latitude, 6), rounded(coords.longitude, 6), ...known(coords)].join(" ");

export default class Place extends Widget {
  static get name() {
    return "Place";
  }

  static get selector() {
    return '.question input[data-type-xml="geopoint"]:not(.ignore)';
  }

  _init() {
    this.element.classList.add("hide");
    const number = (words, most) => made("input", { type: "text", inputmode: "decimal", class: "ignore in", autocomplete: "off", "aria-label": words, placeholder: words, readonly: this.props.readonly, "data-most": most, onchange: () => this.take() });
    this.latitude = number("ละติจูด เช่น 13.756300", 90);
    this.longitude = number("ลองจิจูด เช่น 100.501800", 180);
    this.said = made("span", { class: "place-said quiet", role: "status" });
    this.find = button("ใช้ตำแหน่งขณะนี้", "map-pin", () => this.ask(), "bt-soft");
    this.drop = button("ล้าง", "trash", () => this.clear(), "bt-text");
    this.element.after(made("span", { class: "widget place-fields" }, this.find, this.latitude, this.longitude, this.drop), this.said);
    this.element.addEventListener("applyfocus", () => this.find.focus());
    this.update();
  }

  async ask() {
    this.say("กำลังหาตำแหน่ง");
    try {
      this.originalInputValue = asAnswer(await whereOnce());
      this.update();
    } catch (error) {
      this.say(error.message, true);
    }
  }

  take() {
    const [latitude, longitude] = [this.latitude, this.longitude].map((field) => toArabic(field.value.trim()));
    if (!latitude && !longitude) return this.clear();
    const isFit = [latitude, longitude].every((text, at) => /^-?\d{1,3}(\.\d+)?$/.test(text) && Math.abs(text) <= (at ? 180 : 90));
    this.question.classList.toggle("invalid-value", !isFit);
    if (!isFit) return this.say("พิกัดต้องเป็นละติจูดและลองจิจูดทั้งสองช่อง เช่น 13.7563 และ 100.5018", true);
    this.originalInputValue = `${latitude} ${longitude}`;
    this.update();
  }

  clear() {
    this.question.classList.remove("invalid-value");
    this.originalInputValue = "";
    this.update();
  }

  say(words, isWrong = false) {
    this.said.textContent = words;
    this.said.classList.toggle("wrong", isWrong);
  }

  update() {
    const [latitude = "", longitude = "", , accuracy = "0"] = this.originalInputValue.split(" ");
    this.latitude.value = latitude;
    this.longitude.value = longitude;
    this.drop.hidden = !latitude;
    this.say(Number(accuracy) ? `คลาดเคลื่อนไม่เกิน ${Math.round(Number(accuracy))} เมตร` : "");
  }
}
