// What stands behind the bot's messages: asked of the server once for each, and kept while the page is open.

import { explanation } from "./explanation.js";
import { h, stickToEnd } from "./dom.js";

const AT_ONCE = 3; // requests
const AGAIN = [400, 1500, 5000, 15000]; // ms: an answer is written down a little after it was sent
const FRESH = 60000; // ms from a message's date; an older one of which nothing is known has nothing behind it
const LONGEST_PAUSE = 60000; // ms, while the server cannot say

// Who started over gets the same numbers again, but not at the same time: the date is part of the key.
const entries = new Map();
const queue = [];
let asking = 0;

// The place under a message: empty, until there is something to say.
export function why(chat, message) {
  const key = `${chat}-${message.id}-${message.date}`;
  if (!entries.has(key)) entries.set(key, { path: `/why/${chat}/${message.id}`, date: message.date * 1000, tries: 0, open: false, answer: undefined, busy: false });
  const entry = entries.get(key);
  entry.slot = h("div", { class: "why", "aria-live": "off" });
  if (entry.answer) entry.slot.append(drawn(entry));
  else if (entry.answer === undefined) look(entry);
  return entry.slot;
}

// The server was away, and may know more now.
export function askAgain() {
  for (const entry of entries.values()) {
    if (entry.answer) continue;
    Object.assign(entry, { answer: undefined, tries: 0 });
    if (entry.slot.isConnected) look(entry);
  }
}

// The newest message is looked at first.
function look(entry) {
  if (entry.busy) return;
  entry.busy = true;
  queue.push(entry);
  queueMicrotask(next);
}

async function next() {
  if (asking >= AT_ONCE || !queue.length) return;
  asking += 1;
  const entry = queue.pop();
  const pause = await ask(entry);
  asking -= 1;
  entry.busy = false;
  if (pause) setTimeout(() => { if (entry.answer === undefined && entry.slot.isConnected) look(entry); }, pause);
  next();
}

// How long to wait before the next try, in ms; 0 if this was the last.
async function ask(entry) {
  entry.tries += 1;
  try {
    const reply = await fetch(entry.path);
    if (reply.status === 200) return show(entry, await reply.json());
    if (reply.ok) return nothingYet(entry);
  } catch { /* the server is away: as if it could not say */ }
  return Math.min(1000 * 2 ** entry.tries, LONGEST_PAUSE);
}

function nothingYet(entry) {
  const pause = Date.now() - entry.date < FRESH ? AGAIN[entry.tries - 1] : 0;
  if (!pause) entry.answer = null;
  return pause ?? 0;
}

function show(entry, answer) {
  entry.answer = answer;
  const scroller = entry.slot.closest(".chat");
  if (scroller) stickToEnd(scroller, () => entry.slot.replaceChildren(drawn(entry)));
  return 0;
}

// A message is drawn anew when it changes: what was open stays so.
function drawn(entry) {
  const details = explanation(entry.answer);
  details.open = entry.open;
  details.addEventListener("toggle", () => {
    if (details.open && !entry.open) details.scrollIntoView({ block: "nearest" });
    entry.open = details.open;
  });
  return details;
}
