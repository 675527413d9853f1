"""The help centres and labelled questions on which answers are measured, beside the checkout and never part of it."""

import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from core.answers.articles import Article, read_help_centre
from core.answers.confidence import confidence
from core.answers.help_centre import HelpCentre, Hit

SAMPLE = Path(__file__).parents[1] / "sample" / "help"
DATA = Path(__file__).parents[2] / "shared" / "data" / "answers"
HITS = 5  # as many as the answerer looks at


class Asked(NamedTuple):
    """A question, what the search found for it, and whether its first hit is right; `gold` is "" out of scope."""

    text: str
    language: str
    gold: str
    hits: Sequence[Hit]

    @property
    def right(self) -> bool:
        return bool(self.hits) and self.hits[0].article.id == self.gold

    @property
    def probability(self) -> float:
        return confidence(self.hits)


class Source(NamedTuple):
    """Questions that a help centre can answer, and those that it cannot: about other things, or about what it leaves out.

    `origin` is whose questions they are: help centres of one origin are not strangers to each other.
    """

    name: str
    origin: str
    inside: Sequence[Asked]
    outside: Sequence[Asked]
    near: Sequence[Asked] = ()


@cache
def help_centre(name: str) -> HelpCentre:
    articles, problems = read_help_centre(DATA / "kb" / name)
    if problems:
        raise ValueError(f"{name}: {problems[0]}")
    return HelpCentre(articles)


def rows(name: str, kind: str = "") -> list[dict[str, Any]]:
    """The lines of one file of questions, all of them or those of one `kind`."""
    lines = (DATA / "q" / f"{name}.jsonl").read_text().splitlines()
    return [row for row in map(json.loads, lines) if not kind or row["kind"] == kind]


@cache
def asked(centre: str, name: str, kind: str = "", language: str = "") -> tuple[Asked, ...]:
    """The questions of one file, searched for in one help centre; `language` leaves out all others."""
    chosen = (row for row in rows(name, kind) if language in ("", row["lang"]))
    return tuple(_ask(help_centre(centre), row["text"], row["lang"], row["gold"] or "") for row in chosen)


def _ask(centre: HelpCentre, text: str, language: str, gold: str) -> Asked:
    return Asked(text, language, gold, centre.search(text, language, HITS))


@cache
def sources() -> tuple[Source, ...]:
    """All help centres with their questions; what is asked in a language without articles is left out."""
    return (
        Source("faq11_body", "faq", asked("faq11_body", "faq11"), asked("faq11_body", "oos11")),
        Source("bitext27", "bitext", asked("bitext27", "bitext27"), _far_english("bitext27")),
        Source("banking77_5", "banking", asked("banking77_5", "banking77"), _far_english("banking77_5")),
        Source(
            "banking50_5",
            "banking",
            asked("banking50_5", "banking50_oos", "answerable"),
            asked("banking50_5", "banking50_oos", "far_oos"),
            asked("banking50_5", "banking50_oos", "near_oos"),
        ),
    )


@cache
def sample() -> Source:
    """The sample help centre: what customers call things, each alias asked where its article does not have it.

    Short questions in eleven languages, of which many share no word with what answers them.
    """
    return Source("sample", "sample", _aliases(), _far_from_the_sample())


def _far_english(centre: str) -> tuple[Asked, ...]:
    return asked(centre, "clinc_oos") + asked(centre, "oos11", language="en")


def _aliases() -> tuple[Asked, ...]:
    articles, _ = read_help_centre(SAMPLE)
    return tuple(
        each
        for place in range(max(len(article.aliases) for article in articles))
        for each in _held_out(articles, place)
    )


def _held_out(articles: Sequence[Article], place: int) -> Iterator[Asked]:
    centre = HelpCentre(map(partial(_without_alias, place), articles))
    having = (article for article in articles if place < len(article.aliases))
    return (_ask(centre, article.aliases[place], article.language, article.id) for article in having)


def _without_alias(place: int, article: Article) -> Article:
    return msgspec.structs.replace(article, aliases=article.aliases[:place] + article.aliases[place + 1 :])


def _far_from_the_sample() -> tuple[Asked, ...]:
    centre = HelpCentre(read_help_centre(SAMPLE)[0])
    far = (*rows("oos11"), *rows("clinc_oos"))
    return tuple(_ask(centre, row["text"], row["lang"], "") for row in far)
