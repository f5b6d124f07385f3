// A long instrument comes folded, so that a phone shows where one is. Where there is room all of it is unfolded, and what the
// address names is always.
const BLOCK = "details.result-block";

export function unfold(all) {
  if (all) document.querySelectorAll(`${BLOCK}:not(.is-detail)`).forEach((block) => (block.open = true));
  window.addEventListener("hashchange", unfoldNamed);
  unfoldNamed();
}

function unfoldNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named?.matches(BLOCK)) return;
  named.open = true;
  named.scrollIntoView();
}
