// Writes the two style sheets by which enketo's forms are made of an XForm (enketo-transformer, Apache-2.0) into dist/xsl,
// with the release that they are of. The server runs them once, when a form is published.
import { readFileSync } from "node:fs";

const library = new URL("../node_modules/enketo-transformer/", import.meta.url);
const sheets = { "form.xsl": "openrosa2html5form", "model.xsl": "openrosa2xmlmodel" };

export const styleSheetsOfForms = {
  name: "style-sheets-of-forms",
  async generateBundle() {
    for (const [fileName, source] of Object.entries(sheets)) {
      const { default: text } = await import(new URL(`dist/enketo-transformer/xsl/${source}.xsl.js`, library));
      this.emitFile({ type: "asset", fileName: `xsl/${fileName}`, source: text });
    }
    const { name, version } = JSON.parse(readFileSync(new URL("package.json", library), "utf8"));
    this.emitFile({ type: "asset", fileName: "xsl/release.txt", source: `${name} ${version}\n` });
  },
};
