// Runs before the first paint: says that JavaScript works and puts on the chosen colours, so that nothing flashes.
(function () {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = read("nithet-theme");
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = dark ? "dark" : "light";
  if (read("nithet-contrast") === "high") root.dataset.contrast = "high";
  root.classList.add("js");
})();
