// Deeds without leaving the page: at once, or after a question in a dialog. Works in rows that come later too.
"use strict";
(() => {
  const dialog = document.getElementById("act-dialog"), said = document.getElementById("act-said");
  const asFetch = { "X-Requested-With": "fetch" };
  const follows = document.querySelector("[data-events], [data-parts]"); // such a page shows by itself what has been done
  const DONE = "act-done";
  let forget = 0, asked = null;

  function say(words, bad) {
    said.textContent = words;
    said.classList.toggle("bad", Boolean(bad));
    clearTimeout(forget);
    forget = setTimeout(() => { said.textContent = ""; }, bad ? 15000 : 4000);
  }
  async function why(answer) {
    try { return (await answer.json()).error || said.dataset.failed; } catch { return said.dataset.failed; }
  }
  async function ask(form) {
    asked = form.querySelector("button"); // disabled meanwhile, so the browser forgets that it had the focus
    const answer = await fetch(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, { headers: asFetch });
    if (answer.status === 401) return location.reload(); // signed out meanwhile: it leads to the sign-in
    if (!answer.ok) return say(await why(answer), true);
    dialog.innerHTML = await answer.text(); // made by our templates, which escape
    dialog.showModal();
  }
  async function act(form) {
    const body = new URLSearchParams(new FormData(form));
    body.set("csrf", document.querySelector('meta[name="csrf"]').content);
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: asFetch });
    if (answer.status === 204) {
      if (dialog.open) dialog.close();
      return follows ? say(said.dataset.done) : showAnew();
    }
    if (answer.status === 401) return location.reload();
    const words = await why(answer), place = form.querySelector(".act-error");
    if (place) place.textContent = words; else say(words, true);
  }

  function showAnew() {
    sessionStorage.setItem(DONE, "1");
    location.reload();
  }
  if (sessionStorage.getItem(DONE)) {
    sessionStorage.removeItem(DONE);
    say(said.dataset.done);
  }

  // --- a list may move in the very moment of a press: what is done is what the pointer was brought to, and nothing else
  const SEEN = 700; // milliseconds after which somebody has seen what has come under their pointer
  let aimed = "", under = "", since = 0, at = "", scrolled = false;
  const deed = (element) => {
    const form = element?.closest?.("form.act");
    return form ? `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}` : "";
  };
  document.addEventListener("pointermove", (event) => {
    const now = `${event.clientX} ${event.clientY}`; // a browser tells of a move too when the page moves under the pointer
    if (now !== at || scrolled) aimed = deed(event.target);
    at = now;
    scrolled = false;
  });
  document.addEventListener("pointerover", (event) => {
    const now = deed(event.target);
    if (now !== under) since = Date.now();
    under = now;
  });
  addEventListener("scroll", () => { scrolled = true; }, true);
  document.addEventListener("click", (event) => {
    const meant = deed(event.target);
    const seen = meant === under && Date.now() - since > SEEN;
    if (!meant || event.pointerType !== "mouse" || meant === aimed || seen) return;
    event.preventDefault();
    aimed = meant;
    say(said.dataset.moved, true);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.act, dialog form.act-form")) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return; // a second press; a disabled button would lose the focus
    form.ariaBusy = "true";
    try {
      await (form.hasAttribute("data-asks") ? ask(form) : act(form));
    } catch { // not reached
      const place = form.querySelector(".act-error");
      if (place) place.textContent = said.dataset.failed; else say(said.dataset.failed, true);
    } finally {
      form.ariaBusy = null;
    }
  });
  dialog.addEventListener("close", () => { if (asked?.isConnected) asked.focus(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("dialog .act-cancel")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.replaceChildren());
})();
