// Copies an article's draft; where the browser lets no page do so it selects the draft, for the reader's own keys.
"use strict";
async function copy(button) {
  const draft = document.getElementById(button.dataset.of);
  draft.focus();
  draft.select();
  try {
    await navigator.clipboard.writeText(draft.value);
    button.nextElementSibling.textContent = button.dataset.copied;
  } catch {
    return; // it stands selected
  }
}
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
