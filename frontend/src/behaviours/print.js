// <button class="js-only" data-print> opens the browser's print dialog; <main … data-print-now> opens it with the page.
export function printOnClick() {
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
  if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());
}
