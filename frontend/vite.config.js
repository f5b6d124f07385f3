import { defineConfig } from "vite";

// Bootstrap's “legend + *” makes a browser style anew all that follows whatever is put into a page.
const legendsOfTheirOwn = {
  postcssPlugin: "legends-of-their-own",
  Rule(rule) {
    if (rule.selector === "legend + *") rule.selector = "legend + :is(div, fieldset, input, label, ol, p, select, table, textarea, ul)";
  },
};

export default defineConfig({
  base: "/static/",
  css: { postcss: { plugins: [legendsOfTheirOwn] } },
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    // Office computers with Windows 7 stay at Chrome 109.
    target: ["chrome100", "firefox100", "safari15"],
    // The content security policy allows no font or script inside an address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["src/main.js", "src/early.js"] },
  },
});
