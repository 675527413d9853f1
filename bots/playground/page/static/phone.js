// The customer's phone: her chat with the bot, and the switch between several customers.

import { bubble } from "./bubble.js";
import { avatar, day, grow, h, icon, iconButton, menu, stickToEnd, sync, toEnd } from "./dom.js";
import { act, sendFile, state, typed, typing } from "./live.js";
import { link, words } from "./rich.js";

const LANGUAGES = { en: "English", nl: "Nederlands", pl: "Polski", de: "Deutsch", fr: "Français", es: "Español", it: "Italiano", pt: "Português", zh: "中文", sv: "Svenska", da: "Dansk", uk: "Українська", tr: "Türkçe", ar: "العربية", ja: "日本語" };

const drafts = new Map(); // what is being typed, by customer
const seen = new Map(); // the newest message that was looked at, by customer
const toasted = new Set();
let wanted = null; // the number of the customer who was chosen
let current = null; // her chat, as it was last told
let found = null; // whose name was scrolled to
let editing = null;
let visible = () => true;
const part = {};

export function buildPhone(pane, isVisible) {
  visible = isVisible;
  part.people = h("div", { class: "people", role: "group", "aria-label": "Customers" });
  part.add = menu("Add a customer", icon("plus"), addForm(), { class: "add-menu" });
  part.status = h("p", { class: "status" });
  part.name = h("h2", {});
  part.face = h("span", { class: "face" });
  part.options = h("div", {});
  part.chat = h("div", { class: "chat", role: "log", "aria-live": "polite", "aria-label": "Chat with the bot", tabindex: "0" });
  part.typists = h("p", { class: "typists" });
  part.toast = h("div", { class: "toasts", role: "status" });
  part.own = h("div", { class: "own-keyboard", role: "group", "aria-label": "Keyboard" });
  part.editing = h("div", { class: "editing", hidden: true }, icon("pencil"), h("span", {}, "Editing"), iconButton("close", "Stop editing", stopEditing));
  part.commands = h("div", {});
  part.field = h("textarea", { rows: "1", placeholder: "Message", "aria-label": "Message to the bot", oninput: onInput, onkeydown: onKey, maxlength: "20000", dir: "auto" });
  part.files = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files of your own", onchange: sendOwn });
  part.clip = menu("Send a photo or file", icon("clip"), [ // samples, and what is on the reader's own disk
    h("button", { type: "button", class: "menu-item", onclick: () => clipped(() => act({ do: "photo", customer: current.id })) }, "Send a sample photo"),
    [["album", "Send an album of three"], ["voice", "Send a voice note"], ["video", "Send a video"], ["sticker", "Send a sticker"]].map(([kind, label]) =>
      h("button", { type: "button", class: "menu-item", onclick: () => clipped(() => act({ do: "media", customer: current.id, kind })) }, label)),
    h("button", { type: "button", class: "menu-item", onclick: () => clipped(() => part.files.click()) }, "Send files of your own …")], { class: "up" });
  part.composer = h("form", { class: "composer", onsubmit: onSubmit },
    part.commands, part.clip, part.files,
    part.field,
    h("button", { class: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send")));
  part.unblock = h("button", { type: "button", class: "unblock", hidden: true, onclick: () => act({ do: "block", customer: current.id, blocked: false }) }, "Unblock the bot");
  pane.append(
    h("div", { class: "people-row" }, part.people, part.add),
    h("div", { class: "device" },
      h("header", { class: "phone-top" }, part.face, h("div", { class: "phone-title" }, part.name, part.status), part.typists, part.options),
      h("div", { class: "chat-box" }, part.chat, part.toast),
      part.own, part.editing, part.composer, part.unblock));
}

function addForm() {
  const name = h("input", { name: "name", required: true, maxlength: "64", autocomplete: "off", placeholder: "Maria" });
  const language = h("select", { name: "language" }, Object.entries(LANGUAGES).map(([code, words]) => h("option", { value: code }, words)));
  const form = h("form", { class: "small-form" }, h("label", {}, "Name", name), h("label", {}, "Language of the phone", language), h("button", { class: "button primary" }, "Add customer"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = await act({ do: "add_customer", name: name.value, language: language.value });
    if (!done) return;
    name.value = "";
    form.closest("details").open = false;
    choose(Number(done.made));
  });
  return form;
}

export function renderPhone() {
  const customers = state.phone.customers;
  current = customers.find((each) => each.id === wanted) ?? preferred(customers);
  markSeen();
  renderPeople(customers);
  renderTop();
  stickToEnd(part.chat, () => sync(part.chat, chatItems(), makeItem));
  renderComposer();
  renderToasts();
}

// Who speaks the reader's language, else who speaks English.
function preferred(customers) {
  const speaks = (code) => customers.find((each) => each.language.startsWith(code));
  return speaks(navigator.language.slice(0, 2)) ?? speaks("en") ?? customers[0];
}

function newest(customer) {
  return Number(customer.messages.findLast((message) => message.bot && !message.draft)?.id ?? 0);
}

function markSeen() {
  for (const each of state.phone.customers) {
    if (!seen.has(each.id) || (each.id === current.id && visible())) seen.set(each.id, newest(each));
  }
}

export function unreadPhone() {
  return (state.phone?.customers ?? []).reduce((sum, each) => sum + unread(each), 0);
}

function unread(customer) {
  const from = seen.get(customer.id) ?? 0;
  return customer.messages.filter((message) => message.bot && !message.draft && Number(message.id) > from).length;
}

function renderPeople(customers) {
  const items = customers.map((each) => ({ key: String(each.id), name: each.name, language: each.language, unread: unread(each), current: each.id === current.id }));
  sync(part.people, items, (item) => h("button", { type: "button", class: "person", "aria-pressed": String(item.current), data: { focus: item.key }, onclick: () => choose(Number(item.key)) },
    avatar(item.name, item.key), h("span", { class: "person-name" }, item.name), item.language ? h("span", { class: "code" }, item.language) : null,
    item.unread ? h("span", { class: "badge" }, String(item.unread), h("span", { class: "unseen" }, " new")) : null));
  if (found !== current.id) part.people.querySelector("[aria-pressed=true]").scrollIntoView({ block: "nearest", inline: "nearest" });
  found = current.id;
}

function choose(id) {
  drafts.set(current.id, part.field.value);
  stopEditing();
  wanted = id;
  part.field.value = drafts.get(id) ?? "";
  grow(part.field);
  renderPhone();
  toEnd(part.chat);
}

function renderTop() {
  const { bot } = state.phone;
  sync(part.face, [{ key: bot }], () => avatar(bot, bot, "round"));
  part.name.textContent = bot;
  part.status.textContent = current.typing ? "typing …" : current.blocked ? "blocked" : "bot";
  part.status.classList.toggle("active", current.typing);
  sync(part.options, [{ key: "options", id: current.id, blocked: current.blocked, name: current.name }], (item) => h("div", {}, menu("More", icon("more"), [
    h("button", { type: "button", class: "menu-item", onclick: (event) => { event.target.closest("details").open = false; act({ do: "block", customer: item.id, blocked: !item.blocked }); } },
      item.blocked ? "Unblock the bot" : `Block the bot as ${item.name}`)])));
}

function chatItems() {
  if (!current.messages.length) {
    return [{ key: `empty-${current.id}`, empty: true, about: current.about, suggestions: current.suggestions, bot: state.phone.bot }];
  }
  const items = [];
  let last = null;
  for (const message of current.messages) {
    const today = day(message.date);
    if (today !== last && !message.draft) items.push({ key: `day-${current.id}-${today}`, day: today });
    last = message.draft ? last : today;
    const before = items.at(-1);
    if (message.album && before?.message?.album === message.album && isPhoto(message) && isPhoto(before.message)) {
      before.together = [...(before.together ?? [before.message]), message];
      if (message.text.length) before.message = { ...before.message, text: message.text };
      continue;
    }
    items.push({ key: `${current.id}-${message.id}`, message, customer: { id: current.id, name: current.name }, bot: state.phone.bot });
  }
  if (current.typing) items.push({ key: `typing-${current.id}`, typing: true });
  return items;
}

function isPhoto(message) {
  return message.media?.kind === "photo";
}

function makeItem(item) {
  if (item.empty) return emptyChat(item);
  if (item.day) return h("div", { class: "day" }, h("span", {}, item.day));
  if (item.typing) return h("div", { class: "line bot" }, h("div", { class: "bubble dots", "aria-label": "The bot is typing" }, h("i"), h("i"), h("i")));
  return bubble(item, startEditing);
}

function emptyChat({ about, suggestions, bot }) {
  return h("div", { class: "empty-chat" },
    h("div", { class: "about" }, avatar(bot, bot, "round large"), h("p", { class: "about-name" }, bot), h("p", {}, about || "Ask what you would ask a shop's support.")),
    h("p", { class: "hint" }, "Try:"),
    suggestions.map((question) => h("button", { type: "button", class: "suggestion", onclick: () => send(question) }, question)),
    h("button", { type: "button", class: "start", onclick: () => send("/start") }, "Start"));
}

function renderComposer() {
  part.composer.hidden = current.blocked;
  part.unblock.hidden = !current.blocked;
  part.own.hidden = current.blocked || !current.keyboard.length;
  sync(part.own, current.keyboard.map((row, at) => ({ key: `${at}`, row })), ({ row }) => h("div", { class: "row" },
    row.map((label) => h("button", { type: "button", class: "key", onclick: () => send(label) }, label))));
  sync(part.commands, current.commands.length ? [{ key: "menu", commands: current.commands }] : [], ({ commands }) => menu("The bot's commands", icon("menu"),
    commands.map((each) => h("button", { type: "button", class: "menu-item", onclick: (event) => { event.target.closest("details").open = false; send(`/${each.command}`); } },
      h("b", {}, `/${each.command}`), h("span", {}, each.description))), { class: "up" }));
}

function renderToasts() {
  const first = !toasted.has(`of ${current.id}`);
  for (const toast of current.toasts) {
    if (!first && !toasted.has(toast.id)) showToast(toast);
    toasted.add(toast.id);
  }
  toasted.add(`of ${current.id}`);
}

function showToast(toast) {
  const said = toast.url ? link(toast.url, [toast.text || toast.url]) : toast.text;
  const close = h("button", { type: "button", class: "button", onclick: () => node.remove() }, "OK");
  const node = h("div", { class: `toast ${toast.alert ? "alert" : ""}`, role: toast.alert ? "alertdialog" : undefined }, h("p", {}, said), toast.alert ? close : null);
  part.toast.append(node);
  if (toast.alert) close.focus();
  else setTimeout(() => node.remove(), 4000);
}

export function renderPhoneTypists(names) {
  part.typists.textContent = names.length ? `${names.join(", ")} is typing at a page` : "";
}

function onInput() {
  grow(part.field);
  if (part.field.value.trim()) typing("phone", current.name);
}

function onKey(event) {
  if (event.key === "Escape" && editing) stopEditing();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part.composer.requestSubmit();
}

async function onSubmit(event) {
  event.preventDefault();
  const text = part.field.value;
  if (!text.trim()) return;
  const action = editing ? { do: "rewrite", customer: current.id, message: Number(editing.id), text } : null;
  part.field.value = "";
  grow(part.field);
  stopEditing();
  const done = action ? await act(action) : await send(text);
  if (!done && !part.field.value) part.field.value = text;
}

function send(text) {
  typed("phone", current.name);
  toEnd(part.chat);
  return act({ do: "write", customer: current.id, text });
}

function clipped(send) {
  part.clip.open = false;
  send();
}

async function sendOwn() {
  const customer = current.id;
  const files = [...part.files.files];
  const album = files.length > 1 ? String(Date.now()) : "";
  part.files.value = "";
  toEnd(part.chat);
  for (const file of files) if (!(await sendFile(customer, file, album))) return;
}

function startEditing(message) {
  editing = message;
  part.editing.hidden = false;
  part.field.value = words({ kids: message.text });
  grow(part.field);
  part.field.focus();
}

function stopEditing() {
  if (!editing) return;
  editing = null;
  part.editing.hidden = true;
  part.field.value = "";
  grow(part.field);
}

export function focusPhone() {
  (part.composer.hidden ? part.unblock : part.field).focus();
}
