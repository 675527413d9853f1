// The mailboxes: a list of mails, each opened in place.

import { clock, day, h, icon, sync } from "./dom.js";
import { state } from "./live.js";

const open = new Set();
const seen = new Set();
let started = false;
let wanted = null; // the mailbox that was chosen
let visible = () => true;
const part = {};

export function buildMail(pane, isVisible) {
  visible = isVisible;
  part.boxes = h("div", { class: "boxes", role: "group", "aria-label": "Mailboxes" });
  part.list = h("div", { class: "mails", role: "log", "aria-live": "polite", "aria-label": "Mails", tabindex: "0" });
  pane.append(h("header", { class: "mail-top" }, icon("envelope"), h("h2", {}, "Mail")), part.boxes, part.list);
}

const id = (box, mail) => `${box.address} ${mail.id}`;

export function renderMail() {
  const { mailboxes } = state.mail;
  const current = mailboxes.find((each) => each.address === wanted) ?? mailboxes[0];
  for (const box of mailboxes) {
    for (const mail of box.mails) if (!started || (box === current && visible() && document.hasFocus() && open.has(id(box, mail)))) seen.add(id(box, mail));
  }
  started = true;
  const boxes = mailboxes.map((each) => ({ key: each.address, count: each.count, unread: unread(each), here: each === current }));
  sync(part.boxes, boxes, (item) => h("button", { type: "button", class: "box", "aria-pressed": String(item.here), title: item.key, data: { focus: item.key }, onclick: () => { wanted = item.key; renderMail(); } },
    h("span", { class: "box-name" }, item.key), h("span", { class: item.unread ? "badge" : "number" }, String(item.unread || item.count), h("span", { class: "unseen" }, item.unread ? " new" : " mails"))));
  const items = (current?.mails ?? []).toReversed().map((mail) => ({ key: id(current, mail), mail, fresh: !seen.has(id(current, mail)), open: open.has(id(current, mail)) }));
  sync(part.list, items.length ? items : [{ key: "empty" }], (item) => (item.mail ? letter(item) : h("div", { class: "nothing" }, icon("envelope"), h("p", {}, "No mail yet. Tickets and their confirmations arrive here."))));
}

function unread(box) {
  return box.mails.filter((mail) => !seen.has(id(box, mail))).length;
}

export function unreadMail() {
  return (state.mail?.mailboxes ?? []).reduce((sum, box) => sum + unread(box), 0);
}

let changed = () => {};
export function onMailSeen(called) {
  changed = called;
}

function letter({ key, mail, fresh, open: isOpen }) {
  const subject = mail.readable ? mail.subject || "(no subject)" : "A mail that cannot be read";
  const toggle = () => {
    if (open.has(key)) open.delete(key);
    else open.add(key);
    seen.add(key);
    renderMail();
    changed();
  };
  return h("article", { class: `letter ${fresh ? "fresh" : ""}` },
    h("button", { type: "button", class: "letter-top", "aria-expanded": String(isOpen), data: { focus: "toggle" }, onclick: toggle },
      h("span", { class: "letter-from" }, name(mail.from)), h("time", {}, when(mail.at)),
      h("span", { class: "letter-subject" }, subject, mail.times > 1 ? h("span", { class: "times", title: "The same mail came more than once" }, `×${mail.times}`) : null),
      isOpen ? null : h("span", { class: "letter-begin" }, mail.text.slice(0, 160))),
    isOpen ? h("div", { class: "letter-body" },
      h("dl", {}, row("From", mail.from), row("To", mail.to)),
      h("div", { class: "letter-text", dir: "auto", tabindex: "0" }, mail.text),
      mail.headers.length ? h("details", {}, h("summary", {}, "All headers"), h("dl", { class: "headers" }, mail.headers.map(([head, value]) => row(head, value)))) : null) : null);
}

function row(term, value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

function name(from) {
  return from.replace(/\s*<[^>]*>$/, "").replace(/^"(.*)"$/, "$1") || from;
}

function when(seconds) {
  const then = day(seconds);
  return then === "Today" ? clock(seconds) : `${then}, ${clock(seconds)}`;
}

export function focusMail() {
  (part.list.querySelector("button") ?? part.list).focus();
}
