// A field to write a message in Slack: Enter sends, Shift+Enter begins a line; with files, marks and commands.

import { bytes, grow, h, icon, iconButton } from "./dom.js";

const MARKS = [["B", "Bold", "*"], ["I", "Italic", "_"], ["S", "Strikethrough", "~"], ["</>", "Code", "`"]];

// `on`: {typing(), send(field, box, files), leave(), commands()}; `leave` says whether Escape ended something. `also`: the
// words of a box to tick, in a thread, where no commands are taken.
export function writer(label, on, also = "") {
  const field = h("textarea", { rows: "1", "aria-label": label, placeholder: label, dir: "auto" });
  const box = h("input", { type: "checkbox" });
  const hint = h("p", { class: "slash-hint", role: "status", hidden: true });
  const files = chosen();
  const node = h("form", { class: "writer" }, hint, field, files.node,
    h("div", { class: "writer-foot" },
      files.button, MARKS.map((each) => markButton(field, each)),
      also ? h("label", { class: "also", title: also }, box, h("span", {}, also)) : null,
      h("button", { class: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"))));
  const hinted = () => {
    const words = hintFor(field.value, on.commands(), also);
    hint.hidden = !words;
    if (hint.textContent !== words) hint.textContent = words;
  };
  field.addEventListener("input", () => {
    grow(field);
    hinted();
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
    if (!field.value.trim() && !files.list().length) return;
    on.send(field, box, files);
    hinted();
  });
  return { node, field };
}

function hintFor(text, commands, inThread) {
  if (!text.startsWith("/") || !commands.length) return "";
  return inThread ? "Slack takes no commands in threads. Type it in the channel." : `A command to the app, for example: ${commands.map((each) => `${each} help`).join(", ")}`;
}

// Puts the sign around what is selected, or takes it away.
function markButton(field, [face, name, sign]) {
  return h("button", { type: "button", class: `mark mark-${name.toLowerCase()}`, "aria-label": name, title: `${name}: ${sign}words${sign}`, onclick: () => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const words = value.slice(from, to);
    const marked = words.length > 2 && words.startsWith(sign) && words.endsWith(sign);
    field.focus();
    field.setRangeText(marked ? words.slice(1, -1) : sign + words + sign, from, to, "select");
    if (!words) field.setSelectionRange(from + 1, from + 1);
    field.dispatchEvent(new Event("input"));
  } }, face);
}

// The files that go with the next message.
function chosen() {
  let kept = [];
  const input = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files for the message" });
  const node = h("ul", { class: "attached" });
  const draw = () => {
    node.hidden = !kept.length;
    node.replaceChildren(...kept.map((file) => h("li", {}, icon("file"), h("span", {}, file.name), h("small", {}, bytes(file.size)),
      iconButton("close", `Take ${file.name} away`, () => { kept = kept.filter((each) => each !== file); draw(); }))));
  };
  input.addEventListener("change", () => {
    kept = [...kept, ...input.files].slice(0, 10);
    input.value = "";
    draw();
  });
  draw();
  const button = h("span", {}, iconButton("clip", "Attach a file", () => input.click(), { class: "icon-button mark" }), input);
  return { node, button, list: () => kept, set: (files) => { kept = files; draw(); } };
}
