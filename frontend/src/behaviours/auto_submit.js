// <form data-auto>: a changed filter is applied at once; the button for those without JavaScript is hidden by CSS.
export function submitFiltersAtOnce() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
