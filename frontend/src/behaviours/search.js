// The box for all: arrows go from the field into what was found and back; pressing "/" again starts anew.
const found = () => [...document.querySelectorAll("#search-found a")];

function step(event, by) {
  const links = found();
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here + by;
  event.preventDefault();
  if (next < 0) document.querySelector("#search-all").focus();
  else links[Math.min(links.length - 1, next)].focus();
}

export function walkThroughFound() {
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("#search")) return;
    if (event.key === "ArrowDown") step(event, 1);
    else if (event.key === "ArrowUp" && event.target.id !== "search-all") step(event, -1);
  });
}
