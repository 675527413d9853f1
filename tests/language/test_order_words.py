"""Which messages are about the writer's own order, and which ask how things are done: a table per language."""

import json
import time
import tomllib
from pathlib import Path

import pytest

from core.language import order, smalltalk
from core.language.order import about_order
from core.language.spec import LANGUAGES as SPECS
from core.model.ids import Language

TABLES = Path(__file__).parent / "orders"
LANGUAGES = sorted(path.stem for path in TABLES.glob("*.txt"))
DATA = Path(__file__).parents[3] / "shared" / "data" / "answers"


def table(language: str) -> dict[str, bool]:
    """What people type, and whether it is about an order: the lines under "[order]" are."""
    own, general = (TABLES / f"{language}.txt").read_text("utf-8").split("[general]\n")
    return dict.fromkeys(own.splitlines()[1:], True) | dict.fromkeys(general.splitlines(), False)


def f1(expected: dict[str, bool], language: str) -> float:
    said = {text: about_order(text, Language(language)) for text in expected}
    right = sum(said[text] and is_order for text, is_order in expected.items())
    return 2 * right / (sum(said.values()) + sum(expected.values()))


def rows(name: str) -> list[dict[str, str]]:
    path = DATA / "q" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the checkout")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_there_is_a_table_for_each_language():
    assert {spec.code for spec in SPECS} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_about_an_order_is_known(language: str):
    missed = [text for text, own in table(language).items() if own and not about_order(text, Language(language))]
    assert len(missed) <= 2, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_general_question_is_not_about_an_order(language: str):
    taken = [text for text, own in table(language).items() if not own and about_order(text, Language(language))]
    assert not taken


@pytest.mark.parametrize(
    ("own", "general"),
    [
        ("how long until my order arrives", "how long does an order take"),
        ("i want to return the lamp i bought", "can i return things"),
        ("where is my refund", "what is your refund policy"),
        ("change the shipping address", "where do i enter a shipping address"),
        ("was my payment received", "which payment methods are there"),
        ("cancel it please, i ordered twice", "cancel my newsletter"),
        ("my order is not in my account", "my account is blocked"),
    ],
)
def test_own_and_general_lie_close_together(own: str, general: str):
    assert about_order(own, Language("en"))
    assert not about_order(general, Language("en"))


@pytest.mark.parametrize(
    "typo", ["cancle my ordr 12345", "wheres my parcle", "my inovice please", "refnud for my puurchase"]
)
def test_typos_are_forgiven(typo: str):
    assert about_order(typo, Language("en"))


@pytest.mark.parametrize("text", ["", "   ", "?", "👍", "12345678", "\ud800", "*" * 50, "a" * 5000])
def test_a_message_without_words_is_about_no_order(text: str):
    assert not about_order(text, Language("en"))


def test_a_language_without_words_is_read_as_english():
    assert about_order("where is my parcel", Language("fi"))


def test_the_given_english_messages_are_told_apart():
    expected = {row["text"]: row["route"] == "order" for row in rows("order_route") if row["lang"] == "en"}
    assert f1(expected, "en") >= 0.95


@pytest.mark.parametrize(
    ("name", "share"), [("oos11", 0.005), ("clinc_oos", 0.02), ("faq11", 0.005), ("banking77", 0.07)]
)
def test_what_has_nothing_to_do_with_orders_is_left_alone(name: str, share: float):
    """A bank's customers have refunds and purchases too; nothing else of theirs is an order."""
    asked = rows(name)
    taken = [row["text"] for row in asked if about_order(row["text"], Language(row["lang"]))]
    assert len(taken) <= share * len(asked), taken


@pytest.mark.parametrize("folder", [order.FOLDER, smalltalk.FOLDER])
def test_each_language_has_all_concepts(folder: Path):
    concepts = {path.stem: frozenset(tomllib.loads(path.read_text("utf-8"))) for path in folder.glob("*.toml")}
    assert {spec.code for spec in SPECS} == concepts.keys()
    assert len(set(concepts.values())) == 1


@pytest.mark.parametrize("text", ["where is my order " * 2000, "我的订单在哪里" * 3000, "x" * 30_000, "1a" * 10_000])
def test_an_endless_message_is_read_at_once(text: str):
    started = time.process_time()
    about_order(text, Language("zh"))
    about_order(text, Language("de"))
    assert time.process_time() - started < 2


def test_a_message_takes_less_than_a_millisecond():
    tables = {language: table(language) for language in LANGUAGES}
    for language in LANGUAGES:
        about_order("the first loads the words", Language(language))
    started = time.process_time()
    for language, texts in tables.items():
        for text in texts:
            about_order(text + ".", Language(language))
    assert (time.process_time() - started) / sum(map(len, tables.values())) < 0.001  # a fifth of it on a quiet machine
