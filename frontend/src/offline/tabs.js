// All tabs of this browser show the same: what one of them changes or learns, the others are told.
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("nithet-field") : null;
const heard = [];

export function tellTabs(told = {}) {
  channel?.postMessage(told);
  for (const act of heard) act(told, { isOwn: true });
}

// `isOwn`: told by this tab itself.
export const whenTold = (act) => heard.push(act);
channel?.addEventListener("message", ({ data }) => heard.forEach((act) => act(data ?? {}, { isOwn: false })));
