// The files of the form that is being filled: kept by the name that the answer says. Stands in the place of enketo's own.
const kept = new Map();

export const keepFile = (name, blob) => kept.set(name, blob);
export const fileNamed = (name) => kept.get(name);
export const forgetFiles = () => kept.clear();

// Only those that an answer still names.
export function filesIn(xml) {
  const named = new Set([...new DOMParser().parseFromString(xml, "text/xml").querySelectorAll('[type="file"]')].map((node) => node.textContent));
  return [...kept].filter(([name]) => named.has(name)).map(([name, blob]) => ({ name, blob }));
}

// What stands in the fields now.
export const countedFiles = () => [...document.querySelectorAll("form.or input[data-attachment]")].filter((field) => field.value && kept.has(field.value)).length;

let count = 0;

// Plain letters only, so that the answer and the part that is sent say the same name.
export function freshName(stem, type, original = "") {
  const known = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf" };
  const ending = known[type] ?? original.toLowerCase().match(/\.([a-z0-9]{1,8})$/)?.[1] ?? "bin";
  return `${stem}-${Date.now().toString(36)}${(++count).toString(36)}.${ending}`;
}

// What enketo's widgets ask of a file manager.
export default {
  init: async () => true,
  isWaitingForPermissions: () => false,
  getFileUrl: async (subject) => {
    const blob = typeof subject === "string" ? kept.get(subject) : subject;
    return blob ? URL.createObjectURL(blob) : null;
  },
  getCurrentFiles: () => [],
  isTooLarge: () => false,
  getMaxSizeReadable: () => "25 MB",
};
