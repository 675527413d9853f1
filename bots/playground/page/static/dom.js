// Builds nodes. Words from people only ever become text nodes; nothing here parses HTML.

const ICONS = {
  send: "M3 11.2 20.4 3.6c.6-.3 1.2.3 1 .9L15 21c-.3.7-1.2.7-1.5 0l-2.9-6.3L3 12.4c-.6-.2-.6-1 0-1.2Z",
  clip: "M8.5 12.5 14 7a3 3 0 1 1 4.2 4.2l-7.4 7.4a5 5 0 0 1-7-7l7.1-7.2",
  menu: "M4 7h16M4 12h16M4 17h10",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  back: "M14.5 5.5 8 12l6.5 6.5",
  reply: "M4 5h16v11h-9l-5 4v-4H4Z",
  pencil: "M5 19l1-4L16.5 4.5l3 3L9 18l-4 1Z",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 2.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9 10h.01M15 10h.01M8.5 14.5c1 1.3 2.2 2 3.5 2s2.5-.7 3.5-2",
  envelope: "M3.5 6h17v12.5h-17Zm0 .7 8.5 6.8 8.5-6.8",
  phone: "M8 2.5h8a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5ZM11 18.5h2",
  hash: "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  house: "M4 11.5 12 4.5l8 7V20h-5.5v-5h-5v5H4Z",
  bolt: "M13 3 5 13.5h6L10 21l8.5-11H12.5Z",
  restart: "M5 12a7 7 0 1 1 2.3 5.2M5 12l-2-2.5M5 12l2.6-2",
  chart: "M4 20V4M4 20h16M8.5 16.5v-4M12.5 16.5v-8M16.5 16.5v-6",
  file: "M7 3h7l4 4v14H7ZM14 3v4h4",
  play: "M8 5.5v13l11-6.5Z",
  link: "M8 16 16.5 7.5M10 7h7v7",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// An element: names in `props` are attributes, but `class`, `on...` (listeners) and `data` (an object).
export function h(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.flat(Infinity).filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return node;
}

export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

// Makes the children of `list` those of `items`, in order. Each item has a `key`; a node is made anew only when its item
// has changed, so that focus, selection and what was typed stay.
export function sync(list, items, make) {
  const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
  let cursor = list.firstElementChild;
  for (const item of items) {
    const signature = JSON.stringify(item);
    const before = old.get(item.key);
    old.delete(item.key);
    let node = before;
    if (!before || before.signature !== signature) {
      node = make(item);
      node.dataset.key = item.key;
      node.signature = signature;
      if (before) {
        if (before === cursor) cursor = node;
        replace(before, node);
      }
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(node, cursor);
  }
  for (const node of old.values()) node.remove();
}

function replace(before, node) {
  const focused = before.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  before.replaceWith(node);
  if (!focused) return;
  const again = [...node.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === focused);
  (again ?? node).focus();
}

// Keeps a list at its end while one reads there.
export function stickToEnd(scroller, change) {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  change();
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

export function toEnd(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
}

export function initials(name) {
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
}

export function avatar(name, key = name, extra = "") {
  let sum = 0;
  for (const char of String(key)) sum = (sum * 31 + char.codePointAt(0)) % 997;
  return h("span", { class: `avatar hue-${sum % 7} ${extra}`, "aria-hidden": "true" }, initials(name));
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export function clock(seconds) {
  return CLOCK.format(new Date(seconds * 1000));
}

// A moment in seconds as a field of type datetime-local takes it.
export function localMoment(seconds) {
  if (!seconds) return "";
  const then = new Date(Number(seconds) * 1000);
  return new Date(then - then.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export function bytes(count) {
  return count < 1024 ? `${count} B` : count < 1048576 ? `${Math.round(count / 1024)} kB` : `${(count / 1048576).toFixed(1)} MB`;
}

export function day(seconds) {
  const then = new Date(seconds * 1000);
  const today = new Date();
  if (then.toDateString() === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  return then.toDateString() === today.toDateString() ? "Yesterday" : DAY.format(then);
}

// A text field that grows with its words, up to what the style allows.
export function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

// A menu that opens under a button, and closes by Escape or a click elsewhere.
export function menu(label, face, items, props = {}) {
  const details = h("details", { class: `menu ${props.class ?? ""}` },
    h("summary", { "aria-label": label, title: label, class: props.button ?? "icon-button" }, face),
    h("div", { class: "menu-list" }, items));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
    event.stopPropagation();
  });
  return details;
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
