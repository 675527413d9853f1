// What each agent has looked at in Slack: the newest message by channel, the newest reply by thread.

const seen = new Map(); // agent and channel -> ts
const seenThread = new Map(); // agent and root -> ts
let started = false;

// What the agent can see of a channel: what is for one person is for that person only.
export function forAgent(channel, agent) {
  return channel.messages.filter((each) => !each.only || each.only === agent.id);
}

// `here`: the channel that is on the screen, `open`: the root of the thread that is, both null where nobody looks.
export function rememberSeen(agent, channels, here, open) {
  for (const each of channels) {
    const key = `${agent.id} ${each.id}`;
    if (!seen.has(key) || each === here) seen.set(key, each.messages.at(-1)?.ts ?? "0");
    for (const message of each.messages) {
      const looked = message.thread === open && each === here;
      if (message.thread && (!started || looked)) seenThread.set(`${agent.id} ${message.thread}`, message.ts);
    }
  }
  started = true;
}

export function unread(channel, agent) {
  const from = seen.get(`${agent.id} ${channel.id}`) ?? "0";
  return forAgent(channel, agent).filter((each) => each.ts > from && each.user !== agent.id).length;
}

// Whether the last of these replies is somebody else's and was not looked at.
export function isFresh(agent, root, replies) {
  const newest = replies.at(-1);
  return Boolean(newest) && newest.user !== agent.id && newest.ts > (seenThread.get(`${agent.id} ${root}`) ?? "0");
}
