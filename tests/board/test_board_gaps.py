"""What the help centre does not say: which questions cost most work, a draft for each, and the articles that did not help."""

import itertools
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.answers.articles import parse_article
from core.answers.errors import BrokenArticle
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import GapRow
from handoff.board.unanswered.articles import disliked_articles
from handoff.board.unanswered.draft import draft_of
from handoff.board.unanswered.gaps import OpenQuestion, open_questions

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NUMBERS = itertools.count(1)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def gap(text: str, minute: float = 0, who: str = "telegram:1", language: str = "en", article: str = "") -> GapRow:
    return GapRow(after(minute), "disliked" if article else "unanswered", language, text, article, 0.1, who)


def handoff(minute: float, who: str = "telegram:1") -> HandoffRow:
    case = CaseCode(f"FD-{next(NUMBERS):06}")
    return HandoffRow(case, ConversationId(who), "live_chat", Language("en"), "", "unanswered", after(minute))


def asked(article: str, helpful: bool | None = None, text: str = "why?", language: str = "en") -> AskedRow:
    number = str(next(NUMBERS))
    return AskedRow(
        number, ConversationId("telegram:1"), NOON, Language(language), "", text, "answered", article, helpful
    )


# --- questions
def test_questions_that_ask_alike_are_one_and_what_was_asked_most_comes_first():
    gaps = [gap("Can I pay with bitcoin?"), gap("Do you ship to Mars?", 1, "telegram:2")]
    gaps += [gap("paying with bitcoin", 2, "telegram:3"), gap("pay with Bitcoin", 3, "telegram:1")]
    found = [(each.asked, each.customers, each.first, each.last) for each in open_questions(gaps, [])]
    assert found == [(3, 2, after(0), after(3)), (1, 1, after(1), after(1))]


def test_what_was_answered_and_disliked_is_no_question_without_an_answer():
    assert open_questions([gap("Can I pay with bitcoin?", article="Payments")], []) == []


@pytest.mark.parametrize(
    ("handoffs", "led"),
    [
        ([], 0),
        ([handoff(0)], 1),
        ([handoff(60)], 1),
        ([handoff(61)], 0),
        ([handoff(-1)], 0),
        ([handoff(5, "telegram:2")], 0),
        ([handoff(5), handoff(9)], 2),
    ],
)
def test_a_question_led_to_a_person_who_was_asked_for_within_the_hour(handoffs: list[HandoffRow], led: int):
    assert [each.handoffs for each in open_questions([gap("Can I pay with bitcoin?")], handoffs)] == [led]


def test_of_two_questions_the_later_one_led_to_the_person():
    gaps = [gap("Can I pay with bitcoin?", 0), gap("Do you ship to Mars?", 5)]
    assert {each.text: each.handoffs for each in open_questions(gaps, [handoff(6)])} == {
        "Can I pay with bitcoin?": 0,
        "Do you ship to Mars?": 1,
    }


def test_what_led_to_most_handoffs_can_come_first():
    gaps = [gap("Can I pay with bitcoin?", minute, f"telegram:{minute}") for minute in range(3)]
    gaps.append(gap("Do you ship to Mars?", 5, "telegram:9"))
    found = open_questions(gaps, [handoff(6, "telegram:9")], "handoffs")
    assert [(each.text, each.handoffs) for each in found] == [
        ("Do you ship to Mars?", 1),
        ("Can I pay with bitcoin?", 0),
    ]


def test_up_to_five_ways_of_asking_the_typical_one_first_and_each_once():
    wordings = [
        "pay with bitcoin",
        "pay with bitcoin?",
        "Pay with Bitcoin!",
        "paying with bitcoin",
        "bitcoin pay",
        "BITCOIN pay",
    ]
    gaps = [gap(text, minute) for minute, text in enumerate([*wordings, wordings[0]])]
    (question,) = open_questions(gaps, [])
    assert question.examples[0] == question.text
    assert len(set(question.examples)) == len(question.examples) == 5


def test_nothing_that_tells_who_asked_is_shown_even_if_it_was_stored():
    (question,) = open_questions([gap("Write to anna@shop.example about bitcoin")], [])
    assert {question.text, *question.examples} == {"Write to [e-mail] about bitcoin"}


def test_two_thousand_gaps_are_grouped_soon():
    chance = random.Random(8)
    words = [f"word{number}" for number in range(300)]
    gaps = [gap(" ".join(chance.choices(words, k=4)), minute, f"telegram:{minute}") for minute in range(2_000)]
    begun = time.perf_counter()
    open_questions(gaps, [])
    assert time.perf_counter() - begun < 30  # seconds: all with all would take minutes


WORDS = st.sampled_from(("pay", "bitcoin", "invoice", "refund", "parcel", "lost", "?"))
GAPS = st.lists(st.tuples(st.lists(WORDS, max_size=4), st.integers(0, 200), st.integers(1, 3)), max_size=15)
HANDOFFS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 3)), max_size=8)


@given(GAPS, HANDOFFS)
def test_every_question_counts_once_and_so_does_every_handoff(gaps: list, handoffs: list):
    rows = [gap(" ".join(words), minute, f"telegram:{who}") for words, minute, who in gaps]
    found = open_questions(rows, [handoff(minute, f"telegram:{who}") for minute, who in handoffs])
    assert sum(each.asked for each in found) == len(gaps)
    assert sum(each.handoffs for each in found) <= len(handoffs)
    assert all(1 <= each.customers <= each.asked for each in found)


# --- drafts
def question(*examples: str, language: str = "en") -> OpenQuestion:
    return OpenQuestion(Language(language), examples[0], examples, 1, 1, 0, NOON, NOON)


PROMPTS = ("Answer in the first sentence.", "Then -- step by step --> what to do.")


def test_a_draft_is_an_article_of_the_help_centre_once_it_has_a_text():
    draft = draft_of(question("Can I pay with bitcoin?", "paying with bitcoin"), PROMPTS)
    article = parse_article(Path(draft.path), draft.text + "\nNo, by card only.\n")
    assert (article.id, article.language) == ("can-i-pay-with-bitcoin", "en")
    assert (article.title, article.aliases) == ("Can I pay with bitcoin?", ("paying with bitcoin",))
    assert article.body.strip() == "No, by card only."


def test_a_draft_without_a_text_is_no_article():
    draft = draft_of(question("Can I pay with bitcoin?"), PROMPTS)
    with pytest.raises(BrokenArticle) as broken:
        parse_article(Path(draft.path), draft.text)
    assert ["empty" in problem.message for problem in broken.value.problems] == [True]


@pytest.mark.parametrize(
    "words",
    [
        "---",
        "- a list",
        "title: twice",
        'he said "no": why?',
        "#hash",
        "null",
        "007",
        "[a, b]",
        "{a: b}",
        "--> <b>",
        "a\n---\nb",
        "在哪里可以看到发票",
        "\u202egnp.exe",
        "'",
        "!!python/object:x",
        "&anchor *alias",
        "% directive",
        "a" * 500,
    ],
)
def test_whatever_customers_write_stays_a_title_and_an_alias(words: str):
    draft = draft_of(question(words, f"other {words}"), PROMPTS)
    article = parse_article(Path(draft.path), draft.text + "\nText.\n")
    assert (
        article.title == " ".join("".join(each if each.isprintable() else " " for each in words).split())[:120].rstrip()
    )
    assert len(article.aliases) == 1
    assert article.body.strip() == "Text."


def test_marks_of_what_was_masked_are_no_words_of_an_article():
    draft = draft_of(question("Where is order [number]?", "order [number]", "where order [number]"), PROMPTS)
    article = parse_article(Path(draft.path), draft.text + "\nText.\n")
    assert (article.title, article.aliases) == ("Where is order ?", ("order", "where order"))


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Can I pay?", "en/can-i-pay.md"),
        ("../../etc/passwd", "en/etc-passwd.md"),
        ("???", "en/new-article.md"),
        ("a" * 100, f"en/{'a' * 60}.md"),
    ],
)
def test_a_draft_says_where_it_would_stand(words: str, path: str):
    assert draft_of(question(words), PROMPTS).path == path


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_draft_never_says_more_than_a_title_and_aliases(words: str, other: str):
    draft = draft_of(question(f"a {words}", other), PROMPTS)
    article = parse_article(Path(draft.path), draft.text + "\nText.\n")
    assert (article.language, article.audience, article.topic, article.address) == ("en", "both", "", "")
    assert article.body.strip() == "Text."


# --- articles
def test_an_article_that_was_disliked_says_of_how_many():
    rows = [asked("Refunds", False), asked("Refunds", True), asked("Refunds"), asked("Refunds"), asked("Fees", True)]
    (article,) = disliked_articles(rows)
    assert (article.article, article.cited, article.helpful, article.disliked, article.silent, article.share) == (
        "Refunds",
        4,
        1,
        1,
        2,
        0.25,
    )


def test_what_was_disliked_most_comes_first_and_of_two_the_one_of_fewer_readers():
    rows = [asked("Fees", False), asked("Bids", False), asked("Bids"), asked("Refunds", False), asked("Refunds", False)]
    assert [article.article for article in disliked_articles(rows)] == ["Refunds", "Fees", "Bids"]


def test_a_dislike_of_something_that_cited_no_article_is_no_articles():
    assert disliked_articles([asked("", False)]) == []


def test_an_article_is_found_by_its_last_address_if_a_link_may_lead_there():
    def read(minute: int, address: str) -> AskedRow:
        return replace(asked("Refunds", False), at=after(minute), address=address)

    old, new = "https://help.shop.example/old", "https://help.shop.example/new"
    (article,) = disliked_articles([read(2, new), read(1, old), read(3, ""), read(4, "javascript:alert(1)")])
    assert article.address == new
    (article,) = disliked_articles([asked("Refunds", False)])
    assert article.address == ""


def test_examples_are_of_those_who_disliked_it_masked_and_the_most_frequent_first():
    rows = [asked("Refunds", False, text, language) for text, language in [("b", "en"), ("a", "nl"), ("a", "en")]]
    rows += [asked("Refunds", True, "liked"), asked("Refunds", False, "I am anna@shop.example")]
    (article,) = disliked_articles(rows)
    assert article.examples == ("a", "I am [e-mail]", "b")
    assert article.languages == ("en", "nl")


@given(st.lists(st.tuples(st.sampled_from(("Refunds", "Fees", "")), st.sampled_from((True, False, None)))))
def test_who_liked_who_disliked_and_who_said_nothing_are_all(rows: list):
    for article in disliked_articles([asked(name, helpful) for name, helpful in rows]):
        assert min(article.helpful, article.disliked, article.silent) >= 0
        assert 0 < article.share <= 1
