// The agents' Slack: who one is, the channels, the messages, the thread beside them and the forms over them.

import { blocks } from "./blockkit.js";
import { day, grow, h, icon, iconButton, menu, stickToEnd, sync, toEnd } from "./dom.js";
import { form } from "./form.js";
import { act, state, typed, typing } from "./live.js";
import { post } from "./post.js";
import { forAgent, isFresh, rememberSeen, unread } from "./seen.js";
import { isTaken, sent } from "./sending.js";
import { side } from "./side.js";
import { writer } from "./writer.js";

let visible = () => true;
let wanted = null; // the agent who was chosen
let agent = null;
let where = null; // the id of a channel, or "home"
const threads = new Map(); // channel -> the thread that is open in it
const drafts = new Map(); // place -> what is being typed there
const part = {};
let editing = null; // {ts, place}

export function buildSlack(pane, isVisible) {
  visible = isVisible;
  part.pane = pane;
  part.side = side({ go, home: goHome, become });
  part.tabs = h("div", { class: "app-tabs", role: "group", "aria-label": "The app" });
  part.more = h("div", {});
  part.title = h("h3", {});
  part.typists = h("p", { class: "typists" });
  part.list = list("Messages in the channel");
  part.channelBox = writer("Message", writing("channel"));
  part.home = h("div", { class: "home", tabindex: "0" });
  part.channel = h("div", { class: "channel" }, h("header", { class: "slack-top" }, part.title, part.tabs, part.typists, part.more), part.home, part.list, part.channelBox.node);
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
  pane.addEventListener("click", followLink);
  part.thread.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) closeThread(); });
  pane.append(part.side.node,
    part.channel, part.thread, part.forms);
}

function list(label) {
  return h("div", { class: "posts", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" });
}

function writing(place) {
  return {
    typing: () => typing("slack", agent.name),
    leave: () => { if (!editing) return false; stopEditing(); return true; },
    send: (field, also, files) => send(place, field, also, files),
    commands: () => state.slack.commands,
  };
}

async function send(place, field, also, files) {
  const text = field.value;
  const chosen = files.list();
  const action = wish(place, text, also.checked);
  if (!isTaken(action)) return;
  field.value = "";
  also.checked = false;
  files.set([]);
  grow(field);
  stopEditing();
  typed("slack", agent.name);
  toEnd(place === "thread" ? part.threadList : part.list);
  if (await sent(action, chosen)) return;
  if (!field.value) field.value = text;
  files.set(chosen);
}

function wish(place, text, broadcast) {
  if (editing?.place === place) return { do: "edit_post", agent: agent.id, ts: editing.ts, text };
  if (place === "channel" && text.startsWith("/")) return { do: "command", agent: agent.id, channel: where, text };
  return { do: "post", agent: agent.id, channel: where, text, thread: place === "thread" ? threads.get(where) : null, broadcast };
}

export function renderSlack() {
  const { people, channels } = state.slack;
  agent = people.find((each) => each.id === wanted) ?? people[0];
  const mine = channels.filter((each) => (each.with ? each.with === agent.id : each.members.includes(agent.id)));
  if (where !== "home" && !mine.some((each) => each.id === where)) where = mine[0]?.id ?? "home";
  const channel = mine.find((each) => each.id === where);
  const open = channel ? rootOf(channel) : null;
  const isLooking = visible();
  rememberSeen(agent, mine, isLooking ? channel : null, isLooking ? open : null);
  renderSide(mine);
  renderChannel(channel);
  renderThread(channel, open);
  renderForm();
}

function rootOf(channel) {
  const ts = threads.get(channel.id);
  return ts && channel.messages.some((each) => each.ts === ts || each.thread === ts) ? ts : null;
}

export function unreadSlack() {
  if (!state.slack || !agent) return 0;
  return state.slack.channels.filter((each) => !each.with || each.with === agent.id).reduce((sum, each) => sum + unread(each, agent), 0);
}

// --- the side
function renderSide(mine) {
  const { team, people, app, channels } = state.slack;
  const direct = mine.find((each) => each.with);
  const inApp = where === "home" || where === direct?.id;
  part.side.render({
    team, people, agent,
    channels: mine.filter((each) => !each.with).map((each) => ({ key: each.id, name: each.name, unread: unread(each, agent), here: each.id === where })),
    others: channels.filter((each) => !each.with && !each.private && !each.archived && !each.members.includes(agent.id)),
    app: { key: "home", name: app, unread: direct ? unread(direct, agent) : 0, here: inApp },
  });
  const tabs = inApp ? [{ key: "home", name: "Home", here: where === "home" }, ...(direct ? [{ key: direct.id, name: "Messages", here: where === direct.id, unread: unread(direct, agent) }] : [])] : [];
  sync(part.tabs, tabs, (item) => h("button", { type: "button", class: "app-tab", "aria-pressed": String(item.here), data: { focus: item.key }, onclick: () => (item.key === "home" ? goHome() : go(item.key)) },
    item.name, item.unread ? h("span", { class: "badge" }, String(item.unread)) : null));
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
  renderMore(channel);
  part.channelBox.field.placeholder = `Message ${title}`;
  stickToEnd(part.list, () => sync(part.list, channelItems(channel), makeItem));
}

function renderMore(channel) {
  const items = channel && !channel.with ? [{ key: `${agent.id} ${channel.id}`, agent: agent.id, channel: channel.id, name: channel.name }] : [];
  sync(part.more, items, (item) => h("div", {}, menu("About the channel", icon("more"), [
    h("button", { type: "button", class: "menu-item", onclick: () => act({ do: "set_member", agent: item.agent, channel: item.channel, member: false }) }, `Leave #${item.name}`)])));
}

function renderHome() {
  part.title.textContent = state.slack.app;
  renderMore(null);
  const view = state.slack.homes[agent.id];
  sync(part.home, [{ key: `home-${agent.id}`, view }], () => h("div", { class: "blocks" }, view ? blocks(view.blocks, { agent: agent.id, place: "home" }) : h("p", { class: "nothing" }, "The app has not shown a home tab yet.")));
}

function channelItems(channel) {
  const items = [];
  let last = null;
  for (const message of forAgent(channel, agent).filter((each) => each.top && !(each.only && each.thread))) {
    const today = day(Number(message.ts));
    if (today !== last) items.push({ key: `day-${today}`, day: today });
    last = today;
    const replies = forAgent(channel, agent).filter((each) => each.thread === message.ts && !each.only);
    items.push({ key: `${channel.id} ${message.ts}`, message, agent: agent.id, place: "channel", shortcuts: state.slack.shortcuts, replies: replies.length, lastReply: replies.at(-1)?.ts, fresh: isFresh(agent, message.ts, replies) });
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
  const messages = forAgent(channel, agent).filter((each) => each.ts === open || each.thread === open);
  const items = messages.map((message) => ({ key: `${open} ${message.ts}`, message, agent: agent.id, place: "thread", shortcuts: state.slack.shortcuts }));
  const count = messages.filter((each) => !each.only).length - 1;
  if (messages[0]?.ts === open && count) items.splice(1, 0, { key: `count ${open}`, count });
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

// The message that a link names, where the one who is played may read it.
function named(address) {
  const found = address?.match(/\/archives\/(\w+)\/p(\d{10})(\d{6})(?:\?.*thread_ts=([\d.]+))?/);
  const channel = found && state.slack.channels.find((each) => each.id === found[1] && each.members.includes(agent.id));
  return channel && { channel: channel.id, thread: found[4] ?? `${found[2]}.${found[3]}` };
}

function goTo({ channel, thread }) {
  go(channel);
  openThread(thread);
}

// A link to a message here leads to it, as in Slack, and not out of the page.
function followLink(event) {
  const place = named(event.target.closest("a[href]")?.href);
  if (!place) return;
  event.preventDefault();
  goTo(place);
}

// Who came by a link from elsewhere, such as the board's, sees what it leads to.
export function followAddress() {
  const place = named(location.hash);
  if (place) goTo(place);
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
  field.value = message.source;
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
