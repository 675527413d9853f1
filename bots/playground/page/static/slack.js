// The agents' Slack: who one is, the channels, the messages, the thread beside them and the forms over them.

import { blocks } from "./blockkit.js";
import { avatar, day, grow, h, icon, iconButton, menu, stickToEnd, sync, toEnd } from "./dom.js";
import { form } from "./form.js";
import { act, state, typed, typing } from "./live.js";
import { post } from "./post.js";
import { words } from "./rich.js";
import { writer } from "./writer.js";

let visible = () => true;
let wanted = null; // the agent who was chosen
let agent = null;
let where = null; // the id of a channel, or "home"
const threads = new Map(); // channel -> the thread that is open in it
const seen = new Map(); // agent and channel -> the newest message that was looked at
const seenThread = new Map(); // agent and thread -> its newest reply that was looked at
const drafts = new Map(); // place -> what is being typed there
const part = {};
let editing = null; // {ts, place}

export function buildSlack(pane, isVisible) {
  visible = isVisible;
  part.pane = pane;
  part.team = h("h2", { class: "team" });
  part.channels = h("div", { class: "side-list" });
  part.apps = h("div", { class: "side-list" });
  part.presence = h("button", { type: "button", class: "side-item", onclick: () => act({ do: "set_presence", agent: agent.id, active: !agent.active }) });
  part.people = h("div", { class: "side-list", role: "group", "aria-label": "Act as" });
  part.addAgent = menu("Add an agent", [icon("plus"), h("span", {}, "Add an agent")], addForm(), { button: "side-item quiet", class: "up" });
  part.title = h("h3", {});
  part.typists = h("p", { class: "typists" });
  part.list = list("Messages in the channel");
  part.channelBox = writer("Message", writing("channel"));
  part.home = h("div", { class: "home", tabindex: "0" });
  part.channel = h("div", { class: "channel" }, h("header", { class: "slack-top" }, part.title, part.typists), part.home, part.list, part.channelBox.node);
  part.threadList = list("Messages in the thread");
  part.threadBox = writer("Reply", writing("thread"), "Also send to the channel");
  part.threadWhere = h("span", {});
  part.thread = h("aside", { class: "thread", "aria-label": "Thread", hidden: true },
    h("header", { class: "slack-top" },
      iconButton("back", "Back to the channel", closeThread, { class: "icon-button thread-back" }),
      h("h3", {}, "Thread ", part.threadWhere),
      iconButton("close", "Close the thread", closeThread, { class: "icon-button thread-close" })),
    part.threadList, part.threadBox.node);
  part.forms = h("div", { class: "forms" });
  part.thread.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) closeThread(); });
  pane.append(
    h("nav", { class: "side", "aria-label": "Slack" }, part.team,
      h("h3", { class: "side-head" }, "Channels"), part.channels,
      h("h3", { class: "side-head" }, "Apps"), part.apps,
      h("div", { class: "side-foot" }, h("h3", { class: "side-head" }, "You are"), part.people, part.presence, part.addAgent)),
    part.channel, part.thread, part.forms);
}

function list(label) {
  return h("div", { class: "posts", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" });
}

function writing(place) {
  return {
    typing: () => typing("slack", agent.name),
    leave: () => { if (!editing) return false; stopEditing(); return true; },
    send: (field, also) => send(place, field, also),
  };
}

async function send(place, field, also) {
  const text = field.value;
  const action = editing?.place === place ? { do: "edit_post", agent: agent.id, ts: editing.ts, text }
    : { do: "post", agent: agent.id, channel: where, text, thread: place === "thread" ? threads.get(where) : null, broadcast: also.checked };
  field.value = "";
  also.checked = false;
  grow(field);
  stopEditing();
  typed("slack", agent.name);
  toEnd(place === "thread" ? part.threadList : part.list);
  if (!(await act(action)) && !field.value) field.value = text;
}

function addForm() {
  const name = h("input", { required: true, maxlength: "80", autocomplete: "off", placeholder: "Sam Jansen" });
  const node = h("form", { class: "small-form" }, h("label", {}, "Name", name), h("button", { class: "button primary" }, "Add agent"));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = await act({ do: "add_agent", name: name.value });
    if (!done) return;
    name.value = "";
    node.closest("details").open = false;
    become(done.made);
  });
  return node;
}

export function renderSlack() {
  const { people, channels } = state.slack;
  agent = people.find((each) => each.id === wanted) ?? people[0];
  const mine = channels.filter((each) => (each.with ? each.with === agent.id : each.members.includes(agent.id)));
  if (where !== "home" && !mine.some((each) => each.id === where)) where = mine[0]?.id ?? "home";
  const channel = mine.find((each) => each.id === where);
  const open = channel ? rootOf(channel) : null;
  rememberSeen(mine, channel, open);
  renderSide(mine);
  renderChannel(channel);
  renderThread(channel, open);
  renderForm();
}

function forAgent(channel) {
  return channel.messages.filter((each) => !each.only || each.only === agent.id);
}

function rootOf(channel) {
  const ts = threads.get(channel.id);
  return ts && channel.messages.some((each) => each.ts === ts || each.thread === ts) ? ts : null;
}

function rememberSeen(mine, channel, open) {
  for (const each of mine) {
    const key = `${agent.id} ${each.id}`;
    const last = each.messages.at(-1)?.ts ?? "0";
    if (!seen.has(key) || (each === channel && visible())) seen.set(key, last);
    for (const message of each.messages) {
      const thread = `${agent.id} ${message.thread}`;
      if (message.thread && (!started || (message.thread === open && each === channel && visible()))) seenThread.set(thread, message.ts);
    }
  }
  started = true;
}

let started = false;

function unread(channel) {
  const from = seen.get(`${agent.id} ${channel.id}`) ?? "0";
  return forAgent(channel).filter((each) => each.ts > from && each.user !== agent.id).length;
}

export function unreadSlack() {
  if (!state.slack || !agent) return 0;
  return state.slack.channels.filter((each) => !each.with || each.with === agent.id).reduce((sum, each) => sum + unread(each), 0);
}

// --- the side
function renderSide(mine) {
  const { team, people, app, homes } = state.slack;
  part.team.textContent = team;
  const channels = mine.filter((each) => !each.with).map((each) => ({ key: each.id, name: each.name, unread: unread(each), here: each.id === where, archived: each.archived }));
  sync(part.channels, channels, (item) => sideItem(item, icon("hash"), () => go(item.key)));
  const direct = mine.find((each) => each.with);
  const apps = [{ key: "home", name: app, unread: 0, here: where === "home", home: Boolean(homes[agent.id]) }];
  if (direct) apps.push({ key: direct.id, name: "Messages", unread: unread(direct), here: where === direct.id });
  sync(part.apps, apps, (item) => sideItem(item, icon(item.key === "home" ? "house" : "reply"), () => (item.key === "home" ? goHome() : go(item.key))));
  part.presence.textContent = agent.active ? "Set yourself as away" : "Set yourself as active";
  sync(part.people, people.filter((each) => !each.gone).map((each) => ({ ...each, key: each.id, me: each.id === agent.id })), (item) => h("button",
    { type: "button", class: "side-item person-item", "aria-pressed": String(item.me), data: { focus: item.key }, onclick: () => become(item.key) },
    h("span", { class: "face" }, avatar(item.name, item.id), h("span", { class: `presence ${item.active ? "on" : ""}`, title: item.active ? "active" : "away" })), h("span", { class: "side-name" }, item.name)));
}

function sideItem(item, picture, onclick) {
  return h("button", { type: "button", class: `side-item ${item.unread ? "unread" : ""}`, "aria-current": item.here ? "true" : undefined, data: { focus: item.key }, onclick },
    picture, h("span", { class: "side-name" }, item.name), item.unread ? h("span", { class: "badge" }, String(item.unread), h("span", { class: "unseen" }, " new")) : null);
}

function become(id) {
  keepDrafts();
  wanted = id;
  stopEditing();
  renderSlack();
  restoreDrafts();
}

function go(id) {
  keepDrafts();
  where = id;
  stopEditing();
  renderSlack();
  restoreDrafts();
  toEnd(part.list);
}

function goHome() {
  keepDrafts();
  where = "home";
  renderSlack();
  act({ do: "open_home", agent: agent.id });
}

function keepDrafts() {
  drafts.set(`channel ${where}`, part.channelBox.field.value);
  drafts.set(`thread ${threads.get(where)}`, part.threadBox.field.value);
}

function restoreDrafts() {
  part.channelBox.field.value = drafts.get(`channel ${where}`) ?? "";
  part.threadBox.field.value = drafts.get(`thread ${threads.get(where)}`) ?? "";
  grow(part.channelBox.field);
  grow(part.threadBox.field);
}

// --- the middle
function renderChannel(channel) {
  part.home.hidden = Boolean(channel);
  part.list.hidden = !channel;
  part.channelBox.node.hidden = !channel || channel.archived;
  if (!channel) return renderHome();
  const title = channel.with ? state.slack.app : `#${channel.name}`;
  part.title.textContent = title;
  part.channelBox.field.placeholder = `Message ${title}`;
  stickToEnd(part.list, () => sync(part.list, channelItems(channel), makeItem));
}

function renderHome() {
  part.title.textContent = state.slack.app;
  const view = state.slack.homes[agent.id];
  sync(part.home, [{ key: `home-${agent.id}`, view }], () => h("div", { class: "blocks" }, view ? blocks(view.blocks, { agent: agent.id, place: "home" }) : h("p", { class: "nothing" }, "The app has not shown a home tab yet.")));
}

function channelItems(channel) {
  const items = [];
  let last = null;
  for (const message of forAgent(channel).filter((each) => each.top && !(each.only && each.thread))) {
    const today = day(Number(message.ts));
    if (today !== last) items.push({ key: `day-${today}`, day: today });
    last = today;
    const replies = forAgent(channel).filter((each) => each.thread === message.ts && !each.only);
    const newest = replies.at(-1)?.ts;
    const fresh = Boolean(newest) && newest > (seenThread.get(`${agent.id} ${message.ts}`) ?? "0") && replies.at(-1).user !== agent.id;
    items.push({ key: `${channel.id} ${message.ts}`, message, agent: agent.id, place: "channel", replies: replies.length, lastReply: newest, fresh });
  }
  return items.length ? items : [{ key: `empty-${channel.id}`, empty: channel.with ? "Messages between you and the app." : `Quiet so far. ${channel.purpose}`.trim() }];
}

function makeItem(item) {
  if (item.day) return h("div", { class: "day" }, h("span", {}, item.day));
  if (item.empty) return h("p", { class: "nothing" }, icon("hash"), item.empty);
  if (item.count !== undefined) return h("p", { class: "count" }, item.count === 1 ? "1 reply" : `${item.count} replies`);
  return post(item, { open: openThread, edit: startEditing });
}

export function renderSlackTypists(names) {
  part.typists.textContent = names.length ? `${names.join(", ")} is typing at a page` : "";
}

// --- the thread
function renderThread(channel, open) {
  part.thread.hidden = !open;
  part.pane.classList.toggle("has-thread", Boolean(open));
  if (!open) return;
  part.threadWhere.textContent = channel.with ? "" : `#${channel.name}`;
  const messages = forAgent(channel).filter((each) => each.ts === open || each.thread === open);
  const items = messages.map((message) => ({ key: `${open} ${message.ts}`, message, agent: agent.id, place: "thread" }));
  if (messages[0]?.ts === open) items.splice(1, 0, { key: `count ${open}`, count: messages.length - 1 });
  stickToEnd(part.threadList, () => sync(part.threadList, items, makeItem));
}

function openThread(ts) {
  keepDrafts();
  threads.set(where, ts);
  stopEditing();
  renderSlack();
  restoreDrafts();
  toEnd(part.threadList);
  part.threadBox.field.focus();
}

function closeThread() {
  const ts = threads.get(where);
  keepDrafts();
  threads.delete(where);
  stopEditing();
  renderSlack();
  restoreDrafts();
  const root = [...part.list.children].find((each) => each.dataset.key === `${where} ${ts}`);
  (root?.querySelector("[data-focus=replies]") ?? part.channelBox.field).focus();
}

// --- changing what one wrote
function startEditing(message, place) {
  editing = { ts: message.ts, place };
  const { field, node } = place === "thread" ? part.threadBox : part.channelBox;
  node.classList.add("editing");
  field.value = words({ kids: message.text });
  grow(field);
  field.focus();
}

function stopEditing() {
  if (!editing) return;
  editing = null;
  for (const { node, field } of [part.channelBox, part.threadBox]) {
    if (node.classList.contains("editing")) field.value = "";
    node.classList.remove("editing");
    grow(field);
  }
}

// --- the form over it all
function renderForm() {
  const view = state.slack.modals[agent.id];
  const before = part.forms.firstElementChild;
  const kept = before?.dataset.view === view?.id ? before?.firstElementChild.values() : null;
  sync(part.forms, view ? [{ key: `${agent.id} ${view.id}`, view }] : [], (item) => h("div", { class: "form-back", data: { view: item.view.id } }, form(item.view, agent.id, kept ?? new Map())));
  const now = part.forms.firstElementChild;
  if (now && now !== before) now.querySelector("input, select, textarea, .button")?.focus();
  if (!now && before && part.pane.contains(document.activeElement) === false) focusSlack();
}

export function focusSlack() {
  const now = part.forms.querySelector("input, select, textarea, .button");
  (now ?? (part.thread.hidden ? part.channelBox.field : part.threadBox.field)).focus();
}
