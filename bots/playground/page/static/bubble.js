// One message in the phone.

import { bytes, clock, h, icon } from "./dom.js";
import { act } from "./live.js";
import { link, rich } from "./rich.js";
import { why } from "./why.js";

// `item`: {key, message, customer: {id, name}, bot}; `edit` is called with a message of the customer's that shall change.
export function bubble({ message, customer, bot }, edit) {
  const mine = !message.bot;
  return h("div", { class: `line ${mine ? "mine" : "bot"} ${message.draft ? "draft" : ""}` },
    h("div", { class: "bubble" },
      h("span", { class: "unseen" }, `${mine ? customer.name : bot}: `),
      message.reply ? h("div", { class: "reply" }, message.reply) : null,
      message.media ? media(message.media) : null,
      message.text.length || !message.draft ? words(message, customer) : h("span", { class: "text" }, "Thinking …"),
      meta(message)),
    mine && !message.media ? editButton(message, edit) : null,
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

function editButton(message, edit) {
  return h("button", { type: "button", class: "edit", "aria-label": "Edit this message", title: "Edit", onclick: () => edit(message), data: { focus: `edit-${message.id}` } }, icon("pencil"));
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

function media(file) {
  if (file.kind === "photo") return photo(file);
  if (file.kind === "sticker") return h("span", { class: "sticker" }, file.emoji);
  const name = file.kind === "voice" ? "Voice message" : file.name || "File";
  return h("div", { class: "file" }, icon("file"), h("span", {}, name, h("small", {}, bytes(file.size))));
}

function photo(file) {
  const picture = h("img", { class: "photo", src: `/photo/${encodeURIComponent(file.file_id)}`, alt: "Photo" });
  picture.style.aspectRatio = `${file.width || 4} / ${file.height || 3}`; // its room is kept while it loads
  picture.addEventListener("error", () => picture.replaceWith(h("div", { class: "file" }, icon("file"), h("span", {}, "Photo", h("small", {}, bytes(file.size))))));
  return picture;
}
