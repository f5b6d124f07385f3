// Who signs out of a machine that others use too is asked what becomes of the drafts that it keeps of them. Others' drafts stay.
//   <form data-sign-out="the key of who signs out">
import { countDraftsOf, dropDraftsOf } from "../filling/drafts.js";
import { button, made } from "../filling/dom.js";

const MOST_WAITED = 1500;

// A browser that does not tell keeps nobody from signing out.
const counted = (person) => Promise.race([countDraftsOf(person), new Promise((resolve) => setTimeout(resolve, MOST_WAITED, 0))]).catch(() => 0);

async function ask(form) {
  const person = form.dataset.signOut;
  const count = await counted(person);
  if (!count) return form.submit();
  const dialog = asked(count, {
    drop: () => dropDraftsOf(person).finally(() => form.submit()),
    keep: () => form.submit(),
  });
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function asked(count, { drop, keep }) {
  const words = `เครื่องนี้เก็บร่างแบบฟอร์มของท่านที่ยังไม่ได้ส่ง ${count}\u00a0ฉบับ หากผู้อื่นใช้เครื่องนี้ด้วย โปรดลบร่างก่อนออกจากระบบ ร่างที่ลบแล้วเรียกคืนไม่ได้`;
  const close = () => dialog.close();
  const dialog = made(
    "dialog",
    { class: "sheet dialog", "aria-labelledby": "sign-out-t" },
    made("div", { class: "dialog-head" }, made("h2", { id: "sign-out-t" }, "ออกจากระบบ")),
    made("p", {}, words),
    made("div", { class: "acts-row" }, button("ลบร่างแล้วออกจากระบบ", "trash", drop, "bt-stop"), button("เก็บร่างไว้แล้วออกจากระบบ", "logout", keep), button("ยังไม่ออกจากระบบ", "x", close, "bt-text")),
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
