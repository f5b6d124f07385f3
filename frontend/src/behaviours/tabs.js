// The tab of this page stands in view where the row of tabs is wider than the phone.
const show = () => {
  for (const row of document.querySelectorAll(".tabs")) {
    const here = row.querySelector("[aria-current]");
    if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
};

export function showCurrentTab() {
  show();
  document.addEventListener("htmx:afterSettle", show);
}
