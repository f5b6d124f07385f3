// Picture, table, or both; one of them always stays.
export function switchViews(drawn) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    const figure = button?.closest("figure");
    if (!figure) return;
    const buttons = [...figure.querySelectorAll("[data-show]")];
    const isOn = (one) => one.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isOn(button)));
    if (!buttons.some(isOn)) buttons.find((one) => one !== button).setAttribute("aria-pressed", "true");
    for (const one of buttons) figure.querySelector(`[data-chart-${one.dataset.show}]`).hidden = !isOn(one);
    drawn(figure);
  });
}
