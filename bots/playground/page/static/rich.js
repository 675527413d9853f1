// Draws the trees of formatted text that the server makes.

import { h } from "./dom.js";

const PLAIN = { b: "strong", i: "em", u: "u", s: "s", code: "code", p: "p", ul: "ul", ol: "ol", li: "li", quote: "blockquote" };

// Nodes for a tree; `command`, if given, is called with a bot command that is pressed.
export function rich(tree, command) {
  return (tree ?? []).map((part) => (typeof part === "string" ? part : element(part, command)));
}

function element(node, command) {
  const kids = rich(node.kids, command);
  if (PLAIN[node.tag]) return h(PLAIN[node.tag], {}, kids);
  switch (node.tag) {
    case "pre": return h("pre", { tabindex: "0" }, h("code", { title: node.title }, kids));
    case "h": return h("p", { class: "heading" }, kids);
    case "hr": return h("hr");
    case "a": return link(node.href ?? "", kids);
    case "spoiler": return spoiler(kids);
    case "command": return command ? h("button", { type: "button", class: "command", onclick: () => command(words(node)) }, kids) : h("span", {}, kids);
    case "date": return h("time", {}, node.at ? date(node.title ?? "", node.at, words(node)) : kids);
    default: return h("span", { class: "mention" }, kids);
  }
}

export function words(node) {
  return (node.kids ?? []).map((part) => (typeof part === "string" ? part : words(part))).join("");
}

export function link(href, kids, props = {}) {
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return h("span", props, kids);
  return h("a", { ...props, href, target: "_blank", rel: "noopener noreferrer", title: href }, kids);
}

function spoiler(kids) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to show" }, kids);
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); }
  });
  return node;
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

// docs.slack.dev/messaging/formatting-message-text#date-formatting, in the reader's time zone
function date(pattern, at, fallback) {
  const then = new Date(at * 1000);
  let known = true;
  const shown = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    const near = token.endsWith("_pretty") ? nearby(then) : null;
    const format = DATES[token.replace(/_pretty$/, "")];
    if (near) return near;
    if (!format) known = false;
    return format ? new Intl.DateTimeFormat(undefined, format).format(then) : "";
  });
  return known && shown ? shown : fallback;
}

function nearby(then) {
  const days = Math.round((new Date(then).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}
