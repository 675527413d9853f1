// The mailboxes: the threads of one, and the thread that is open with a field to answer it.

import { h, icon, iconButton, stickToEnd, sync } from "./dom.js";
import { state } from "./live.js";
import { letter, sender, when } from "./letter.js";
import { newMail, replyForm } from "./mailform.js";

const seen = new Set();
const expanded = new Set(); // the mails that are shown whole
const reading = new Map(); // of each mailbox, a mail of the thread that is open
let started = false;
let wanted = null; // the mailbox that was chosen
let visible = () => true;
const part = {};

export function buildMail(pane, isVisible) {
  visible = isVisible;
  part.boxes = h("div", { class: "boxes", role: "group", "aria-label": "Mailboxes" });
  part.list = h("div", { class: "mails", role: "log", "aria-live": "polite", "aria-label": "Mails", tabindex: "0" });
  part.subject = h("h3", { dir: "auto" });
  part.letters = h("div", { class: "letters", role: "log", "aria-live": "polite", "aria-label": "Mails in the thread", tabindex: "0" });
  part.reply = h("div", { class: "reply-place" });
  part.thread = h("div", { class: "mail-thread" },
    h("div", { class: "thread-bar" }, iconButton("back", "Back to all mails", close, { "data-focus": "back" }), part.subject), part.letters, part.reply);
  pane.append(h("header", { class: "mail-top" }, icon("envelope"), h("h2", {}, "Mail"), iconButton("pencil", "New mail", () => newMail(current()?.address, boxes().map((each) => each.address)))),
    part.boxes, part.list, part.thread);
  part.thread.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); });
}

const boxes = () => state.mail.mailboxes;
const current = () => boxes().find((each) => each.address === wanted) ?? boxes()[0];
const id = (box, mail) => `${box.address} ${mail.id}`;
const isFresh = (box, mail) => !mail.sent && !seen.has(id(box, mail));
const mailsOf = (box) => box.threads.flat();
const openThread = (box) => box?.threads.find((thread) => thread.some((mail) => mail.id === reading.get(box.address)));

export function renderMail() {
  const box = current();
  const thread = openThread(box);
  if (!started) for (const each of boxes()) for (const mail of mailsOf(each)) seen.add(id(each, mail));
  started = true;
  if (thread) for (const mail of thread.filter((each) => !seen.has(id(box, each)))) expanded.add(id(box, mail));
  if (thread && visible() && document.hasFocus()) for (const mail of thread) seen.add(id(box, mail));
  sync(part.boxes, boxes().map((each) => ({ key: each.address, count: each.count, unread: unread(each), here: each === box })), boxRow);
  part.list.hidden = Boolean(thread);
  part.thread.hidden = !thread;
  renderList(box);
  renderThread(box, thread);
}

function boxRow(item) {
  return h("button", { type: "button", class: "box", "aria-pressed": String(item.here), title: item.key, data: { focus: item.key }, onclick: () => { wanted = item.key; reading.delete(item.key); renderMail(); } },
    h("span", { class: "box-name" }, item.key), h("span", { class: item.unread ? "badge" : "number" }, String(item.unread || item.count), h("span", { class: "unseen" }, item.unread ? " new" : " mails")));
}

// --- all threads
function renderList(box) {
  if (part.list.hidden) {
    sync(part.list, []);
    return;
  }
  const items = (box?.threads ?? []).toReversed().map((thread) => ({ key: id(box, thread[0]), thread, fresh: thread.some((mail) => isFresh(box, mail)) }));
  sync(part.list, items.length ? items : [{ key: "empty" }], (item) => (item.thread ? threadRow(item)
    : h("div", { class: "nothing" }, icon("envelope"), h("p", {}, "No mail yet. Tickets and their confirmations arrive here."))));
}

function threadRow({ thread, fresh }) {
  const last = thread.at(-1);
  const people = [...new Set(thread.map((mail) => (mail.sent ? "me" : sender(mail))))].join(", ");
  const times = thread.reduce((most, mail) => Math.max(most, mail.times), 1);
  return h("article", { class: `letter ${fresh ? "fresh" : ""}` },
    h("button", { type: "button", class: "letter-top", data: { focus: "open" }, onclick: () => show(thread) },
      h("span", { class: "letter-from" }, people, thread.length > 1 ? h("span", { class: "number" }, ` ${thread.length}`, h("span", { class: "unseen" }, " mails")) : null),
      h("time", {}, when(last.at)),
      h("span", { class: "letter-subject" }, subject(thread), times > 1 ? h("span", { class: "times", title: "The same mail came more than once" }, `×${times}`) : null),
      h("span", { class: "letter-begin" }, last.text.slice(0, 160))));
}

function subject(thread) {
  return thread[0].readable ? thread[0].subject || "(no subject)" : "A mail that cannot be read";
}

// --- one thread
function show(thread) {
  const box = current();
  reading.set(box.address, thread[0].id);
  expanded.add(id(box, thread.at(-1)));
  for (const mail of thread.filter((each) => isFresh(box, each))) expanded.add(id(box, mail));
  renderMail();
  for (const mail of thread) seen.add(id(box, mail));
  renderMail();
  part.letters.lastElementChild.scrollIntoView({ block: "start" });
  part.thread.querySelector("button").focus();
  changed();
}

function close() {
  const box = current();
  reading.delete(box.address);
  renderMail();
  focusMail();
}

function renderThread(box, thread) {
  if (!thread) {
    for (const list of [part.letters, part.reply]) sync(list, []);
    return;
  }
  const last = thread.findLast((mail) => !mail.sent);
  if (part.subject.textContent !== subject(thread)) part.subject.textContent = subject(thread);
  const items = thread.map((mail) => ({ key: id(box, mail), mail, box: box.address, open: expanded.has(id(box, mail)) }));
  stickToEnd(part.letters, () => sync(part.letters, items, (item) => letter(item, () => toggle(item.key))));
  sync(part.reply, last ? [{ key: id(box, thread[0]), box: box.address, name: box.name }] : [], (item) => replyForm(item, () => answered(item)));
}

// The mail that an answer is to: the last that came to this thread.
function answered({ key, box }) {
  const thread = boxes().find((each) => each.address === box)?.threads.find((each) => `${box} ${each[0].id}` === key);
  return thread?.findLast((mail) => !mail.sent)?.number;
}

function toggle(key) {
  if (expanded.has(key)) expanded.delete(key);
  else expanded.add(key);
  renderMail();
}

// --- what is new
function unread(box) {
  return mailsOf(box).filter((mail) => isFresh(box, mail)).length;
}

export function unreadMail() {
  return (state.mail?.mailboxes ?? []).reduce((sum, box) => sum + unread(box), 0);
}

let changed = () => {};
export function onMailSeen(called) {
  changed = called;
}

export function focusMail() {
  const place = part.thread.hidden ? part.list : part.thread;
  (place.querySelector("textarea") ?? place.querySelector("button") ?? place).focus();
}
