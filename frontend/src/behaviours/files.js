// A file field tells which files were chosen and what they weigh, and warns early when one is too large.
// <input type="file" data-max-bytes="52428800"> followed anywhere in its .field by <ul data-files></ul>
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

export function nameChosenFiles() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file]")) return;
    const list = input.closest(".field, form")?.querySelector("[data-files]");
    list?.replaceChildren(...[...input.files].map((file) => line(file, Number(input.dataset.maxBytes))));
  });
}
