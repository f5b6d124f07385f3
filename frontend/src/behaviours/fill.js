// <button type="button" data-fill="#id_username" data-value="somchai"> writes the value and goes to the next empty field.
export function fillFields() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    const field = button && document.querySelector(button.dataset.fill);
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const next = [...field.form.elements].find((other) => other.matches("input:not([type=hidden])") && !other.value);
    (next ?? field).focus();
  });
}
