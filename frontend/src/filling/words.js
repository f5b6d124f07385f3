// What enketo says, in Thai. Stands in the place of its translator (vite.config.js).
const WORDS = {
  "constraint.invalid": "คำตอบนี้ไม่อยู่ในเกณฑ์ที่กำหนด โปรดตรวจสอบ",
  "constraint.required": "โปรดตอบข้อนี้",
  "hint.guidance.details": "คำอธิบายเพิ่มเติม",
  "form.required": "จำเป็น",
  "alert.gotonotfound.msg": "ไม่พบข้อ “__path__” ในแบบฟอร์มนี้",
  "alert.valuehasspaces.multiple": "ตัวเลือก “__value__” มีช่องว่าง จึงเลือกหลายข้อไม่ได้ โปรดแจ้งผู้จัดทำแบบฟอร์ม",
  "confirm.repeatremove.heading": "นำรายการนี้ออก",
  "confirm.repeatremove.msg": "คำตอบในรายการนี้จะหายไปและเรียกคืนไม่ได้ ต้องการนำออกหรือไม่",
  "rankwidget.tapstart": "แตะเพื่อเริ่มจัดลำดับ",
  "rankwidget.clickstart": "กดเพื่อเริ่มจัดลำดับ",
  "selectpicker.noneselected": "ยังไม่ได้เลือก",
  "selectpicker.numberselected": "เลือกแล้ว __number__ ข้อ",
};

export function t(key, options = {}) {
  return (WORDS[key] ?? "").replace(/__([^_]+)__/g, (_, name) => options[name] ?? "");
}
