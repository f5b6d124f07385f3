// <input type="search" data-narrow="#id">: only the labels inside #id that hold what is typed are shown; what is ticked always is.
const plain = (text) => text.replace(/[\s\u2060\u200b]+/g, "").toLowerCase();

export function narrowChoices() {
  document.addEventListener("input", (event) => {
    const box = event.target.matches("[data-narrow]") && document.querySelector(event.target.dataset.narrow);
    if (!box) return;
    const asked = plain(event.target.value);
    for (const label of box.querySelectorAll("label")) {
      label.hidden = !plain(label.textContent).includes(asked) && !label.querySelector("input")?.checked;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
  });
}
