"""What an answer source found: evidence with its source, what was decided on it, and what it cost."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.shop import Item, Order

# What is done with a question, decided before anything is written: answer it, answer it carefully ("this may help"),
# say that the help centre does not say, show the ways to a person, look at the customer's orders, say a friendly
# word, or show the ways to a person at once because somebody may come to harm.
Verdict = Literal["answer", "careful", "abstain", "person", "order", "smalltalk", "urgent"]


class Citation(msgspec.Struct, frozen=True):
    """Where a passage stands: article id, title, public address and language."""

    article: str
    title: str
    address: str
    language: str


class Quotation(msgspec.Struct, frozen=True):
    """One passage of an article, word for word, in Markdown."""

    markdown: str
    citation: Citation


class Ranked(msgspec.Struct, frozen=True):
    """An article that the search found; scores of two questions compare."""

    article: str
    title: str
    language: str
    score: float


class Usage(msgspec.Struct, frozen=True):
    """What a model was paid for one answer; `cost` is in the currency of the prices in the settings."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    model: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The answer in Markdown with its citations; `markdown` is empty when there is none.

    `confidence` is the probability (0 to 1) that the first article found answers the question. `quotes`: the passages,
    where the answer is nothing but quoted. `failures`: why drafts were not used, for the operator. `ranked`: what the
    search found, best first. `order` or `item`: what the question is about, as the shop had it at `read_at` (UTC).
    """

    kind: Literal["answered", "unknown"]
    markdown: str
    citations: tuple[Citation, ...]
    confidence: float
    verdict: Verdict = "answer"
    writer: Literal["extractive", "model"] = "extractive"
    quotes: tuple[Quotation, ...] = ()
    failures: tuple[str, ...] = ()
    usage: Usage | None = None
    ranked: tuple[Ranked, ...] = ()
    order: Order | None = None
    item: Item | None = None
    read_at: datetime | None = None
