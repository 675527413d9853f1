// Writing mails: the answer beneath a thread, and the form of a new mail.

import { bytes, grow, h, icon, iconButton } from "./dom.js";
import { act, sendAttachment } from "./live.js";

const drafts = new Map(); // of each thread, what was written and chosen but not sent

// `item`: {key, box, name}; `answered` gives the number of the mail that the answer is to.
export function replyForm({ key, box, name }, answered) {
  const draft = drafts.get(key) ?? { text: "", files: [] };
  drafts.set(key, draft);
  const field = h("textarea", { rows: "2", "aria-label": "Answer this mail", placeholder: `Answer as ${name}`, dir: "auto", value: draft.text });
  const files = chosenFiles(draft.files);
  const node = h("form", { class: "mail-reply" }, field, files.list, h("div", { class: "mail-foot" }, files.clip, h("button", { class: "button primary", title: "Send (Ctrl+Enter)" }, "Send mail")));
  field.addEventListener("input", () => { draft.text = field.value; grow(field); });
  field.addEventListener("keydown", (event) => sendsOn(event, node));
  onSubmit(node, async () => {
    if (!field.value.trim()) return;
    if (!(await files.send((sent) => act({ do: "reply_mail", mailbox: box, mail: answered(), text: field.value, files: sent })))) return;
    draft.text = field.value = "";
    grow(field);
  });
  return node;
}

export function newMail(from, known) {
  const text = (label, props) => h("label", {}, label, h("input", { required: true, autocomplete: "off", ...props }));
  const files = chosenFiles([]);
  const words = h("textarea", { rows: "6", required: true, dir: "auto" });
  const form = h("form", { class: "small-form" },
    text("From", { name: "from", type: "email", value: from ?? "", list: "known-mailboxes" }), text("To", { name: "to", type: "email" }), text("Subject", { name: "subject" }),
    h("datalist", { id: "known-mailboxes" }, known.map((each) => h("option", { value: each }))),
    h("label", {}, "Text", words), files.list,
    h("div", { class: "mail-foot" }, files.clip, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"), h("button", { class: "button primary" }, "Send mail")));
  const dialog = h("dialog", { class: "ask new-mail", "aria-label": "New mail" }, h("h2", {}, "New mail"), form);
  words.addEventListener("keydown", (event) => sendsOn(event, form));
  onSubmit(form, async () => {
    const given = new FormData(form);
    const mail = { do: "write_mail", mailbox: given.get("from"), to: given.get("to"), subject: given.get("subject"), text: words.value };
    if (await files.send((sent) => act({ ...mail, files: sent }))) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  if (from) form.elements.to.focus();
}

function sendsOn(event, form) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
}

// Submits once at a time.
function onSubmit(form, done) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    await done();
    form.ariaBusy = null;
  });
}

// A clip and the files that were chosen with it. `send` hands them in and does with their ids what is asked for.
function chosenFiles(files) {
  const input = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files for this mail" });
  const list = h("ul", { class: "chosen", "aria-label": "Chosen files" });
  const clip = h("span", { class: "mail-clip" }, iconButton("clip", "Attach files", () => input.click()), input);
  const render = () => list.replaceChildren(...files.map((file) => h("li", {}, h("span", { title: file.name }, file.name), h("small", {}, bytes(file.size)),
    iconButton("close", `Remove ${file.name}`, () => { files.splice(files.indexOf(file), 1); render(); }))));
  input.addEventListener("change", () => { files.push(...input.files); input.value = ""; render(); });
  render();
  const send = async (use) => {
    const sent = [];
    for (const file of files) {
      const kept = await sendAttachment(file);
      if (!kept) return null;
      sent.push(kept.made);
    }
    const done = await use(sent);
    if (done) { files.length = 0; render(); }
    return done;
  };
  return { clip, list, send };
}
