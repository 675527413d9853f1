"""The confidence in a first hit rises with what speaks for it, and never with what does not."""

from collections.abc import Sequence
from math import isclose, log

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.articles import Article
from core.answers.confidence import ANSWER, CAREFUL, confidence, explain, fitted
from core.answers.evidence import BESIDE, CHOICE, COMPARED, SCOPE
from core.answers.help_centre import HelpCentre, Hit
from core.answers.passages import Passage

SAID = ("covered", "titled", "known", "typical", "like", "about", "variety")


def hit(score: float, covered: float = 0.7, *, exact: bool = False) -> Hit:
    article = Article("refund", "en", "Refunds", "We send a refund within five days.")
    return Hit(article, Passage("", article.body), score, exact, covered=covered, titled=0.5, known=0.9)


def found(*scores: float) -> list[Hit]:
    return [hit(score) for score in sorted(scores, reverse=True)]


scores = st.floats(0, 60)
searches = st.lists(scores, min_size=1, max_size=8).map(lambda each: found(*each))


def test_nothing_found_is_no_confidence() -> None:
    assert confidence(()) == 0
    assert explain(()) == ()


def test_an_exact_hit_is_sure() -> None:
    assert confidence([hit(0.1, exact=True), hit(0.1)]) == 1


@given(searches)
def test_it_is_a_probability(hits: Sequence[Hit]) -> None:
    assert 0 <= confidence(hits) <= 1


@given(searches, scores)
def test_a_stronger_first_hit_never_lowers_it(hits: Sequence[Hit], more: float) -> None:
    stronger = [msgspec.structs.replace(hits[0], score=hits[0].score + more), *hits[1:]]
    assert confidence(stronger) >= confidence(hits) - 1e-12


@given(searches, st.sampled_from(SAID), st.floats(0, 1))
def test_more_of_the_question_said_never_lowers_it(hits: Sequence[Hit], name: str, share: float) -> None:
    more = max(share, getattr(hits[0], name))
    assert confidence([msgspec.structs.replace(hits[0], **{name: more}), *hits[1:]]) >= confidence(hits) - 1e-12


@given(searches, scores)
def test_another_article_found_never_raises_it(hits: Sequence[Hit], score: float) -> None:
    other = hit(min(score, hits[0].score))
    assert confidence([hits[0], *sorted([*hits[1:], other], key=lambda each: -each.score)]) <= confidence(hits) + 1e-12


@pytest.mark.parametrize("score", [2, 8, 20])
def test_two_that_are_alike_speak_for_neither(score: float) -> None:
    assert confidence(found(score, score)) < confidence(found(score, score / 4))


def test_the_more_articles_there_are_the_less_one_hit_says() -> None:
    few, many = ([msgspec.structs.replace(each, among=among) for each in found(9, 2)] for among in (40, 80))
    assert confidence(many) < confidence(few)


def test_two_that_say_it_in_the_same_words_speak_for_neither() -> None:
    first, second = found(9, 8)
    alike = msgspec.structs.replace(second, like=0.9)
    assert confidence([first, alike]) < confidence([first, second])


def test_hits_beyond_those_compared_change_nothing() -> None:
    hits = found(*[9.0] * COMPARED)
    assert confidence([*hits, hit(9.0)]) == confidence(hits)


@given(searches)
def test_its_terms_are_its_log_odds(hits: Sequence[Hit]) -> None:
    probability = confidence(hits)
    if 1e-9 < probability < 1 - 1e-9:
        assert isclose(sum(each for _, each in explain(hits)), log(probability / (1 - probability)), abs_tol=1e-5)


def test_its_terms_have_names() -> None:
    assert [name for name, _ in explain(found(8, 2))] == ["base", "scope", "choice", *BESIDE]


def test_what_is_out_of_scope_counts_against_it_and_never_for_it() -> None:
    strange, usual = dict(explain([hit(0.2, 0.1)])), dict(explain([hit(20, 1.0)]))
    assert strange["scope"] < usual["scope"] <= 0


def test_the_weights_are_those_of_the_evidence_and_none_is_negative() -> None:
    weights = fitted()
    assert weights.scope.keys() == {"offset", *SCOPE}
    assert weights.choice.keys() == {"offset", *CHOICE}
    assert weights.answer.keys() == {"offset", "scope", "choice", *BESIDE}
    for part in (weights.scope, weights.choice, weights.answer):
        assert all(weight >= 0 for name, weight in part.items() if name != "offset")


def test_answering_carefully_asks_for_less() -> None:
    assert 0 < CAREFUL < ANSWER < 1


HELP_CENTRE = HelpCentre(
    [
        Article("refund", "en", "When you get your refund", "We send a refund within five days of the return."),
        Article("parcel", "en", "Where your parcel is", "Tracking shows where the parcel is."),
        Article("password", "en", "Change your password", "Open your profile and choose a new password."),
        Article("fees", "en", "What sellers pay", "Sellers pay a commission of eight percent."),
    ]
)


@pytest.mark.parametrize(
    ("clear", "doubtful"),
    [
        ("when do I get my refund", "when do I get my dinner"),
        ("how do I change my password", "how do I change my hairstyle and my password"),
        ("which commission do sellers pay", "who pays the piper"),
    ],
)
def test_it_tells_what_the_help_centre_says_from_what_it_does_not(clear: str, doubtful: str) -> None:
    assert confidence(HELP_CENTRE.search(clear, "en")) > confidence(HELP_CENTRE.search(doubtful, "en"))


@pytest.mark.parametrize("text", ["' OR 1=1 --", "12", "and to Spain?", "and you?", "?", "--"])
def test_what_says_next_to_nothing_is_not_answered(text: str) -> None:
    assert confidence(HELP_CENTRE.search(text, "en")) < 0.2
