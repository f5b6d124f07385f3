// A form is sent once: its button sleeps while the answer is on its way, and wakes when the person comes back to the page.
// <form data-again> may be sent again and again (a download).
const sleeping = new Set();

function sleep(form, submitter) {
  form.dataset.sent = "yes";
  // Only after the browser has read the button's own name and value.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) rest(button);
    if (submitter) rest(submitter);
  });
}

function rest(button) {
  if (button.disabled) return;
  button.disabled = true;
  sleeping.add(button);
}

function wake() {
  for (const button of sleeping) button.disabled = false;
  sleeping.clear();
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

export function submitOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const byHtmx = form.matches("[hx-post], [hx-get], [data-hx-post]") || event.submitter?.matches("[hx-post], [hx-get]");
    if (form.method !== "post" || byHtmx || form.matches("[data-again]") || event.submitter?.formTarget === "_blank") return;
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented) sleep(form, event.submitter);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches("form") && form.method === "post") sleep(form);
  });
  document.addEventListener("htmx:afterRequest", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
}
