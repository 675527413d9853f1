"""Questions that the help centre left open are kept without personal data and grouped by likeness."""

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.gaps import GapGroup, grouped, keep_gap, row_of
from core.model.effects import Gap
from core.model.ids import ConversationId, Language
from core.model.rows import GapRow
from core.store.sqlite import SqliteStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = ConversationId("telegram:1")


def gap(
    text: str, minute: int = 0, conversation: str = "telegram:1", language: str = "en", article: str = ""
) -> GapRow:
    at = NOON + timedelta(minutes=minute)
    return GapRow(at, "disliked" if article else "unanswered", language, text, article, 0.2, conversation)


def asked(*texts: str, language: str = "en") -> list[GapRow]:
    return [gap(text, minute, f"telegram:{minute}", language) for minute, text in enumerate(texts)]


def told(groups: list[GapGroup]) -> list[tuple[int, str]]:
    return [(group.count, group.text) for group in groups]


# --- keeping ---


async def test_a_gap_is_written_down_without_personal_data():
    store = SqliteStore.open(":memory:")
    left_open = Gap("disliked", "Order 48213, mail anna@shop.example", Language("en"), "Parcels", 0.75)
    await store.transact(lambda tx: keep_gap(tx, ANNA, left_open, NOON))
    kept = GapRow(NOON, "disliked", "en", "Order [number], mail [e-mail]", "Parcels", 0.75, ANNA)
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 10)) == [kept]
    await store.close()


def test_of_an_endless_question_the_beginning_is_kept():
    assert len(row_of(ANNA, Gap("unanswered", "why? " * 1000, Language("en")), NOON).text) == 1_000


# --- grouping ---


def test_questions_that_ask_alike_are_one_group_and_the_most_frequent_comes_first():
    groups = grouped(
        asked(
            "Can I pay with bitcoin?",
            "How do I change my delivery address?",
            "change delivery address",
            "Changing the delivery address please",
            "do you have a shop in Paris",
            "paying with Bitcoin",
        )
    )
    assert [group.count for group in groups] == [3, 2, 1]
    assert "delivery address" in groups[0].text
    assert "itcoin" in groups[1].text


@pytest.mark.parametrize(
    ("language", "same", "other"),
    [
        ("en", ["Where can I see my invoices?", "where are my invoices"], "Where can I see my bids?"),
        ("nl", ["Kan ik in termijnen betalen?", "in termijnen betalen"], "Kan ik contant betalen bij het ophalen?"),
        ("de", ["Wo finde ich meine Rechnungen?", "Rechnungen finden"], "Wo finde ich meine Gebote?"),
        ("fr", ["Puis-je payer en plusieurs fois ?", "payer en plusieurs fois"], "Puis-je récupérer le colis ?"),
        ("pl", ["Gdzie znajdę moje faktury?", "Gdzie są moje faktury"], "Gdzie są moje oferty?"),
        ("zh", ["在哪里可以看到发票", "我要看到我的发票"], "怎么更改密码"),
    ],
)
def test_likeness_is_by_stems_in_each_language(language: str, same: list[str], other: str):
    assert [group.count for group in grouped(asked(*same, other, language=language))] == [2, 1]


def test_which_order_it_was_makes_no_difference():
    assert told(grouped(asked("cancel order [number]", "cancel my order", "cancel order [number]"))) == [
        (3, "cancel order [number]")
    ]


def test_languages_are_not_mixed():
    groups = grouped([gap("Bitcoin?"), gap("Bitcoin?", language="nl")])
    assert [(group.language, group.count) for group in groups] == [("en", 1), ("nl", 1)]


def test_a_group_says_how_often_by_whom_when_and_which_article_was_disliked():
    groups = grouped(
        [
            gap("Can I pay with bitcoin?", 1, "telegram:1"),
            gap("Can I pay with bitcoin?", 9, "telegram:1", article="Payments"),
            gap("can i pay with Bitcoin", 5, "telegram:2", article="Payments"),
            gap("pay with bitcoin", 3, "telegram:3", article="Fees"),
        ]
    )
    assert groups == [
        GapGroup(
            language="en",
            text="Can I pay with bitcoin?",
            others=(),
            unanswered=1,
            disliked=3,
            customers=3,
            first=NOON + timedelta(minutes=1),
            last=NOON + timedelta(minutes=9),
            article="Payments",
        )
    ]


def test_the_typical_question_is_the_one_most_like_the_others():
    group = grouped(
        asked(
            "refund deposit",
            "refund of the deposit",
            "refund deposit quickly",
            "is the refund of my deposit possible after the auction in Amsterdam",
        )
    )[0]
    assert group.text == "refund deposit"


def test_what_has_no_words_is_alike_only_when_it_is_the_same():
    assert told(grouped(asked("???", "!!", "???", "🤷"))) == [(2, "???"), (1, "🤷"), (1, "!!")]


def test_where_nothing_is_missing_there_is_no_group():
    assert grouped([]) == []


WORDS = st.lists(
    st.sampled_from(("pay", "bitcoin", "invoice", "refund", "deposit", "parcel", "lost", "Paris", "?")), max_size=6
)


@given(st.lists(WORDS.map(" ".join), max_size=20), st.randoms(use_true_random=False))
def test_every_gap_is_in_one_group_and_their_order_makes_no_difference(texts: list[str], chance: random.Random):
    gaps = asked(*texts)
    groups = grouped(gaps)
    chance.shuffle(gaps)
    assert grouped(gaps) == groups
    assert sum(group.count for group in groups) == len(texts)


def test_ten_thousand_different_questions_are_grouped_in_seconds():
    chance = random.Random(4)
    rare = [f"thing{chance.randrange(10**9)}" for _ in range(3_000)]
    texts = [
        f"how do I {chance.choice(['pay', 'return', 'sell'])} my {' '.join(chance.sample(rare, 4))}"
        for _ in range(10_000)
    ]
    start = time.process_time()
    assert sum(group.count for group in grouped(asked(*texts))) == 10_000
    assert time.process_time() - start < 10.0
