// What is drawn holds word joiners, breaks and no-break spaces so that lines break well; what is copied is the plain text.
const DRAWN_ONLY = /[\u2060\u200b]/g;

export function copyPlainText() {
  document.addEventListener("copy", (event) => {
    if (event.target.closest?.("input, textarea")) return;
    const text = document.getSelection()?.toString();
    if (!text || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", text.replace(DRAWN_ONLY, "").replaceAll("\u00a0", " "));
    event.preventDefault();
  });
}
