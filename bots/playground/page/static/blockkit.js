// Block Kit: blocks, and what can be pressed or chosen in them.

import { h, localMoment } from "./dom.js";
import { act, confirmed } from "./live.js";
import { link, rich } from "./rich.js";

// `place`: {agent, place}, where a press is reported; `field(block)` draws an input block, in forms only.
export function blocks(list, place, field) {
  return list.map((block) => drawn(block, place, field));
}

function drawn(block, place, field) {
  switch (block.type) {
    case "header": return h("h3", { class: "b-header" }, block.text);
    case "section": return section(block, place);
    case "context": return h("div", { class: "b-context" }, block.elements.map((each) => h("span", {}, rich(each))));
    case "actions": return h("div", { class: "b-actions" }, block.elements.map((each) => pressable(each, place)));
    case "divider": return h("hr", { class: "b-divider" });
    case "image": return h("p", { class: "b-image" }, link(block.url, [block.text || "Picture"]));
    case "markdown":
    case "rich_text": return h("div", { class: "b-rich" }, rich(block.text));
    case "input": return field ? field(block) : null;
    default: return h("p", { class: "b-unknown" }, `A ${block.type} block, which the playground does not draw`);
  }
}

function section(block, place) {
  return h("div", { class: "b-section" },
    h("div", { class: "b-words" },
      block.text ? h("div", { class: "b-rich" }, rich(block.text)) : null,
      block.fields?.length ? h("div", { class: "b-fields" }, block.fields.map((each) => h("div", {}, rich(each)))) : null),
    block.accessory ? pressable(block.accessory, place) : null);
}

function pressable(element, place) {
  if (element.type === "button") return button(element, place);
  if (element.type === "image") return h("span", { class: "b-image" }, element.text || "Picture");
  if (element.options.length) return chooser(element, place);
  if (element.type in MOMENTS) return moment(element, place);
  return h("span", { class: "b-unknown" }, element.type);
}

function button(element, place) {
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  const node = h("button", { type: "button", class: `button ${style}`, data: { focus: element.action } }, element.label);
  node.addEventListener("click", async () => {
    if (element.confirm && !(await confirmed(...lines(element.confirm), element.label))) return;
    busy(node, act({ do: "click", ...place, block: element.block, action: element.action }));
  });
  return element.url ? link(element.url, [node]) : node;
}

function lines(confirm) {
  const [title, ...rest] = confirm.split("\n");
  return [title, rest.join("\n")];
}

async function busy(node, doing) {
  node.setAttribute("aria-busy", "true");
  await doing;
  node.removeAttribute("aria-busy");
}

function chooser(element, place) {
  const multiple = element.type.startsWith("multi_") || element.type === "checkboxes";
  if (multiple || element.type === "radio_buttons") return ticks(element, place, multiple);
  const words = element.placeholder || (element.type === "overflow" ? "…" : "Choose");
  const node = h("select", { class: `b-select ${element.type === "overflow" ? "b-overflow" : ""}`, "aria-label": element.type === "overflow" ? "More options" : words, data: { focus: element.action } },
    h("option", { value: "", disabled: true }, words),
    element.options.map((each) => h("option", { value: each.value }, each.label)));
  node.value = element.initial[0] ?? "";
  node.addEventListener("change", async () => {
    const chosen = node.value;
    const asked = element.confirm && !(await confirmed(...lines(element.confirm), words));
    if (!asked) await busy(node, choose(element, place, chosen));
    // A menu of a message stands open for the next choice, the same one included.
    if (asked || !["home", "modal"].includes(place.place)) node.value = element.initial[0] ?? "";
  });
  return node;
}

function ticks(element, place, multiple) {
  const boxes = element.options.map((each) => h("input", { type: multiple ? "checkbox" : "radio", name: element.action, value: each.value, checked: element.initial.includes(each.value) }));
  const node = h("div", { class: "b-ticks", role: "group" }, boxes.map((box, at) => h("label", {}, box, element.options[at].label)));
  node.addEventListener("change", () => choose(element, place, boxes.filter((box) => box.checked).map((box) => box.value).join(",")));
  return node;
}

const MOMENTS = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

function moment(element, place) {
  const isBoth = element.type === "datetimepicker"; // seconds since 1970 for Slack, local time for the reader
  const given = element.initial[0] ?? "";
  const node = h("input", { class: "b-moment", type: MOMENTS[element.type], value: isBoth ? localMoment(given) : given, "aria-label": element.placeholder || element.type });
  node.addEventListener("change", () => choose(element, place, isBoth ? String(Math.round(new Date(node.value) / 1000)) : node.value));
  return node;
}

function choose(element, place, option) {
  return act({ do: "choose", ...place, action: element.action, option });
}
