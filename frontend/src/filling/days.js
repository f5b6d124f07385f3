// Days as people write them in the Buddhist era; the value kept is ISO. The rules are those of nithet/thai/dates.py.
const MONTHS = [
  "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
];
const SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];
export const LETTERS = ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."];
const OFFSET = 543;
const EXAMPLE = "เช่น 20 พ.ย. 2569 หรือ 20/11/2569";

export const toArabic = (text) => text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));
const bare = (word) => word.replace(/[.\s]/g, "");
const iso = (year, month, day) => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
export const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function monthOf(word) {
  if (/^\d+$/.test(word)) return Number(word);
  const typed = bare(word);
  const found = MONTHS.findIndex((name, at) => name === typed || bare(SHORT[at]) === typed);
  return found + 1;
}

function yearOf(digits, era) {
  const year = digits.length === 4 ? Number(digits) : 2500 + Number(digits);
  if (era?.startsWith("ค")) return { year };
  if (year >= 2443 && year <= 2742) return { year: year - OFFSET };
  if (year >= 1900 && year <= 2199) return { asks: `ปี ${year} เป็น ค.ศ. หมายถึง พ.ศ. ${year + OFFSET} ใช่หรือไม่ หากใช่ โปรดพิมพ์ปี ${year + OFFSET}` };
  return { asks: `ปี ${digits} อยู่นอกช่วงที่รับได้ โปรดพิมพ์ปี พ.ศ. เช่น 2569` };
}

const FORMS = [
  { form: /^(\d{1,2})\s?([-/.–])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/, at: [1, 3, 4] },
  { form: /^(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})$/, at: [4, 3, 1] },
  { form: /^(\d{1,2})[\s/-]*(?:เดือน\s?)?([ก-๎.]+?)[\s,/-]*(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี)?\s?['’]?(\d{4}|\d{2})$/, at: [1, 2, 4], era: 3 },
];

// What was typed as {day: ISO} or {why: what to do}; {} for nothing.
export function readDay(text) {
  const line = toArabic(text.normalize("NFC").replace(/[\u200b\u200c\u200d\ufeff]/g, "").replace(/\s+/g, " ").trim());
  if (!line) return {};
  const body = line.replace(/^(วัน\s?)?(จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)?\s?(ที่|วันที่)?\s?(?=\d)/, "");
  for (const { form, at, era } of FORMS) {
    const found = form.exec(body);
    if (found) return dayOf(found[at[0]], found[at[1]], found[at[2]], era && found[era]);
  }
  return { why: `“${text}” ไม่ใช่วันที่ที่อ่านได้ โปรดพิมพ์วัน เดือน ปี พ.ศ. ${EXAMPLE}` };
}

function dayOf(day, monthWord, digits, era) {
  const month = monthOf(monthWord);
  if (month < 1 || month > 12) return { why: `เดือนไม่ถูกต้อง โปรดพิมพ์วัน เดือน ปี พ.ศ. ตามลำดับ ${EXAMPLE}` };
  const { year, asks } = yearOf(digits, era);
  if (asks) return { why: asks };
  const most = daysIn(year, month);
  if (day < 1 || day > most) return { why: `เดือน${MONTHS[month - 1]} พ.ศ. ${year + OFFSET} มี ${most} วัน ไม่มีวันที่ ${day} โปรดตรวจวันที่อีกครั้ง` };
  return { day: iso(year, month, Number(day)) };
}

export function parts(day) {
  const [year, month, date] = day.split("-").map(Number);
  return { year, month, date };
}

export function shortDay(day) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const { year, month, date } = parts(day);
  return `${date} ${SHORT[month - 1]} ${year + OFFSET}`;
}

export function longDay(day) {
  const { year, month, date } = parts(day);
  return `${date} ${MONTHS[month - 1]} ${year + OFFSET}`;
}

export const monthName = (year, month) => `${MONTHS[month - 1]} ${year + OFFSET}`;

export function moved(day, by) {
  const { year, month, date } = parts(day);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}

export function today() {
  const now = new Date();
  return iso(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

// Six weeks or fewer, Monday first; days of other months left empty.
export function weeksOf(year, month) {
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const cells = [...Array(before).fill(null), ...Array.from({ length: daysIn(year, month) }, (_, at) => iso(year, month, at + 1))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => [...cells.slice(week * 7, week * 7 + 7)]);
}

export const clockTime = (moment) => `${String(moment.getHours()).padStart(2, "0")}.${String(moment.getMinutes()).padStart(2, "0")} น.`;
