// Draws why a question was answered as it was, for the operator: a line, and when it is opened, everything known.

import { h } from "./dom.js";
import { link } from "./rich.js";

const MOST_FOUND = 5;
const COST = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
const COUNT = new Intl.NumberFormat("en");

// For the line, and in a sentence. The probability is part of the line where it decided.
const DECISIONS = {
  answer: ["answer", "Answered: sure enough that this is the right article."],
  careful: ["careful answer", "Answered carefully, as something that may help."],
  abstain: ["no answer", "The help centre does not say, or not surely enough."],
  person: ["asks for a person", "Asks for a person: gets the ways to one at once."],
  order: ["about an order", "About an order or an item."],
  smalltalk: ["small talk", "Small talk: gets a word, and no article."],
  urgent: ["danger", "Somebody may come to harm: gets the ways to a person at once."],
};
const BY_PROBABILITY = ["answer", "careful", "abstain", "order"];

// `answer`: kind, verdict, confidence (0 to 1), citations, writer, usage, ranked, failures. The node is a <details>.
export function explanation(answer) {
  const [name, sentence] = DECISIONS[answer.verdict] ?? [answer.verdict, answer.verdict];
  return h("details", { class: `why-box ${answer.verdict === "urgent" ? "alarm" : ""}` },
    h("summary", { data: { focus: "why" } }, h("span", { class: "unseen" }, "Why: "), h("span", { class: "why-line" }, line(name, answer))),
    h("dl", { class: "why-all" },
      row("Decision", sentence),
      row("Probability", bar(answer.confidence, 1, percent(answer.confidence))),
      row("Written by", writer(answer)),
      row("Model", usage(answer.usage)),
      row("Sources", list(answer.citations.map(source))),
      row("Found", found(answer.ranked)),
      row("Drafts not used", list(answer.failures))));
}

// A long title is cut short, and nothing else.
function line(name, answer) {
  const decided = BY_PROBABILITY.includes(answer.verdict) ? `${name} · ${percent(answer.confidence)}` : name;
  const [first] = answer.citations;
  if (!first) return decided;
  return [h("span", {}, `${decided} ·`), " ", h("span", { class: "why-cut" }, first.title), " ", h("span", {}, `(${first.language})`)];
}

function titled({ title, language }) {
  return `${title} (${language})`;
}

function percent(part) {
  return `${Math.round(part * 100)}\u00a0%`;
}

function row(term, content) {
  const empty = !content || (Array.isArray(content) && !content.length);
  return empty ? null : [h("dt", {}, term), h("dd", { dir: "auto" }, content)];
}

function list(items) {
  return items.length ? h("ul", {}, items.map((item) => h("li", { dir: "auto" }, item))) : null;
}

function writer(answer) {
  if (answer.kind !== "answered") return null;
  return answer.writer === "model" ? "A model, from the sources below" : "Quoted from the sources below";
}

function usage(spent) {
  if (!spent) return null;
  const tokens = `${COUNT.format(spent.prompt_tokens)} + ${COUNT.format(spent.completion_tokens)} tokens`;
  return [spent.model, tokens, spent.cost ? `cost ${COST.format(spent.cost)}` : ""].filter(Boolean).join(", ");
}

function source(citation) {
  return link(citation.address, [titled(citation)], { data: { focus: `source-${citation.article}` } });
}

// Bars are as long as their score, the best one's being the longest.
function found(ranked) {
  const best = Math.max(...ranked.map((each) => each.score));
  const rows = ranked.slice(0, MOST_FOUND).map((each) => [h("span", { class: "why-title" }, titled(each)), bar(each.score, best, each.score.toFixed(1))]);
  return rows.length ? h("ol", { class: "why-found" }, rows.map((each) => h("li", { dir: "auto" }, each))) : null;
}

// The number says the same to those who do not see the bar.
function bar(value, most, number) {
  const filled = h("span", { class: "why-filled" });
  filled.style.inlineSize = `${most > 0 ? Math.min(Math.max(value / most, 0), 1) * 100 : 0}%`;
  return h("span", { class: "why-bar" }, h("span", { class: "why-empty", "aria-hidden": "true" }, filled), h("span", { class: "why-number" }, number));
}
