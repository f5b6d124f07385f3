// Colours and contrast chosen in the menu, kept on this device.
// <button data-theme-choice="auto|light|dark">, <button data-contrast-choice="normal|high">
const root = document.documentElement;
const preference = matchMedia("(prefers-color-scheme: dark)");

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value, unset) {
  try {
    if (value === unset) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows the choice until the next page.
  }
}

function wear(theme, contrast) {
  const dark = theme === "auto" ? preference.matches : theme === "dark";
  root.dataset.bsTheme = dark ? "dark" : "light";
  if (contrast === "high") root.dataset.contrast = "high";
  else delete root.dataset.contrast;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
  for (const button of document.querySelectorAll("[data-contrast-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.contrastChoice === contrast));
  }
}

export function offerAppearance() {
  let theme = read("nithet-theme") ?? "auto";
  let contrast = read("nithet-contrast") ?? "normal";
  wear(theme, contrast);
  preference.addEventListener("change", () => wear(theme, contrast));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice], [data-contrast-choice]");
    if (!button) return;
    theme = button.dataset.themeChoice ?? theme;
    contrast = button.dataset.contrastChoice ?? contrast;
    keep("nithet-theme", theme, "auto");
    keep("nithet-contrast", contrast, "normal");
    wear(theme, contrast);
  });
}
