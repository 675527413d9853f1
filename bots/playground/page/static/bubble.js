// One message in the phone.

import { clock, h, icon } from "./dom.js";
import { act } from "./live.js";
import { album, media } from "./media.js";
import { link, rich } from "./rich.js";
import { why } from "./why.js";

// `item`: {key, message, together, customer: {id, name}, bot}; `together`: the photos of an album whose first is `message`;
// `edit` is called with a message of the customer's that shall change.
export function bubble({ message, together, customer, bot }, edit) {
  const mine = !message.bot;
  return h("div", { class: `line ${mine ? "mine" : "bot"} ${message.draft ? "draft" : ""}` },
    h("div", { class: "bubble" },
      h("span", { class: "unseen" }, `${mine ? customer.name : bot}: `),
      message.reply ? h("div", { class: "reply" }, message.reply) : null,
      together ? album(together.map((each) => each.media)) : message.media ? media(message.media) : null,
      message.text.length || !message.draft ? words(message, customer) : h("span", { class: "text" }, "Thinking …"),
      meta(message)),
    mine ? ownTools(message, together, customer, edit) : null,
    message.keyboard.length ? keyboard(message, customer) : null,
    mine || message.draft ? null : why(customer.id, message));
}

function words(message, customer) {
  return h("div", { class: "text", dir: "auto" }, rich(message.text, (text) => act({ do: "write", customer: customer.id, text })));
}

function meta(message) {
  if (message.draft) return null;
  return h("span", { class: "meta" }, message.edited ? "edited " : "", h("time", {}, clock(message.date)));
}

function ownTools(message, together, customer, edit) {
  const unsend = async () => {
    for (const each of together ?? [message]) await act({ do: "unsend", customer: customer.id, message: Number(each.id) });
  };
  return h("div", { class: "own-tools" },
    message.media ? null : h("button", { type: "button", class: "edit", "aria-label": "Edit this message", title: "Edit", onclick: () => edit(message), data: { focus: `edit-${message.id}` } }, icon("pencil")),
    h("button", { type: "button", class: "edit", "aria-label": "Delete this message", title: "Delete for both; a bot is not told", onclick: unsend, data: { focus: `bin-${message.id}` } }, icon("bin")));
}

function keyboard(message, customer) {
  return h("div", { class: "keyboard", role: "group", "aria-label": "Choices" },
    message.keyboard.map((row, at) => h("div", { class: "row" }, row.map((button, column) => key(message, customer, button, at, column)))));
}

function key(message, customer, button, row, column) {
  if (button.url) return link(button.url, [button.label, icon("link")], { class: "key", data: { focus: `key-${row}-${column}` } });
  const node = h("button", { type: "button", class: "key", data: { focus: `key-${row}-${column}` } }, button.label);
  spin(node, button.until * 1000 - Date.now());
  node.addEventListener("click", async () => {
    if (node.classList.contains("busy")) return;
    node.classList.add("busy");
    await act({ do: "press", customer: customer.id, message: Number(message.id), row, column, label: button.label });
    node.classList.remove("busy"); // from here on the state says whether it still turns
  });
  return node;
}

// The wheel turns until the press is answered (then the message is drawn anew) or the phone gives up.
function spin(node, ms) {
  if (ms <= 0) return;
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  setTimeout(() => { node.classList.remove("busy"); node.removeAttribute("aria-busy"); }, ms);
}
