// A field to write a message in Slack: Enter sends, Shift+Enter begins a line.

import { grow, h, icon } from "./dom.js";

// `on`: {typing(), send(field, box), leave()}; `leave` says whether Escape ended something. `also`: the words of a box to tick.
export function writer(label, on, also = "") {
  const field = h("textarea", { rows: "1", "aria-label": label, placeholder: label, dir: "auto" });
  const box = h("input", { type: "checkbox" });
  const foot = also ? h("label", { class: "also" }, box, h("span", {}, also)) : h("span");
  const node = h("form", { class: "writer" }, field,
    h("div", { class: "writer-foot" }, foot, h("button", { class: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"))));
  field.addEventListener("input", () => {
    grow(field);
    if (field.value.trim()) on.typing();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && on.leave()) event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    node.requestSubmit();
  });
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) on.send(field, box);
  });
  return { node, field };
}
