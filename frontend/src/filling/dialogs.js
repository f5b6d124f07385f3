// The browser's own questions: they work in every phone, with every screen reader.
const told = (content) => (typeof content === "string" ? content : [content.heading, content.message].filter(Boolean).join("\n"));

export default {
  alert: async (content) => window.alert(told(content)),
  confirm: async (content) => window.confirm(told(content)),
  prompt: async (content, value) => window.prompt(told(content), value),
};
