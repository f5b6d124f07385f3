// Browsers end Thai lines by a dictionary that takes a letter of the word behind: ผู้อำนวยการก|ลุ่ม, วางตา|ราง. Where the
// browser itself would break inside one of these words, a break that cannot be seen is put before it.
const WHOLE = [
  "กระจาย", "กระดาษ", "กระทบ", "กระทรวง", "กระทำ", "กระบวน", "กรอก", "กรณี", "กลับ", "กลาง", "กลุ่ม", "ข้อความ", "ข้อมูล", "ครั้ง", "คำขอ",
  "คำตอบ", "คำร้อง", "ความเห็น", "คู่มือ", "ตาราง", "ตัวเลข", "ตัวอย่าง", "ทดลอง", "ทราบ", "ทะเบียน", "นโยบาย", "นวัตกรรม", "นำเข้า", "นำเสนอ",
  "บริการ", "บริหาร", "ประกาศ", "ประกอบ", "ประจำ", "ประชุม", "ประเภท", "ประเมิน", "ประวัติ", "ปรับ", "พื้นที่", "ระดับ", "ระบุ", "รับรอง", "รหัส",
  "ลำดับ", "สถานะ", "สนับสนุน", "สภาพ", "สร้าง", "สุขภาพ", "หนึ่ง", "หน้าที่", "หมายเหตุ", "หลักสูตร", "หารือ", "อบรม", "ออกแบบ", "อย่าง",
];
// กรอบ is not the end of ทุกรอบ: the bar says where the word begins.
const PARTED = ["ทุก|รอบ", ...WHOLE, "กรอบ"];
const WORD = new RegExp(PARTED.map((word) => word.replace("|", "")).join("|"), "g");
const BEGINS = new Map(PARTED.map((word) => [word.replace("|", ""), Math.max(0, word.indexOf("|"))]));
const RUN = /[\u0e01-\u0e4e]+/g;
const LEFT_ALONE = "script, style, textarea, select, svg, [contenteditable]";

const browser = "Segmenter" in Intl && new Intl.Segmenter("th", { granularity: "word" });
const known = new Map();

/** Where the browser ends lines in a run of Thai letters. */
const ends = (run) => new Set([...browser.segment(run)].map((word) => word.index));

function parted(run) {
  if (run.search(WORD) < 0) return run;
  if (!known.has(run)) known.set(run, partedAnew(run));
  return known.get(run);
}

function partedAnew(run) {
  const breaks = ends(run);
  const isTorn = (from, to) => !breaks.has(from) && [...breaks].some((at) => at > from && at < to);
  const places = [...run.matchAll(WORD)]
    .map(({ index, 0: word }) => [index + BEGINS.get(word), index + word.length])
    .filter(([from, to]) => from > 0 && isTorn(from, to));
  return places.reduceRight((text, [from]) => `${text.slice(0, from)}\u200b${text.slice(from)}`, run);
}

function mend(part) {
  if (part.closest(LEFT_ALONE)) return;
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.data.search(WORD) < 0) continue;
    const whole = text.data.replace(RUN, parted);
    if (whole !== text.data && !text.parentElement.closest(LEFT_ALONE)) text.data = whole;
  }
}

export function keepWordsWhole() {
  if (!browser) return;
  document.addEventListener("htmx:load", (event) => mend(event.detail.elt));
  mend(document.body);
}
