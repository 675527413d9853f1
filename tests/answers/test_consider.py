"""Search and decision in one call: what is found, what the words want, and what is done."""

import pytest

from core.answers.consider import consider
from core.answers.decision import Thresholds, decide
from core.answers.help_centre import HelpCentre
from core.language.intent import Intent
from core.model.answer import Verdict
from core.model.ids import Language
from core.model.question import Question
from tests.answers.test_sample_help_centre import ARTICLES
from tests.answers.test_sample_help_centre import HELP_CENTRE as CENTRE

LEVELS = Thresholds(answer=0.6, careful=0.4)


@pytest.mark.parametrize(
    ("intent", "probability", "verdict"),
    [
        (Intent(), 0.61, "answer"),
        (Intent(), 0.6, "answer"),
        (Intent(), 0.41, "careful"),
        (Intent(), 0.39, "abstain"),
        (Intent(order=True), 0.9, "order"),
        (Intent(order=True), 0.1, "order"),
        (Intent(smalltalk="thanks"), 0.9, "smalltalk"),
        (Intent(person=True, order=True), 0.9, "person"),
        (Intent(urgent=True, person=True), 0.9, "urgent"),
        (Intent(abuse=True), 0.9, "answer"),
    ],
)
def test_what_counts_first(intent: Intent, probability: float, verdict: Verdict) -> None:
    assert decide(intent, probability, LEVELS) == verdict


def considered(text: str, language: str = "en", *before: str):  # type: ignore[no-untyped-def]
    return consider(CENTRE, Question(text, Language(language), before))


def test_a_question_of_the_help_centre_is_answered_from_it() -> None:
    found = considered("What does shipping cost, and how long does it take?")
    assert found.verdict == "answer"
    assert [hit.article.id for hit in found.quoted] == ["shipping-costs-times"]
    assert found.ranked[0].article == "shipping-costs-times"


@pytest.mark.parametrize(
    ("text", "language", "verdict"),
    [
        ("I want to talk to a person", "en", "person"),
        ("ik wil een medewerker spreken", "nl", "person"),
        ("thank you!", "en", "smalltalk"),
        ("danke schön", "de", "smalltalk"),
        ("are you a robot?", "en", "smalltalk"),
        ("where is my parcel 12345678", "en", "order"),
        ("I want to kill myself", "en", "urgent"),
        ("what is the tallest mountain in Peru", "en", "abstain"),
        ("", "en", "abstain"),
    ],
)
def test_what_the_words_want(text: str, language: str, verdict: Verdict) -> None:
    assert considered(text, language).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a person",
        "thanks",
        "I want to kill myself",
        "I want an agent: how do I close my account? What does selling cost?",
    ],
)
def test_who_wants_a_person_or_a_word_is_quoted_nothing(text: str) -> None:
    assert considered(text).quoted == ()


def test_two_questions_get_two_passages() -> None:
    found = considered("Can I cancel my bid? What does selling cost?")
    assert [hit.article.id for hit in found.quoted] == ["cancel-bid", "seller-fees"]


def test_a_title_that_asks_two_things_is_one_question() -> None:
    found = considered("What does shipping cost, and how long does it take?")
    assert [hit.article.id for hit in found.quoted] == ["shipping-costs-times"]


def test_a_follow_up_is_searched_with_what_it_continues() -> None:
    found = considered("and how long does it take?", "en", "What does shipping cost?")
    assert found.searched == "What does shipping cost?\nand how long does it take?"
    assert found.hits[0].article.id == "shipping-costs-times"


def test_a_follow_up_that_finds_the_same_passage_again_is_answered_carefully() -> None:
    assert considered("How do I verify my identity?").verdict == "answer"
    assert considered("and for Spain?", "en", "How do I verify my identity?").verdict == "careful"


def test_a_question_of_its_own_is_not_answered_with_the_one_before() -> None:
    found = considered("In which countries do you ship?", "en", "How do I verify my identity?")
    assert found.hits[0].article.id == "shipping-costs-times"


def test_english_is_quoted_only_where_the_own_language_does_not_say() -> None:
    dutch = considered("Kan ik mijn bod annuleren?", "nl")
    assert {hit.article.language for hit in dutch.hits} == {"nl"}


def test_a_language_without_articles_is_searched_in_english() -> None:
    english_only = HelpCentre([article for article in ARTICLES if article.language == "en"])
    found = consider(english_only, Question("What does selling cost?", Language("sv")))
    assert found.quoted[0].article.language == "en"


def test_what_it_considers_is_the_same_each_time() -> None:
    assert considered("What does selling cost?") == considered("What does selling cost?")


@pytest.mark.parametrize(("text", "language"), [("why", "en"), ("waarom", "nl"), ("", "en"), ("1 = 1", "en")])
def test_words_that_ask_about_nothing_are_not_answered(text: str, language: str) -> None:
    assert considered(text, language).quoted == ()


def test_more_hits_change_nothing_of_the_decision() -> None:
    question = Question("What does shipping cost?", Language("en"))
    few, many = consider(CENTRE, question, LEVELS), consider(CENTRE, question, LEVELS, most=10)
    assert (few.verdict, few.probability, few.hits) == (many.verdict, many.probability, many.hits[:5])
