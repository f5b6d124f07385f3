// The outbox as a file: one line that says what is in it, then the files of all items, one after the other. Loaded on another
// device of the same person nothing comes twice, since each filled form keeps its name.
import { readOne, within } from "./base.js";
import { SENT, WAITING, instanceOf, itemsOf, keyOf } from "./outbox.js";
import { officesOf } from "./people.js";
import { digestOf } from "./pieces.js";
import { tellTabs } from "./tabs.js";

const FORMAT = "nithet-outbox";
const EDITION = 1;
const NOT_OURS = "ไฟล์นี้ไม่ใช่รายการรอส่งที่บันทึกจากระบบนี้ โปรดเลือกไฟล์ใหม่";
const LONGEST_HEAD = 64 * 1024 * 1024;

export class UnreadFileError extends Error {}

export async function saved(who) {
  const items = (await itemsOf(who.person)).filter(({ state }) => state !== SENT);
  const blobs = [];
  const lines = [];
  for (const { files, ...item } of items) {
    const told = [];
    for (const { name, blob } of files) {
      told.push({ name, type: blob.type, size: blob.size, sha256: await digestOf(blob) });
      blobs.push(blob);
    }
    lines.push({ ...item, files: told });
  }
  const head = JSON.stringify({ format: FORMAT, edition: EDITION, person: who.person, name: who.name, items: lines });
  return { blob: new Blob([head, "\n", ...blobs], { type: "application/octet-stream" }), count: items.length };
}

// How many came and how many were there already.
export async function load(file, who) {
  const { head, begin } = await headOf(file);
  await check(head, who);
  const items = await read(head.items, who.person, file, begin);
  let added = 0;
  await within("outbox", "readwrite", (outbox) => {
    for (const item of items) {
      const asked = outbox.get(item.key);
      asked.onsuccess = () => {
        if (asked.result) return;
        added += 1;
        outbox.put(item);
      };
    }
  });
  tellTabs({ wanted: true });
  return { added, known: items.length - added };
}

async function headOf(file) {
  for (let size = 64 * 1024; size <= LONGEST_HEAD; size *= 4) {
    const bytes = new Uint8Array(await file.slice(0, size).arrayBuffer());
    const end = bytes.indexOf(10);
    if (end >= 0) return { head: parsed(new TextDecoder().decode(bytes.subarray(0, end))), begin: end + 1 };
    if (size >= file.size) break;
  }
  throw new UnreadFileError(NOT_OURS);
}

function parsed(text) {
  try {
    const head = JSON.parse(text);
    if (head.format === FORMAT && head.edition <= EDITION && Array.isArray(head.items)) return head;
  } catch {
    // Told below.
  }
  throw new UnreadFileError(NOT_OURS);
}

// What a file says of whose it is and where it goes is not believed: this person's, for offices where they have been signed in here.
async function check(head, who) {
  if ([head, ...head.items].some((line) => line?.person !== who.person)) throw new UnreadFileError(`ไฟล์นี้มีรายการรอส่งของ ${head.person === who.person ? "ผู้อื่น" : head.name} จึงนำเข้าได้เมื่อเจ้าของเข้าสู่ระบบในเครื่องนี้เท่านั้น`);
  if (!head.items.every(isWhole)) throw new UnreadFileError(NOT_OURS);
  const offices = officesOf(await readOne("people", who.person));
  const other = head.items.find(({ office }) => !offices.includes(office));
  if (other) throw new UnreadFileError(`ไฟล์นี้มีรายการของสำนักงานที่ท่านยังไม่เคยเปิดในเครื่องนี้ (${other.office}) จึงไม่ได้นำเข้ารายการใด โปรดเปิดหน้าของสำนักงานนั้นในเครื่องนี้เมื่อมีสัญญาณ แล้วนำเข้าใหม่`);
}

const isText = (value) => typeof value === "string";
const isWhole = ({ form, title, xml, files }) => [form, title, xml].every(isText) && instanceOf(xml) !== "" && Array.isArray(files) && files.every((one) => isText(one?.name) && Number.isSafeInteger(one.size) && one.size >= 0);

// Only what an item has; its name is the one in its answers.
async function read(lines, person, file, begin) {
  const items = [];
  let at = begin;
  for (const { files, name: by, office, form, title, words, version, xml, filled_at } of lines) {
    const instance = instanceOf(xml);
    const blobs = [];
    for (const { name, type, size, sha256 } of files) {
      // A copy: what the picked file holds may go away with it.
      const blob = new Blob([await file.slice(at, at + size).arrayBuffer()], { type });
      if (blob.size !== size || (await digestOf(blob)) !== sha256) throw new UnreadFileError("ไฟล์นี้ไม่ครบถ้วน จึงไม่ได้นำเข้ารายการใด โปรดบันทึกไฟล์จากเครื่องเดิมใหม่");
      blobs.push({ name, blob });
      at += size;
    }
    items.push({ person, instance, name: by, office, form, title, words, version, xml, filled_at: Number(filled_at) || Date.now(), key: keyOf(person, instance), state: WAITING, tries: 0, next_at: 0, refusal: "", code: "", files: blobs });
  }
  return items;
}
