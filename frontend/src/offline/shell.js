// The pages that work without a network: which one, whose, and what stands on it comes from this device alone.
import "./offline.css";
import { made } from "../filling/dom.js";
import { showBar } from "./bar.js";
import { keepSending } from "./driver.js";
import { fillForm } from "./fill.js";
import { showHome } from "./home.js";
import { showOutbox } from "./outbox_page.js";
import { whenWiped } from "./gone.js";
import { whose } from "./people.js";
import { keepRegistered } from "./registering.js";
import { askedSoon, fetchInTime } from "./session.js";
import { whenTold } from "./tabs.js";

const at = (name) => document.querySelector(`[data-field="${name}"]`);

async function begin() {
  if (document.body.dataset.shell === "away") return showAway(await whose());
  const office = location.pathname.split("/")[1];
  // Nobody's work is shown before it is known who is here, or that there is no signal.
  const session = await known(office);
  const who = await whose();
  let here = who && { ...who, office };
  // Whoever is signed in elsewhere meanwhile: this page goes on with whose work it shows, or begins anew.
  whenTold(({ switched }) => switched && reload());
  whenWiped(who?.person, () => (here = null));
  for (const link of document.querySelectorAll("[data-field-link]")) link.href = `/${office}/field/${link.dataset.fieldLink}`;
  showBar(async () => here);
  if (here) await showPlace(here);
  else showNobody();
  keepRegistered();
  await keepSending(async () => here ?? { person: "", office }, { probing: true, session });
  if (!here && (await whose())) location.reload();
}

async function known(office) {
  const place = at("home") ?? at("outbox");
  const late = setTimeout(() => place.replaceChildren(made("p", { class: "say quiet", role: "status" }, "กำลังตรวจว่าใครใช้เครื่องนี้อยู่")), 600);
  try {
    return await askedSoon(office);
  } finally {
    clearTimeout(late);
    place.replaceChildren();
  }
}

// What stands in a field that nobody has left is kept before.
function reload() {
  document.activeElement?.blur?.();
  setTimeout(() => location.reload(), 600);
}

async function showPlace(who) {
  at("who").textContent = who.isSignedOut ? `งานของ ${who.name} · ออกจากระบบแล้ว` : who.name;
  if (document.body.dataset.shell === "outbox") return showOutbox(who, at("outbox"));
  const asked = new URLSearchParams(location.search);
  const name = asked.get("form");
  if (!name) return showHome(who, at("home"));
  if (!asked.get("draft")) {
    asked.set("draft", `field-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`);
    history.replaceState(null, "", `?${asked}`);
  }
  document.body.classList.add("is-filling");
  const title = await fillForm(who, name, asked.get("draft"));
  if (title) return named(title);
  document.body.classList.remove("is-filling");
  return showHome(who, at("home"), "แบบฟอร์มนี้ยังไม่ได้เตรียมไว้ในเครื่องนี้ โปรดเตรียมเมื่อมีสัญญาณ");
}

function named(title) {
  for (const place of [document.querySelector("h1"), document.querySelector(".brand-words b")]) place.textContent = title;
  document.title = `${title} · นิเทศ`;
}

function showNobody() {
  const words = "เครื่องนี้ยังไม่มีงานภาคสนาม โปรดเข้าสู่ระบบและเตรียมแบบฟอร์มเมื่อมีสัญญาณ";
  (at("home") ?? at("outbox")).replaceChildren(made("div", { class: "say sheet" }, made("p", {}, words), made("p", { class: "way-on" }, made("a", { class: "bt bt-soft", href: `/accounts/sign-in/?next=${encodeURIComponent(location.pathname)}` }, "เข้าสู่ระบบ"))));
}

function showAway(who) {
  const ways = at("ways");
  if (who) ways.replaceChildren(made("a", { class: "bt bt-go", href: `/${who.office}/field/fill/` }, "งานภาคสนามในเครื่องนี้"), made("a", { class: "bt", href: `/${who.office}/field/outbox/` }, "รายการรอส่ง"));
  ways.append(made("button", { type: "button", class: "bt", onclick: () => location.reload() }, "ลองอีกครั้ง"));
  // Who goes elsewhere meanwhile is not called back.
  let isLeaving = false;
  addEventListener("beforeunload", () => (isLeaving = true));
  // A network may lead nowhere, or be there a moment after the browser has said so.
  const look = async () => {
    if (isLeaving || !navigator.onLine || document.visibilityState === "hidden") return;
    const isThere = await fetchInTime(location.href, { method: "HEAD" }).catch(() => null);
    if (isThere && !isLeaving) location.reload();
  };
  addEventListener("online", look);
  setInterval(look, 5000);
}

begin().catch((error) => {
  console.error(error);
  (at("home") ?? at("outbox") ?? at("ways"))?.prepend(made("div", { class: "note note-late", role: "alert" }, made("p", {}, "เบราว์เซอร์นี้เปิดข้อมูลในเครื่องไม่ได้ โปรดเปิดด้วยหน้าต่างปกติที่ไม่ใช่โหมดส่วนตัว หรือใช้เบราว์เซอร์อื่น")));
});
