// Sends what an agent has written, with the files that go with it.

import { act, notice, sendAttachment, state } from "./live.js";

// Whether `action` is one that Slack takes; what is wrong with it has then been said.
export function isTaken(action) {
  const name = action.do === "command" ? action.text.trim().split(/\s/)[0] : null;
  if (!name || state.slack.commands.includes(name)) return true;
  notice(`${name} is not a valid command.`);
  return false;
}

// The answer, or null where something could not be sent, which has then been said. Files go with a new message only.
export async function sent(action, files) {
  if (action.do !== "post" || !files.length) return act(action);
  const made = [];
  for (const file of files) {
    const kept = await sendAttachment(file);
    if (!kept) return null;
    made.push(kept.made);
  }
  return act({ ...action, files: made });
}
