"""Search and decision in one call, before anything is written: what is found, how likely it answers, what is done."""

from typing import NamedTuple

import msgspec

from core.answers.confidence import confidence
from core.answers.decision import Thresholds, by_probability, decide
from core.answers.help_centre import HelpCentre, Hit
from core.language.follow_up import parts, with_what_it_continues
from core.language.intent import Intent, read_intent
from core.model.answer import Ranked, Verdict
from core.model.ids import Language
from core.model.question import Question

FALLBACK = Language("en")
MOST_HITS = 10


class Considered(msgspec.Struct, frozen=True):
    """What is known of a question before an answer is written.

    `hits`: what the search found, best first, at most MOST_HITS, all of one language. `probability` (0 to 1): how likely
    the first of them answers. `quoted`: the hits that an extract takes, two where the question asks two things.
    `searched`: the words that were searched for, with the question that they go on from.
    """

    intent: Intent
    hits: tuple[Hit, ...]
    probability: float
    verdict: Verdict
    quoted: tuple[Hit, ...]
    searched: str

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        return tuple(
            Ranked(hit.article.id, hit.article.title, hit.article.language, round(hit.score, 4)) for hit in self.hits
        )


class _Found(NamedTuple):
    hits: tuple[Hit, ...]
    probability: float


def consider(help_centre: HelpCentre, question: Question, thresholds: Thresholds | None = None) -> Considered:
    """Reads the words, searches the customer's language and then English, and decides. Touches nothing but memory."""
    levels = thresholds or Thresholds()
    intent = read_intent(question.text, question.language)
    searched = with_what_it_continues(question.text, question.before, question.language)
    hits, probability = _search(help_centre, question, searched, levels)
    verdict = decide(intent, probability, levels)
    if verdict == "answer" and searched != question.text and _was_said(help_centre, question, hits, levels):
        verdict = "careful"
    quoted = hits[:1] if probability >= levels.careful and verdict in ("answer", "careful", "order") else ()
    asks = searched == question.text and verdict not in ("urgent", "person", "smalltalk")
    if asks and (both := _two_answers(help_centre, question, hits, levels)):
        quoted, probability = both.hits, max(probability, both.probability)
        verdict = decide(intent, probability, levels)
    return Considered(intent, hits, probability, verdict, quoted, searched)


def _was_said(help_centre: HelpCentre, question: Question, hits: tuple[Hit, ...], thresholds: Thresholds) -> bool:
    """Whether the question that this one goes on from finds the same passage: then "and for Spain?" has found nothing new."""
    earlier = _search(help_centre, question, question.before[-1], thresholds).hits[:1]
    return [(hit.article.id, hit.passage) for hit in earlier] == [(hit.article.id, hit.passage) for hit in hits[:1]]


def _search(help_centre: HelpCentre, question: Question, words: str, thresholds: Thresholds) -> _Found:
    """English only where it answers more surely than the customer's own language."""
    own, *others = (
        _look(help_centre, question, words, language) for language in dict.fromkeys((question.language, FALLBACK))
    )
    for other in others:
        if _rank(other, thresholds) > _rank(own, thresholds):
            return other
    return own


def _look(help_centre: HelpCentre, question: Question, words: str, language: Language) -> _Found:
    hits = help_centre.search(words, language, MOST_HITS, audience=question.audience, topic=question.topic)
    return _Found(hits, confidence(hits))


def _rank(found: _Found, thresholds: Thresholds) -> int:
    return ("abstain", "careful", "answer").index(by_probability(found.probability, thresholds))


def _two_answers(
    help_centre: HelpCentre, question: Question, whole: tuple[Hit, ...], thresholds: Thresholds
) -> _Found | None:
    """One article for each of two questions in one message, where both are surely answered, and none names both."""
    asked = parts(question.text, question.language)
    if len(asked) < 2 or any(hit.exact for hit in whole[:1]):
        return None
    found = [_search(help_centre, question, part, thresholds) for part in asked]
    surest = min(each.probability for each in found)
    hits = tuple(each.hits[0] for each in found if each.hits)
    different = len({hit.article.id for hit in hits}) == len(asked)
    return _Found(hits, surest) if different and surest >= thresholds.answer else None
