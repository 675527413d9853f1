"""Search and decision in one call, before anything is written: what is found, how likely it answers, what is done."""

from typing import NamedTuple

import msgspec

from core.answers.confidence import confidence
from core.answers.decision import Thresholds, by_probability, decide
from core.answers.help_centre import HelpCentre, Hit
from core.answers.tokens import says_something
from core.language.follow_up import parts, with_what_it_continues
from core.language.intent import Intent, read_intent
from core.language.spec import ENGLISH
from core.model.answer import Ranked, Verdict
from core.model.ids import Language
from core.model.question import Question

MOST_HITS = 5  # a model reads no more passages; each one more takes its time

_RANKS = ("abstain", "careful", "answer")
_SUREST = len(_RANKS) - 1


class Considered(msgspec.Struct, frozen=True):
    """What is known of a question before an answer is written.

    `hits`: what the search found, best first, all of one language. `probability` (0 to 1): how likely
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


def consider(
    help_centre: HelpCentre, question: Question, thresholds: Thresholds | None = None, most: int = MOST_HITS
) -> Considered:
    """Reads the words, searches the customer's language and then English, and decides. Touches nothing but memory.

    `most` articles are found at most; more than the first five change nothing of the decision.
    """
    levels = thresholds or Thresholds()
    search = _Search(help_centre, question, levels, most)
    intent = read_intent(question.text, question.language)
    searched = with_what_it_continues(question.text, question.before, question.language)
    hits, probability = search.best(searched)
    verdict = decide(intent, probability, levels)
    if verdict == "answer" and searched != question.text and search.was_said(hits):
        verdict = "careful"
    quoted = hits[:1] if probability >= levels.careful and verdict in ("answer", "careful", "order") else ()
    asks = searched == question.text and verdict not in ("urgent", "person", "smalltalk")
    if asks and (both := search.two_answers(hits)):
        quoted, probability = both.hits, max(probability, both.probability)
        verdict = decide(intent, probability, levels)
    return Considered(intent, hits, probability, verdict, quoted, searched)


class _Search(NamedTuple):
    """All that is looked up for one question."""

    help_centre: HelpCentre
    question: Question
    thresholds: Thresholds
    most: int

    def best(self, words: str) -> _Found:
        """English only where it answers more surely than the customer's own language; not looked at where that is sure."""
        own = self._look(words, self.question.language)
        if self.question.language == ENGLISH or self._rank(own) == _SUREST:
            return own
        other = self._look(words, ENGLISH)
        return other if self._rank(other) > self._rank(own) else own

    def was_said(self, hits: tuple[Hit, ...]) -> bool:
        """Whether the question that this one goes on from finds the same passage: then "and for Spain?" found nothing new."""
        earlier = self.best(self.question.before[-1]).hits[:1]
        return [(hit.article.id, hit.passage) for hit in earlier] == [(hit.article.id, hit.passage) for hit in hits[:1]]

    def two_answers(self, whole: tuple[Hit, ...]) -> _Found | None:
        """One article for each of two questions in one message, where both are surely answered, and none names both."""
        asked = parts(self.question.text, self.question.language)
        if len(asked) < 2 or any(hit.exact for hit in whole[:1]):
            return None
        found = [self.best(part) for part in asked]
        surest = min(each.probability for each in found)
        hits = tuple(each.hits[0] for each in found if each.hits)
        different = len({hit.article.id for hit in hits}) == len(asked)
        return _Found(hits, surest) if different and surest >= self.thresholds.answer else None

    def _look(self, words: str, language: Language) -> _Found:
        asked = self.question
        hits = self.help_centre.search(words, language, self.most, audience=asked.audience, topic=asked.topic)
        sure = confidence(hits) if hits and (hits[0].exact or says_something(words, language)) else 0.0
        return _Found(hits, sure)

    def _rank(self, found: _Found) -> int:
        return _RANKS.index(by_probability(found.probability, self.thresholds))
