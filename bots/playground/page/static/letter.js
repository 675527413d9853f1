// One mail of a thread: who wrote it, what, with which files; what it quotes and what is long is folded.

import { bytes, clock, day, h, icon, menu } from "./dom.js";
import { act } from "./live.js";

const LONG = 1100; // characters
const LINES = 16;
const unfolded = new Set(); // the mails of which all words are shown

// `item`: {key, mail, box, open}
export function letter({ key, mail, box, open }, toggle) {
  return h("article", { class: `letter ${mail.sent ? "mine" : ""}`, "aria-label": sender(mail) },
    h("div", { class: "letter-row" },
      h("button", { type: "button", class: "letter-top", "aria-expanded": String(open), data: { focus: "toggle" }, onclick: toggle },
        h("span", { class: "letter-from" }, mail.sent ? `${sender(mail)} (this mailbox)` : sender(mail), mail.times > 1 ? h("span", { class: "times", title: "The same mail came more than once" }, `×${mail.times}`) : null),
        h("time", {}, when(mail.at)),
        open ? null : h("span", { class: "letter-begin" }, mail.text.slice(0, 160))),
      open && !mail.sent ? deeds(mail, box) : null),
    open ? body(key, mail) : null);
}

function body(key, mail) {
  return h("div", { class: "letter-body" },
    h("dl", {}, row("From", mail.from), row("To", mail.to)),
    h("div", { class: "letter-words" }, words(key, mail)),
    mail.quoted ? h("details", { class: "quoted" }, h("summary", { title: "What it answers" }, "•••", h("span", { class: "unseen" }, "What it answers")), h("div", { class: "letter-text", dir: "auto" }, mail.quoted)) : null,
    mail.attached.length ? h("ul", { class: "letter-files", "aria-label": "Files" }, mail.attached.map((each) => h("li", {}, icon("file"), h("span", {}, each.name), h("small", {}, bytes(each.size))))) : null,
    mail.waiting ? h("p", { class: "fate" }, "On its way to the desk …") : null,
    mail.refused ? h("p", { class: "fate bad" }, `The desk did not take it: ${mail.refused}`) : null,
    mail.headers.length ? h("details", { class: "all-headers" }, h("summary", {}, "All headers"), h("dl", { class: "headers" }, mail.headers.map(([head, value]) => row(head, value)))) : null);
}

function words(key, mail) {
  const long = (mail.text.length > LONG || mail.text.split("\n").length > LINES) && !unfolded.has(key);
  const text = h("div", { class: `letter-text ${long ? "folded" : ""}`, dir: "auto", tabindex: long ? undefined : "0" }, mail.text);
  if (!long) return text;
  const more = h("button", { type: "button", class: "unfold", onclick: () => {
    unfolded.add(key);
    text.classList.remove("folded");
    text.tabIndex = 0;
    text.focus();
    more.remove();
  } }, "Show the whole mail");
  return [text, more];
}

// What else may happen to a mail than that somebody answers.
function deeds(mail, mailbox) {
  const deed = (words, does) => h("button", { type: "button", class: "menu-item", onclick: (event) => {
    event.target.closest("details").open = false;
    act({ do: does, mailbox, mail: mail.number });
  } }, words);
  return menu("More about this mail", icon("more"), [
    deed("Send an automatic reply", "auto_reply_mail"),
    deed("Let it bounce", "bounce_mail")], { class: "deeds" });
}

function row(term, value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

export function sender(mail) {
  return mail.from.replace(/\s*<[^>]*>$/, "").replace(/^"(.*)"$/, "$1") || mail.from;
}

export function when(seconds) {
  const then = day(seconds);
  return then === "Today" ? clock(seconds) : `${then}, ${clock(seconds)}`;
}
