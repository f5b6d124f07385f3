// Enketo begins every repeat with a first line, also where the answers that are opened again have none: it would have to be
// taken out once more, or hold the form back. Repeats within lines, and those that are counted by the form, are left to it.
export function leaveOut(form, instance) {
  const answers = new DOMParser().parseFromString(instance, "text/xml").documentElement;
  for (const line of form.view.html.querySelectorAll(".or-repeat")) {
    const isCounted = line.parentElement.querySelector(":scope > .or-repeat-info[data-repeat-count]");
    if (isCounted || line.parentElement.closest(".or-repeat")) continue;
    const [, , ...names] = line.getAttribute("name").split("/");
    if (!holds(answers, names)) form.repeats.remove(form.view.$.find(line));
  }
}

const holds = (node, [name, ...rest]) => !name || [...node.children].some((child) => child.localName === name && holds(child, rest));
