// A form (modal) that the app has opened for an agent.

import { h, iconButton, localMoment } from "./dom.js";
import { act } from "./live.js";
import { blocks } from "./blockkit.js";

const TYPES = { email_text_input: "email", number_input: "number", url_text_input: "url", datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

// `kept`: what was typed in an older state of the same form, by block.
export function form(view, agent, kept) {
  const fields = new Map();
  const node = h("form", { class: "form", role: "dialog", "aria-label": view.title, novalidate: true });
  const body = blocks(view.blocks, { agent, place: "modal" }, (block) => field(block, fields, kept));
  node.append(
    h("header", {}, h("h3", {}, view.title), iconButton("close", "Close", () => leave(agent))),
    h("div", { class: "form-body" }, body),
    h("footer", {},
      h("button", { type: "button", class: "button", onclick: () => leave(agent) }, view.close),
      view.submit ? h("button", { class: "button primary" }, view.submit) : null));
  node.addEventListener("submit", (event) => { event.preventDefault(); once(node, () => submit(agent, fields)); });
  node.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(agent); } });
  node.values = () => new Map([...fields].map(([id, each]) => [id, each.value()]));
  return node;
}

function leave(agent) {
  return act({ do: "close_form", agent });
}

// What is sent and not answered yet is not sent again.
async function once(node, doing) {
  if (node.hasAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  await doing();
  node.removeAttribute("aria-busy");
}

async function submit(agent, fields) {
  const values = {};
  let complete = true;
  for (const [id, each] of fields) {
    const value = each.value();
    each.complain(value || each.optional ? "" : "Please complete this required field.");
    complete = complete && (value !== "" || each.optional);
    if (value || each.initial) values[id] = value;
  }
  if (!complete) return;
  const done = await act({ do: "submit", agent, values });
  for (const [id, words] of Object.entries(done?.errors ?? {})) fields.get(id)?.complain(words);
}

function field(block, fields, kept) {
  const { node, value } = control(block, kept.get(block.id));
  const complaint = h("p", { class: "complaint", role: "alert" });
  const initial = value();
  const complain = (words) => {
    complaint.textContent = words;
    if (words) complaint.scrollIntoView({ block: "nearest" });
  };
  fields.set(block.id, { value, optional: block.optional, initial, complain });
  const label = [block.label, block.optional ? h("small", {}, " (optional)") : null];
  const named = node.classList.contains("b-ticks") // one label cannot name many boxes
    ? h("fieldset", {}, h("legend", {}, label), node)
    : h("label", {}, h("span", {}, label), node);
  return h("div", { class: "field" }, named, block.hint ? h("p", { class: "hint" }, block.hint) : null, complaint);
}

function control(block, before) {
  const element = block.element;
  if (element.type.startsWith("multi_") || element.type === "checkboxes" || element.type === "radio_buttons") return ticks(element, before);
  if (element.options.length) return select(element, before);
  const node = h(element.multiline ? "textarea" : "input", { type: element.multiline ? undefined : TYPES[element.type] ?? "text", placeholder: element.placeholder, rows: element.multiline ? "4" : undefined, maxlength: element.most || undefined, dir: "auto" });
  const isMoment = element.type === "datetimepicker"; // seconds since 1970 for Slack, local time for the reader
  node.value = isMoment ? localMoment(before ?? element.initial[0]) : before ?? (element.initial[0] || element.value);
  return { node, value: () => (isMoment && node.value ? String(Math.round(new Date(node.value) / 1000)) : node.value) };
}

function select(element, before) {
  const node = h("select", {}, h("option", { value: "" }, element.placeholder || "Choose"), element.options.map((each) => h("option", { value: each.value }, each.label)));
  node.value = before ?? element.initial[0] ?? "";
  return { node, value: () => node.value };
}

function ticks(element, before) {
  const on = before === undefined ? element.initial : before.split(",");
  const type = element.type === "radio_buttons" ? "radio" : "checkbox";
  const boxes = element.options.map((each) => h("input", { type, name: element.action, value: each.value, checked: on.includes(each.value) }));
  const node = h("div", { class: "b-ticks" }, boxes.map((box, at) => h("label", {}, box, element.options[at].label)));
  return { node, value: () => boxes.filter((box) => box.checked).map((box) => box.value).join(",") };
}
