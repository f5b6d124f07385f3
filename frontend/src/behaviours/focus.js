// After a swap the focus goes to what changed, unless the person is already somewhere else that still stands.
export function focusWhatChanged() {
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (part.closest?.("[data-quiet]")) return; // it renews itself: nobody pressed anything
    const wanted = part.querySelector?.("[data-focus], [autofocus], [aria-invalid=true]");
    if (!wanted && (document.activeElement !== document.body || part.closest?.("[data-review]"))) return;
    const target = wanted ?? part;
    if (!target.matches("a, button, input, select, textarea, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: !wanted });
  });
}
