// Draws each chart from the table beside it, in the page's own colours, and writes days as the reader does.
"use strict";
(() => {
  const spoken = document.documentElement.lang;
  const language = navigator.languages.find((each) => each.split("-")[0] === spoken) ?? spoken;
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const charts = [];

  for (const day of document.querySelectorAll("time.day")) day.textContent = weekday.format(new Date(`${day.dateTime}T00:00Z`));

  /** What a chart draws of its table: of the rows of one way, or of all with the same label together. */
  function read(table, names, method) {
    const head = [...table.tHead.rows[0].cells];
    const at = (key) => head.findIndex((cell) => cell.dataset.key === key);
    const value = (row, key) => row.cells[at(key)]?.querySelector("data")?.value;
    const rows = [...table.tBodies[0].rows].filter((row) => !method || value(row, "method") === method);
    const label = (row) => row.cells[0].textContent.trim();
    const labels = [...new Set(rows.map(label))];
    const columns = names.map((name) => {
      const sums = new Map();
      for (const row of rows) {
        const found = value(row, name);
        if (found !== undefined) sums.set(label(row), (sums.get(label(row)) ?? 0) + Number(found));
      }
      return labels.map((each) => sums.get(each) ?? null);
    });
    const title = (key) => head[at(key)].textContent.trim();
    return { labels, columns, about: head[0].textContent.trim(), titles: names.map(title) };
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#777777";
  const minutes = (m) => m === null ? "–" : m < 90 ? `${Math.round(m)} min` : m < 2880 ? `${Math.round(m / 6) / 10} h` : `${Math.round(m / 144) / 10} d`;
  const plain = (n) => n === null ? "–" : n.toLocaleString(language);

  /** Each kind of chart in the order of painting: how a series looks, and the numbers it is painted from. */
  function painted(kind, { columns, titles }) {
    const paths = uPlot.paths.bars({ size: [0.7, 48] });
    const said = (n, name) => (chart, value, series, at) => at === null ? "" : name(columns[n][at]);
    const bar = (n, tone, fill = tone, data = columns[n]) =>
      [{ label: titles[n], value: said(n, plain), stroke: tone, fill, width: 1, paths, points: { show: false } }, data];
    const line = (n, tone, name, dash) =>
      [{ label: titles[n], value: said(n, name), stroke: tone, width: 2, dash, points: { show: true, size: 6, fill: tone } }, columns[n]];
    switch (kind) {
      case "stack":
        return [bar(1, colour("--bad"), colour("--bad"), columns[0].map((each, at) => each + columns[1][at])), bar(0, colour("--accent"))];
      case "lines":
        return [line(0, colour("--accent"), minutes), line(1, colour("--ink"), minutes, [6, 4])];
      default:
        return [bar(0, colour("--muted"), `${colour("--muted")}66`), line(1, colour("--accent"), plain)];
    }
  }

  function draw(box) {
    const table = document.getElementById(box.dataset.of);
    if (!table) return null;
    const found = read(table, box.dataset.series.split(" "), box.dataset.method);
    const kind = box.dataset.kind;
    const series = painted(kind, found);
    const label = (at) => found.labels[at] ?? "";
    const axis = { stroke: colour("--ink"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
    const values = (name) => (chart, splits) => splits.map(name);
    return new uPlot({
      width: box.clientWidth,
      height: Math.min(320, Math.max(200, box.clientWidth / 3)),
      scales: { x: { time: false, range: (chart, low, high) => [low - 0.6, high + 0.6] }, y: { range: (chart, low, high) => [0, Math.max(1, high * 1.08)] } },
      legend: { live: true },
      cursor: { drag: { x: false, y: false } },
      axes: [
        { ...axis, incrs: [1, 2, 3, 4, 6, 7, 14, 28, 56, 112], space: found.labels[0]?.length > 3 ? 76 : 34, values: values((at) => Number.isInteger(at) ? label(at) : "") },
        { ...axis, size: 58, values: values(kind === "lines" ? minutes : (n) => Number.isInteger(n) ? plain(n) : "") },
      ],
      series: [{ label: found.about, value: (chart, at) => at === null ? "" : label(at) }, ...series.map(([looks]) => looks)],
    }, [found.labels.map((_, at) => at), ...series.map(([, data]) => data)], box);
  }

  /** Anew, whenever the page's colours or widths are others. */
  function drawAll() {
    while (charts.length) charts.pop().destroy();
    for (const box of document.querySelectorAll(".chart[data-of]")) {
      const chart = draw(box);
      if (chart) charts.push(chart);
    }
  }

  let width = 0;
  new ResizeObserver(() => {
    if (document.body.clientWidth === width) return;
    width = document.body.clientWidth;
    requestAnimationFrame(drawAll);
  }).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
