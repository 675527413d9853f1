// Shows every <time data-show> in the reader's own zone and language, and counts those that count.
"use strict";
const boardTimes = (() => {
  const page = document.documentElement.lang;
  const language = navigator.languages.find((own) => own.split("-")[0] === page) || page; // British readers have no p.m.
  const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "narrow" });
  const format = (style) => new Intl.DateTimeFormat(language, style);
  const days = unit("day"), hours = unit("hour"), minutes = unit("minute");
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const second = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const clock = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  const day = format(clock), year = format({ ...clock, year: "numeric" });
  let skew = 0; // milliseconds by which the desk's clock is ahead of the reader's

  function span(milliseconds) {
    const s = Math.max(0, Math.floor(milliseconds / 1000)), m = Math.floor(s / 60), h = Math.floor(m / 60);
    if (h >= 24) return `${days.format(Math.floor(h / 24))} ${hours.format(h % 24)}`;
    if (h) return `${hours.format(h)} ${minutes.format(m % 60)}`;
    return `${m}:${String(s % 60).padStart(2, "0")}`;
  }
  function shown(element, now) {
    const at = new Date(element.dateTime);
    switch (element.dataset.show) {
      case "for": return span(now - at);
      case "until": return at > now ? span(at - now) : `−${span(now - at)}`;
      case "in": return span(at - now);
      case "day": return (at.getFullYear() === new Date(now).getFullYear() ? day : year).format(at);
      case "second": return second.format(at);
      default: return time.format(at);
    }
  }
  function set(element) {
    const text = shown(element, Date.now() + skew), node = element.firstChild;
    if (!node) element.textContent = text;
    else if (node.data !== text) node.data = text;
  }
  const COUNTED = "time[data-show]", seen = { contentVisibilityAuto: true };
  function show(root) {
    if (root.matches(COUNTED)) set(root);
    root.querySelectorAll(COUNTED).forEach(set);
  }
  function tick() { // a page may have a thousand of them: what is scrolled away can wait
    if (!document.hidden) document.querySelectorAll(COUNTED).forEach((each) => each.checkVisibility(seen) && set(each));
  }
  const added = (node) => node.nodeType === Node.ELEMENT_NODE && show(node);

  show(document.body);
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(added)))
    .observe(document.body, { childList: true, subtree: true });
  return { show, sync: (now) => { skew = Date.parse(now) - Date.now(); } };
})();
