// Who signs out may have all of theirs wiped from this device. Another tab may stand open on it: it shows none of it any more, and what
// it was about to keep does not come back.
import { made, sign } from "../filling/dom.js";
import { whenTold } from "./tabs.js";

// `act`: what this page has to give up; the tab in which the person signs out goes on by itself.
export function whenWiped(person, act = () => {}) {
  whenTold(({ wiped }, { isOwn }) => {
    if (!wiped || wiped !== person) return;
    act();
    if (!isOwn) showGone();
  });
}

function showGone() {
  const words = made("p", {}, "งานในเครื่องนี้ถูกลบแล้ว เพราะเจ้าของออกจากระบบในอีกหน้าต่างหนึ่ง");
  const way = made("p", { class: "way-on" }, made("a", { class: "bt bt-soft", href: "/accounts/sign-in/" }, "เข้าสู่ระบบ"));
  document.title = "ออกจากระบบแล้ว · นิเทศ";
  document.querySelector("[data-field-bar]")?.remove();
  document.querySelector(".foot")?.remove();
  for (const name of document.querySelectorAll("[data-field=who]")) name.textContent = "";
  document.querySelector("main").replaceChildren(made("div", { class: "note note-back", role: "alert", tabindex: "-1" }, sign("late"), made("div", {}, words, way)));
}
