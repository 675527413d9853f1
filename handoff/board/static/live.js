// Keeps the live page as the desk is: puts what has changed in its place, and says so when it no longer hears anything.
"use strict";
(() => {
  const QUIET = 6000, GRACE = 2500, GIVEN_UP = 15000, AGAIN = 2000; // milliseconds
  const FEW = 8; // rows that change at once: where all of them do, a flash says nothing and costs much
  const MANY = 100; // rows, from which on only those are laid out that can be seen
  const SHOWN = 1200; // milliseconds
  const page = document.querySelector("[data-events]");
  const banner = document.getElementById("stale"), asOf = document.getElementById("as-of"), said = document.getElementById("said");
  const lists = page.querySelectorAll("[data-list]");
  const shelf = document.createElement("template");
  let version = page.dataset.version, heard = Date.now(), lost = 0, few = true, source;

  // --- the connection
  function listen() {
    source = new EventSource(`${page.dataset.events}?version=${encodeURIComponent(version)}`);
    source.onmessage = (event) => { hear(); apply(JSON.parse(event.data)); };
    source.addEventListener("beat", (event) => { boardTimes.sync(event.data); hear(); });
    source.onerror = () => {
      lost = lost || Date.now();
      if (source.readyState === EventSource.CLOSED) refused();
    };
  }
  async function refused() { // the desk is there and tells nothing: perhaps to somebody who is signed out meanwhile
    const asked = new AbortController();
    try {
      const answer = await fetch(page.dataset.events, { signal: asked.signal });
      if (answer.status === 401) return location.reload(); // it leads to the sign-in, and back here
    } catch { /* not reached */ } finally { asked.abort(); }
    again(AGAIN);
  }
  function again(after) {
    source.close();
    heard = Math.max(heard, Date.now() - QUIET);
    setTimeout(listen, after);
  }
  function hear() {
    heard = Date.now();
    lost = 0;
    judge();
  }
  function judge() {
    const now = Date.now(), stale = now - heard > QUIET || (lost !== 0 && now - lost > GRACE);
    if (stale === banner.hidden) {
      asOf.dateTime = new Date(heard).toISOString();
      banner.hidden = !stale;
      page.classList.toggle("old", stale);
      boardTimes.show(banner);
    }
    if (now - heard > GIVEN_UP && source.readyState === EventSource.OPEN) again(0);
  }

  // --- what is new
  function apply(news) {
    version = news.version;
    if (news.whole) remove([...page.querySelectorAll("[data-row]")].map((row) => row.id).filter((id) => !news.rows[id]));
    remove(news.gone);
    few = Object.keys(news.rows).length <= FEW;
    page.classList.toggle("few", few);
    for (const [id, row] of Object.entries(news.rows)) put(id, row);
    for (const [id, number] of Object.entries(news.numbers)) count(id, number);
    page.classList.toggle("many", page.querySelectorAll("[data-row]").length > MANY);
    for (const list of lists) list.classList.toggle("none", !list.querySelector("[data-row]"));
  }
  function count(id, number) {
    const place = document.getElementById(id);
    if (place) place.textContent = number;
    if (id !== "count-broken") return;
    const base = document.title.replace(/^\(\d+\) /, "");
    if (+number > +(document.title.match(/^\((\d+)\) /) || [0, 0])[1]) tell();
    document.title = +number ? `(${number}) ${base}` : base;
  }
  function tell() {
    const tile = document.getElementById("tile-broken");
    if (tile) said.textContent = tile.textContent;
  }
  function remove(ids) {
    for (const id of ids) {
      const row = document.getElementById(id);
      if (row) leave(row);
    }
  }
  function put(id, told) {
    const section = document.getElementById(told.in), old = document.getElementById(id);
    if (!section) return location.reload(); // somebody waits in a language that had no place yet
    shelf.innerHTML = told.html;
    const row = document.importNode(shelf.content.firstElementChild, true);
    boardTimes.show(row);
    if (old && old.parentNode === section) return change(old, row);
    if (old) leave(old);
    insert(section, row);
    flash(row);
  }
  function insert(section, row) {
    let last = section.lastElementChild;
    while (last && "row" in last.dataset && last.dataset.at > row.dataset.at) last = last.previousElementSibling;
    if (last) last.after(row); else section.prepend(row);
  }
  function move(row) {
    const section = row.parentNode;
    row.remove();
    insert(section, row);
  }
  function change(old, row) {
    calm(old);
    boardTimes.show(old);
    if (old.isEqualNode(row)) return;
    const moved = old.dataset.at !== row.dataset.at, parts = [...old.children], fresh = [...row.children];
    for (const { name } of [...old.attributes]) if (!row.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of row.attributes) old.setAttribute(name, value);
    if (parts.length !== fresh.length) swap(old, () => old.replaceChildren(...fresh));
    else parts.forEach((part, i) => part.isEqualNode(fresh[i]) || swap(part, () => part.replaceWith(fresh[i]), fresh[i]));
    if (moved) swap(old, () => move(old));
    flash(old);
  }

  // --- nothing is taken from under somebody's hands: what had the focus has it still
  const reachable = (part) => [...part.querySelectorAll("a[href], button, summary, input, select")];
  function swap(old, does, fresh = old) {
    const place = reachable(old).indexOf(document.activeElement);
    does();
    const there = reachable(fresh);
    if (place >= 0 && there.length) there[Math.min(place, there.length - 1)].focus({ preventScroll: true });
  }
  function leave(row) {
    const had = row.contains(document.activeElement), next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    const there = had && next ? reachable(next)[0] : null;
    if (there) there.focus({ preventScroll: true });
  }
  function flash(row) {
    if (!few) return;
    row.classList.add("news");
    setTimeout(() => calm(row), SHOWN);
  }
  function calm(row) {
    row.classList.remove("news");
    if (!row.className) row.removeAttribute("class");
  }

  addEventListener("offline", () => { lost = 1; judge(); }); // as if it were lost for long
  setInterval(judge, 500);
  listen();
})();
