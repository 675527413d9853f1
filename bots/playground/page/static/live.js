// The live state, and what the person at the page does.

import { h } from "./dom.js";

const SILENT = 12000; // ms without a sign of life until the page calls itself stale

export const state = { frame: null, phone: null, slack: null, mail: null };

// Calls `changed(pane)` after every change of a pane, and `pulse(live)` when the page gets or loses its server.
export function listen(changed, pulse) {
  let last = Date.now();
  const source = new EventSource("/live");
  for (const pane of Object.keys(state)) {
    source.addEventListener(pane, (event) => {
      state[pane] = JSON.parse(event.data);
      changed(pane);
    });
  }
  source.addEventListener("beat", () => { last = Date.now(); pulse(true); });
  source.addEventListener("error", () => pulse(false));
  setInterval(() => { if (Date.now() - last > SILENT) pulse(false); }, 2000);
}

// Does an action; the answer, {errors, made}, or null when it could not be done, which has then been said.
export function act(action) {
  return told("/do", "application/json", JSON.stringify(action));
}

// Sends a file of the reader's own as a document of the customer's; those of one album belong together.
export function sendFile(customer, file, album) {
  const named = new URLSearchParams({ name: file.name, album });
  return told(`/document/${customer}?${named}`, "application/octet-stream", file);
}

// Keeps a file of the reader's own for a mail; the answer's `made` names it there.
export function sendAttachment(file) {
  return told(`/attachment?${new URLSearchParams({ name: file.name })}`, "application/octet-stream", file);
}

async function told(path, type, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": type }, body });
    const said = await answer.json();
    if (answer.ok) return said;
    notice(said.error);
  } catch {
    notice("The playground does not answer. Is it running?");
  }
  return null;
}

export function notice(words) {
  const note = h("p", { class: "notice" }, words);
  document.getElementById("notices").append(note);
  setTimeout(() => note.remove(), 6000);
}

// Says, not more than every two seconds, that somebody types.
const lastTyped = new Map();
export function typing(pane, name) {
  const now = Date.now();
  if (now - (lastTyped.get(pane + name) ?? 0) < 2000) return;
  lastTyped.set(pane + name, now);
  act({ do: "typing", pane, name });
}

export function typed(pane, name) {
  lastTyped.delete(pane + name);
}

// Asks before something that cannot be undone.
export function confirmed(title, words, yes) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ask", "aria-label": title },
      h("form", { method: "dialog" },
        h("h2", {}, title),
        h("p", {}, words),
        h("div", { class: "ask-buttons" },
          h("button", { class: "button", value: "no" }, "Cancel"),
          h("button", { class: "button danger", value: "yes" }, yes))));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
