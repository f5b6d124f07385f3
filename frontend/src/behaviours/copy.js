// <button data-copy="#id"> copies the words of #id; <button data-copy-text="…"> copies its own. The button says that it did.
// What only helps drawing (no-break spaces, word joiners) is not copied.
const plain = (text) => text.replace(/\u00a0/g, " ").replace(/[\u2060\u200b]/g, "").trim();

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("not copied");
}

function say(button, words) {
  const place = button.querySelector("[data-label]") ?? button;
  place.dataset.words ??= place.textContent;
  place.textContent = words;
  clearTimeout(button.calmDown);
  button.calmDown = setTimeout(() => (place.textContent = place.dataset.words), 2500);
}

export function copyOnClick() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (!button) return;
    const source = button.dataset.copy && document.querySelector(button.dataset.copy);
    const text = button.dataset.copyText ?? source?.value ?? source?.innerText ?? "";
    try {
      await put(plain(text));
      say(button, "คัดลอกแล้ว");
    } catch {
      say(button, "คัดลอกไม่ได้ โปรดเลือกข้อความแล้วคัดลอกเอง");
    }
  });
}
