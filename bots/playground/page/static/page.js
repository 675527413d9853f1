// The frame: what is real, trouble, which pane is shown in a narrow window; and the panes put together.

import { h, icon, menu, sync } from "./dom.js";
import { act, confirmed, listen, state } from "./live.js";
import { buildMail, focusMail, onMailSeen, renderMail, unreadMail } from "./mail.js";
import { buildPhone, focusPhone, renderPhone, renderPhoneTypists, unreadPhone } from "./phone.js";
import { buildSlack, focusSlack, followAddress, renderSlack, renderSlackTypists, unreadSlack } from "./slack.js";
import { askAgain } from "./why.js";

const TITLE = document.title;
const narrow = matchMedia("(max-width: 1099px)");
const PANES = {
  phone: { label: "Phone", part: "telegram", service: "Telegram", icon: "phone", build: buildPhone, render: renderPhone, unread: unreadPhone, focus: focusPhone,
    elsewhere: "Telegram is the real one. Write to your bot with the Telegram app; the conversation goes on in the other panes." },
  slack: { label: "Slack", part: "slack", service: "Slack", icon: "hash", build: buildSlack, render: renderSlack, unread: unreadSlack, focus: focusSlack,
    elsewhere: "Slack is the real one. Look into your workspace's support channel; agents answer there." },
  mail: { label: "Mail", part: "mail", service: "Mail", icon: "envelope", build: buildMail, render: renderMail, unread: unreadMail, focus: focusMail,
    elsewhere: "Mail goes through your real server. Look into the team's inbox." },
};
const built = new Set();
let shown = location.hash.includes("/archives/") ? "slack" : "phone"; // in a narrow window

const $ = (id) => document.getElementById(id);
const isShown = (pane) => !narrow.matches || shown === pane;

function changed(pane) {
  if (pane === "frame") renderFrame();
  else if (state.frame) renderPane(pane);
  renderTabs();
}

function renderPane(pane) {
  if (!state[pane] || !state.frame[PANES[pane].part]) return;
  const isNew = !built.has(pane);
  if (isNew) {
    built.add(pane);
    PANES[pane].build($(pane), () => isShown(pane) && !document.hidden);
  }
  PANES[pane].render();
  if (isNew && pane === "slack") followAddress();
}

function renderFrame() {
  const { frame } = state;
  const parts = Object.entries(PANES).map(([key, pane]) => ({ key, name: pane.service, here: frame[pane.part] }));
  sync($("parts"), parts, (item) => h("li", { class: item.here ? "part" : "part real" }, h("span", {}, item.name), item.here ? "playground" : "real"));
  for (const [key, pane] of Object.entries(PANES)) {
    if (frame[pane.part]) renderPane(key);
    else sync($(key), [{ key: "elsewhere" }], () => h("div", { class: "elsewhere" }, icon(pane.icon), h("h2", {}, `${pane.service} is real`), h("p", {}, pane.elsewhere)));
  }
  if (built.has("phone")) renderPhoneTypists(frame.typing.phone);
  if (built.has("slack")) renderSlackTypists(frame.typing.slack);
  renderTools();
}

// --- trouble and starting over
const TROUBLES = [["late", "Answer late"], ["refuse", "Refuse (429)"], ["fail", "Fail (500)"], ["drop", "Drop"], ["lose_answer", "Take, lose the answer"]];
const MAIL_WORDS = { refuse: "Refuse (450)", fail: "Refuse (554)" };

function renderTools() {
  const { frame } = state;
  const items = [{ key: "trouble", servers: ["telegram", "slack", "mail"].filter((each) => frame[each]), waiting: frame.trouble, twice: frame.twice }];
  if (frame.startOver) items.push({ key: "over" });
  if (frame.board) items.unshift({ key: "board" });
  const wasOpen = $("tools").querySelector("details")?.open ?? false;
  sync($("tools"), items, (item) => (item.key === "over" ? startOver() : item.key === "board" ? theBoard() : troubleMenu(item, wasOpen)));
}

function troubleMenu({ servers, waiting, twice }, wasOpen) {
  const count = waiting.length + (twice ? 1 : 0);
  const rows = servers.map((server) => h("div", { class: "trouble-row" }, h("h3", {}, `The next message over ${server === "mail" ? "mail" : server[0].toUpperCase() + server.slice(1)}`),
    h("div", { class: "trouble-kinds" }, TROUBLES.map(([kind, words]) => h("button", { type: "button", class: "chip", data: { focus: `${server}-${kind}` }, onclick: () => act({ do: "trouble", server, kind }) },
      (server === "mail" && MAIL_WORDS[kind]) || words)))));
  const box = h("input", { type: "checkbox", checked: twice, data: { focus: "twice" } });
  box.addEventListener("change", () => act({ do: "deliver_times", times: box.checked ? 2 : 1 }));
  const details = menu("Make trouble", [icon("bolt"), h("span", {}, "Trouble"), count ? h("span", { class: "badge" }, String(count)) : null], [
    h("p", { class: "menu-words" }, "Try what happens when a service misbehaves."),
    rows,
    h("label", { class: "twice" }, box, "Deliver every message and press twice"),
    count ? h("div", { class: "waiting" }, h("p", {}, waiting.length ? `Waiting: ${waiting.join(", ")}` : "Everything is delivered twice."),
      h("button", { type: "button", class: "button", data: { focus: "calm" }, onclick: () => act({ do: "calm" }) }, "Stop all trouble")) : null,
  ], { button: "tool", class: "trouble" });
  details.open = wasOpen;
  return details;
}

function theBoard() {
  return h("a", { class: "tool", href: "/board", target: "_blank", rel: "noreferrer", "aria-label": "The board" }, icon("chart"), h("span", {}, "The board"));
}

function startOver() {
  return h("button", { type: "button", class: "tool", onclick: async () => {
    if (await confirmed("Start over?", "All conversations, cases and mails of this playground are forgotten.", "Start over")) act({ do: "start_over" });
  } }, icon("restart"), h("span", {}, "Start over"));
}

// --- one pane at a time
function renderTabs() {
  const items = Object.entries(PANES).map(([key, pane]) => ({ key, label: pane.label, icon: pane.icon, here: key === shown, unread: built.has(key) ? pane.unread() : 0 }));
  sync($("tabs"), items, (item) => h("button", { type: "button", role: "tab", class: "tab", id: `tab-${item.key}`, "aria-controls": item.key, "aria-selected": String(item.here), tabindex: item.here ? "0" : "-1", data: { focus: item.key }, onclick: () => show(item.key) },
    icon(item.icon), item.label, item.unread ? h("span", { class: "badge" }, String(item.unread), h("span", { class: "unseen" }, " new")) : null));
  const sum = items.reduce((total, item) => total + item.unread, 0);
  document.title = sum ? `(${sum}) ${TITLE}` : TITLE;
}

function show(pane) {
  shown = pane;
  $("panes").dataset.shown = pane;
  if (state.frame) renderPane(pane);
  renderTabs();
}

$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const keys = Object.keys(PANES);
  show(keys[(keys.indexOf(shown) + step + keys.length) % keys.length]);
  $(`tab-${shown}`).focus();
});

// Alt+1, Alt+2, Alt+3: to the phone, to Slack, to the mail
document.addEventListener("keydown", (event) => {
  const pane = event.altKey && !event.ctrlKey && !event.metaKey ? Object.keys(PANES)[Number(event.code.replace("Digit", "")) - 1] : null;
  if (!pane) return;
  event.preventDefault();
  show(pane);
  if (built.has(pane)) PANES[pane].focus();
});

document.addEventListener("visibilitychange", () => { if (!document.hidden) Object.keys(PANES).forEach(changed); });
narrow.addEventListener("change", () => Object.keys(PANES).forEach(changed));
onMailSeen(renderTabs);
show(shown);

listen(changed, (live) => {
  if (live && document.body.classList.contains("stale")) askAgain();
  document.body.classList.toggle("stale", !live);
  const words = live ? "Live" : "Reconnecting … what you see may be old";
  if ($("pulse").textContent !== words) $("pulse").textContent = words;
});
