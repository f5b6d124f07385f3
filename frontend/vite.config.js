import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

import { styleSheetsOfForms } from "./scripts/xsl.js";

// Bootstrap's “legend + *” makes a browser style anew all that follows whatever is put into a page.
const legendsOfTheirOwn = {
  postcssPlugin: "legends-of-their-own",
  Rule(rule) {
    if (rule.selector === "legend + *") rule.selector = "legend + :is(div, fieldset, input, label, ol, p, select, table, textarea, ul)";
  },
};

// What enketo-core lets the app put in the place of its own (its package.json, "browser").
const ours = (name) => fileURLToPath(new URL(`src/filling/${name}`, import.meta.url));
const enketo = {
  "enketo/config": ours("settings.js"),
  "enketo/widgets": ours("widgets/index.js"),
  "enketo/translator": ours("words.js"),
  "enketo/dialog": ours("dialogs.js"),
  "enketo/file-manager": ours("files.js"),
};

export default defineConfig({
  base: "/static/",
  css: { postcss: { plugins: [legendsOfTheirOwn] } },
  plugins: [styleSheetsOfForms],
  resolve: { alias: enketo },
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    // Office computers with Windows 7 stay at Chrome 109.
    target: ["chrome100", "firefox100", "safari15"],
    // The content security policy allows no font or script inside an address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["src/main.js", "src/early.js", "src/filling/main.js", "src/charts/main.js", "src/offline/shell.js", "src/offline/worker.js"] },
  },
});
