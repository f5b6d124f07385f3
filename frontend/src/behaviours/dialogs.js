// <a href="#id" data-dialog="#id"> opens <dialog id="id">; [data-close] inside, or a press beside it, closes.
// Without JavaScript the link's target is shown by CSS (dialog:target).
export function openDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.querySelector(opener.dataset.dialog);
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (!dialog.open) return;
      event.preventDefault();
      dialog.close();
    } else if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });
}
