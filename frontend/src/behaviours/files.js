// A file field tells which files were chosen and what they weigh, and warns early when one is too large.
// <input type="file" data-max-bytes="52428800"> followed anywhere in its .field by <ul data-files></ul>
// With data-ordered="order", several files get a number each, which the form sends under that name.
const UNITS = [[1024 * 1024, "MB"], [1024, "KB"]];

export function weigh(bytes) {
  for (const [size, unit] of UNITS) if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  return `${bytes} ไบต์`;
}

function line(file, most) {
  const item = document.createElement("li");
  item.textContent = `${file.name} · ${weigh(file.size)}`;
  if (most && file.size > most) {
    item.className = "wrong";
    item.textContent += ` · ใหญ่เกินที่รับได้ (ไม่เกิน ${weigh(most)}) โปรดลดขนาดหรือแบ่งไฟล์`;
  }
  return item;
}

// A number beside each file, by the names at first: 2 comes before 10.
function number(items, files, name) {
  const names = files.map((file) => file.name);
  const sorted = [...names].sort(new Intl.Collator("th", { numeric: true }).compare);
  items.forEach((item, at) => {
    const field = Object.assign(document.createElement("input"), {
      type: "number", name, min: 1, max: 999, value: sorted.indexOf(names[at]) + 1, className: "form-control file-order",
    });
    // Shown in that order; the fields stay in the order of the files, by which the server knows them.
    item.style.order = field.value;
    field.addEventListener("input", () => { item.style.order = field.value || "999"; });
    field.setAttribute("aria-label", `ลำดับของ ${names[at]}`);
    item.classList.add("file-line");
    item.prepend(field);
  });
}

export function nameChosenFiles() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file]")) return;
    const list = input.closest(".field, form")?.querySelector("[data-files]");
    const files = [...input.files];
    const items = files.map((file) => line(file, Number(input.dataset.maxBytes)));
    if (input.dataset.ordered && files.length > 1) number(items, files, input.dataset.ordered);
    list?.replaceChildren(...items);
  });
}
