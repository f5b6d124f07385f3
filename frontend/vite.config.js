import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
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
