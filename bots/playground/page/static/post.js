// One message in Slack.

import { avatar, bytes, clock, h, icon, iconButton, menu } from "./dom.js";
import { act, confirmed } from "./live.js";
import { blocks } from "./blockkit.js";
import { rich } from "./rich.js";

const REACTIONS = [["eyes", "👀"], ["white_check_mark", "✅"], ["raised_hands", "🙌"], ["heart", "❤️"]];

// `item`: {message, agent, place: "channel" or "thread", shortcuts, replies, lastReply, fresh}; `on`: {open, edit}
export function post({ message, agent, place, shortcuts, replies, lastReply, fresh }, on) {
  const gone = message.kind === "tombstone";
  return h("article", { class: `post ${message.only ? "only" : ""} ${gone ? "gone" : ""}`, "aria-label": message.author },
    avatar(message.author, message.app ? "app" : message.user, message.app ? "app-face" : ""),
    h("div", { class: "post-body" },
      message.only ? h("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      head(message),
      message.thread && message.top && place === "channel" ? h("button", { type: "button", class: "replied", onclick: () => on.open(message.thread) }, "replied to a thread") : null,
      content(message, agent),
      message.files.map(shared),
      reactions(message, agent),
      replies ? summary(message, replies, lastReply, fresh, on) : null),
    gone || message.only ? null : tools(message, agent, place, shortcuts, on));
}

function head(message) {
  return h("p", { class: "post-head" }, h("b", {}, message.author), message.app ? h("span", { class: "app-mark" }, "App") : null, h("time", {}, clock(Number(message.ts))));
}

function content(message, agent) {
  const words = message.text.length ? h("div", { class: "post-text", dir: "auto" }, message.kind === "me_message" ? h("em", {}, rich(message.text)) : rich(message.text), message.edited ? h("span", { class: "edited" }, " (edited)") : null) : null;
  return [words, message.blocks.length ? h("div", { class: "blocks" }, blocks(message.blocks, { agent, place: message.ts })) : null];
}

function shared(file) {
  const address = `/file/slack/${encodeURIComponent(file.id)}?name=${encodeURIComponent(file.name)}`;
  if (!file.picture) return h("a", { class: "file", href: address, download: file.name, title: "Download" }, icon("file"), h("span", {}, file.name, h("small", {}, bytes(file.size))));
  const picture = h("img", { src: `/shared/${encodeURIComponent(file.id)}`, alt: file.name });
  picture.addEventListener("load", () => keepEnd(picture));
  return h("figure", { class: "shared" }, h("figcaption", {}, h("a", { href: address, download: file.name, title: "Download" }, file.name)), picture);
}

// Who read at the end of the list stays there when a picture needs its room.
function keepEnd(picture) {
  const list = picture.closest(".posts");
  if (list && list.scrollHeight - list.scrollTop - list.clientHeight < picture.height + 80) list.scrollTop = list.scrollHeight;
}

function reactions(message, agent) {
  if (!message.reactions.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((each) => h("button", {
    type: "button", class: "reaction", "aria-pressed": String(each.users.includes(agent)), title: `${each.who} reacted with :${each.name}:`,
    data: { focus: `reaction-${each.name}` }, onclick: () => act({ do: "react", agent, ts: message.ts, name: each.name }),
  }, h("span", {}, each.emoji), String(each.users.length))));
}

function summary(message, replies, lastReply, fresh, on) {
  return h("button", { type: "button", class: `replies ${fresh ? "fresh" : ""}`, data: { focus: "replies" }, onclick: () => on.open(message.ts) },
    h("b", {}, replies === 1 ? "1 reply" : `${replies} replies`), h("span", {}, fresh ? "New" : `Last at ${clock(Number(lastReply))}`));
}

function tools(message, agent, place, shortcuts, on) {
  const own = message.user === agent;
  return h("div", { class: "post-tools", role: "group", "aria-label": "Message actions" },
    REACTIONS.map(([name, emoji]) => h("button", { type: "button", class: "icon-button emoji", "aria-label": `React with ${name.replaceAll("_", " ")}`, title: `:${name}:`, onclick: () => act({ do: "react", agent, ts: message.ts, name }) }, emoji)),
    place === "channel" ? iconButton("reply", "Reply in thread", () => on.open(message.thread ?? message.ts), { "data-focus": "reply" }) : null,
    own ? iconButton("pencil", "Edit message", () => on.edit(message, place)) : null,
    own ? iconButton("bin", "Delete message", () => remove(message, agent)) : null,
    shortcuts.length ? menu("More actions", icon("more"), shortcuts.map((each) => shortcut(each, message, agent)), { class: "at-end" }) : null);
}

function shortcut(each, message, agent) {
  return h("button", { type: "button", class: "menu-item", onclick: (event) => {
    event.target.closest("details").open = false;
    act({ do: "shortcut", agent, ts: message.ts, shortcut: each.id });
  } }, each.name);
}

async function remove(message, agent) {
  if (await confirmed("Delete message", "It goes for everybody in the channel.", "Delete")) act({ do: "delete_post", agent, ts: message.ts });
}
