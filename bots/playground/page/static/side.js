// The side of the agents' Slack: channels, the app, who one is, and how one is.

import { avatar, h, icon, menu, sync } from "./dom.js";
import { act } from "./live.js";

const STATUSES = [[":palm_tree:", "🌴", "On holiday"], [":face_with_thermometer:", "🤒", "Out sick"], [":bus:", "🚌", "Commuting"], [":headphones:", "🎧", "Focusing"]];

// `on`: {go(channel), home(), become(agent)}
export function side(on) {
  const part = {
    team: h("h2", { class: "team" }),
    channels: h("div", { class: "side-list" }),
    apps: h("div", { class: "side-list" }),
    people: h("div", { class: "side-list", role: "group", "aria-label": "Act as" }),
    mine: h("div", {}),
  };
  const node = h("nav", { class: "side", "aria-label": "Slack" }, part.team,
    h("h3", { class: "side-head" }, "Channels"), part.channels,
    h("h3", { class: "side-head" }, "Apps"), part.apps,
    h("div", { class: "side-foot" }, h("h3", { class: "side-head" }, "You are"), part.people, part.mine,
      menu("Add an agent", [icon("plus"), h("span", { class: "side-name" }, "Add an agent")], addForm(on), { button: "side-item quiet", class: "up" })));
  return { node, render: (state) => render(part, state, on) };
}

// `state`: {team, app, agent, people, channels, direct, here, others}; each of `channels`: {key, name, unread, here}
function render(part, { team, app, agent, people, channels, others }, on) {
  part.team.textContent = team;
  const joinable = others.map((each) => ({ key: `join ${each.id}`, join: each.id, name: each.name }));
  sync(part.channels, [...channels, ...joinable], (each) => (each.join ? joinItem(each, agent) : item(each, icon("hash"), () => on.go(each.key))));
  sync(part.apps, [app], (each) => item(each, icon("house"), on.home));
  sync(part.people, people.filter((each) => !each.gone).map((each) => ({ ...each, key: each.id, me: each.id === agent.id })), (each) => person(each, on));
  const open = part.mine.querySelector("details")?.open ?? false;
  sync(part.mine, [{ ...agent, key: agent.id }], (each) => h("div", {}, howIAm(each, open)));
}

function item(each, picture, onclick) {
  return h("button", { type: "button", class: `side-item ${each.unread ? "unread" : ""}`, "aria-current": each.here ? "true" : undefined, data: { focus: each.key }, onclick },
    picture, h("span", { class: "side-name" }, each.name), each.unread ? h("span", { class: "badge" }, String(each.unread), h("span", { class: "unseen" }, " new")) : null);
}

function joinItem(each, agent) {
  return h("button", { type: "button", class: "side-item quiet", "aria-label": `Join #${each.name}`, title: `Join #${each.name}`, data: { focus: each.key }, onclick: () => act({ do: "set_member", agent: agent.id, channel: each.join, member: true }) },
    icon("plus"), h("span", { class: "side-name" }, `Join ${each.name}`));
}

function person(each, on) {
  const words = [each.active ? "active" : "away", each.quiet ? "do not disturb" : null, each.status?.text].filter(Boolean).join(", ");
  return h("button", { type: "button", class: "side-item person-item", "aria-pressed": String(each.me), title: `${each.name}: ${words}`, data: { focus: each.key }, onclick: () => on.become(each.key) },
    h("span", { class: "face" }, avatar(each.name, each.id), h("span", { class: `presence ${each.active ? "on" : ""}` })),
    h("span", { class: "side-name" }, each.name),
    each.status ? h("span", { class: "person-status" }, each.status.emoji) : null,
    each.quiet ? h("span", { class: "person-status" }, "🔕") : null);
}

function howIAm(agent, open) {
  const choose = (words, action) => h("button", { type: "button", class: "menu-item", onclick: (event) => { event.target.closest("details").open = false; act({ agent: agent.id, ...action }); } }, words);
  const details = menu("Your status", [h("span", { class: `dot ${agent.active ? "on" : ""}` }), h("span", { class: "side-name" }, agent.active ? "Active" : "Away")], [
    choose(agent.active ? "Set yourself as away" : "Set yourself as active", { do: "set_presence", active: !agent.active }),
    choose(agent.quiet ? "End “do not disturb”" : "Do not disturb for an hour", { do: "set_quiet", quiet: !agent.quiet }),
    h("hr", { class: "b-divider" }),
    agent.status ? choose(`Clear “${agent.status.emoji} ${agent.status.text}”`, { do: "set_status", emoji: "" }) : null,
    STATUSES.map(([emoji, sign, text]) => choose(`${sign} ${text}`, { do: "set_status", emoji, text })),
  ].flat(), { button: "side-item quiet", class: "up" });
  details.open = open;
  return details;
}

function addForm(on) {
  const name = h("input", { required: true, maxlength: "80", autocomplete: "off", placeholder: "Sam Jansen" });
  const node = h("form", { class: "small-form" }, h("label", {}, "Name", name), h("button", { class: "button primary" }, "Add agent"));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = await act({ do: "add_agent", name: name.value });
    if (!done) return;
    name.value = "";
    node.closest("details").open = false;
    on.become(done.made);
  });
  return node;
}
