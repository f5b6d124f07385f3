// Who signs out of a machine that others use too is asked what becomes of what it keeps of them: drafts, what waits to be sent, forms
// that were taken along. Others' stays.
//   <form data-sign-out="the key of who signs out">
import { button, made } from "../filling/dom.js";
import { holdings, signedOut, wipe } from "../offline/people.js";

const MOST_WAITED = 4000;
const NOTHING = { drafts: 0, waiting: 0, packages: 0 };
const UNKNOWN = { ...NOTHING, isUnknown: true };

// A browser that does not tell keeps nobody from signing out; one that is slow to tell may hold something.
const inTime = (asked) => Promise.race([asked, new Promise((resolve) => setTimeout(resolve, MOST_WAITED, null))]);

async function ask(form) {
  const person = form.dataset.signOut;
  const held = await inTime(holdings(person)).catch(() => NOTHING);
  const leave = async () => {
    await inTime(signedOut()).catch(() => {});
    form.submit();
  };
  if (held && !Object.values(held).some(Boolean)) return leave();
  const tell = (words) => dialog.querySelector("[role=alert]").replaceChildren(words);
  const drop = () => {
    tell("กำลังลบ โปรดรอสักครู่");
    wipe(person).then(leave, () => tell("ลบไม่สำเร็จ ข้อมูลยังอยู่ในเครื่องนี้ และท่านยังไม่ได้ออกจากระบบ โปรดปิดหน้าต่างอื่นของระบบแล้วลองอีกครั้ง"));
  };
  const dialog = asked(held ?? UNKNOWN, { drop, keep: leave });
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function asked({ drafts, waiting, packages, isUnknown }, { drop, keep }) {
  const parts = [waiting && `แบบฟอร์มที่ลงชื่อแล้วและรอส่ง ${waiting}\u00a0ฉบับ`, drafts && `ร่างแบบฟอร์มของท่านที่ยังไม่ได้ส่ง ${drafts}\u00a0ฉบับ`].filter(Boolean);
  if (isUnknown) parts.push("งานของท่านซึ่งอาจยังไม่ได้ส่ง");
  const isUnsent = parts.length > 0;
  const isOnlyDrafts = drafts && !waiting && !packages;
  if (packages) parts.push(`แบบฟอร์มที่เตรียมไปภาคสนาม ${packages}\u00a0แบบ`);
  const lost = isUnsent ? "สิ่งที่ลบแล้วเรียกคืนไม่ได้" : "สิ่งที่ลบแล้วเตรียมใหม่ได้เมื่อมีสัญญาณ";
  const words = `เครื่องนี้เก็บ${parts.join(" และ")} หากผู้อื่นใช้เครื่องนี้ด้วย โปรดลบก่อนออกจากระบบ ${lost}`;
  const first = waiting || isUnknown ? made("p", { class: "warned" }, "ข้อมูลที่รอส่งยังไม่ถึงระบบ หากลบจะสูญหาย โปรดส่งก่อน หรือบันทึกรายการรอส่งเป็นไฟล์") : null;
  const close = () => dialog.close();
  const dialog = made(
    "dialog",
    { class: "sheet dialog", "aria-labelledby": "sign-out-t" },
    made("div", { class: "dialog-head" }, made("h2", { id: "sign-out-t" }, "ออกจากระบบ")),
    made("p", {}, words),
    first,
    made("p", { class: "hurt", role: "alert" }),
    made("div", { class: "acts-row" }, button(isOnlyDrafts ? "ลบร่างแล้วออกจากระบบ" : "ลบทั้งหมดแล้วออกจากระบบ", "trash", drop, "bt-stop"), button(isOnlyDrafts ? "เก็บร่างไว้แล้วออกจากระบบ" : "เก็บไว้แล้วออกจากระบบ", "logout", keep), button("ยังไม่ออกจากระบบ", "x", close, "bt-text")),
  );
  return dialog;
}

export function askAtSignOut() {
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-sign-out]") || !window.indexedDB) return;
      event.preventDefault();
      ask(event.target);
    },
    { capture: true },
  );
}
