// Asks for the page's sections again and again, and puts those in place that have changed, under whoever is at work in them.
"use strict";
(() => {
  const EVERY = 4000; // milliseconds
  const board = document.getElementById("health"), stale = document.getElementById("health-stale");
  const known = new Map();
  let waiting = 0;

  function same(one, other) {
    const name = (each) => each.getAttribute("aria-label") || each.textContent;
    return one.tagName === other.tagName && name(one) === name(other);
  }
  function keep(old, fresh) {
    const open = [...old.querySelectorAll("details")].map((each) => each.open);
    fresh.querySelectorAll("details").forEach((each, at) => { each.open = Boolean(open[at]); });
    const scrolled = [...old.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    fresh.querySelectorAll(".scroll").forEach((each, at) => { each.scrollLeft = scrolled[at] || 0; });
    if (active) focusLike(active, fresh);
  }
  function focusLike(active, fresh) {
    const there = [...fresh.querySelectorAll("a, button, summary, [tabindex]")].find((each) => same(each, active));
    const place = there || fresh.querySelector("h2");
    if (!place) return;
    if (!there) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  function put(section, before) {
    const html = section.outerHTML, old = document.getElementById(section.id);
    if (old && known.get(section.id) === html) return old;
    const fresh = document.importNode(section, true);
    if (old) keep(old, fresh);
    else board.insertBefore(fresh, before ? before.nextSibling : board.firstChild);
    known.set(section.id, html);
    return fresh;
  }
  function show(html) {
    const sections = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("section[id]")];
    const ids = new Set(sections.map((each) => each.id));
    let before = null;
    for (const section of sections) before = put(section, before);
    for (const old of [...board.children]) {
      if (ids.has(old.id)) continue;
      old.remove();
      known.delete(old.id);
    }
  }
  async function refresh() {
    const answer = await fetch(board.dataset.parts, { headers: { "X-Requested-With": "fetch" } });
    if (answer.redirected || answer.status === 401) return location.reload(); // signed out meanwhile
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
  }
  async function run() {
    clearTimeout(waiting);
    try {
      if (!document.hidden) await refresh();
      stale.hidden = true;
      board.classList.remove("old");
    } catch { // not reached
      stale.hidden = false;
      board.classList.add("old");
    }
    clearTimeout(waiting);
    waiting = setTimeout(run, EVERY);
  }
  waiting = setTimeout(run, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) run(); });
  new MutationObserver(run).observe(document.getElementById("act-said"), { childList: true }); // something was done here
})();
