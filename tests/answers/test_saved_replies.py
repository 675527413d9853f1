"""Saved replies: found by a few words in the customer's language or in English, with what is known filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.settings import sample_folder
from core.answers.articles import Article, read_help_centre
from core.answers.saved_replies import VARIABLES, Replies, filled, unknown_variables
from core.language.spec import LANGUAGES

REPLIES = Replies(
    [
        Article("late", "en", "The parcel is late", "We ask the carrier about your **parcel**, {customer}."),
        Article("late", "nl", "Het pakket is te laat", "We vragen de vervoerder naar je pakket, {customer}."),
        Article("photos", "en", "Ask for photos", "Could you send photos?"),
        Article("bye", "nl", "Afscheid", "Fijne dag!"),
    ]
)


def found(words: str, language: str) -> list[tuple[str, str]]:
    return [(reply.id, reply.language) for reply in REPLIES.best(words, language)]


@pytest.mark.parametrize("words", ["pakket", "parcel", "vervoerder", "the parcel is late"])
def test_staff_search_in_the_customers_language_and_in_english(words: str) -> None:
    assert found(words, "nl")[0] == ("late", "nl")


def test_what_the_language_lacks_is_given_in_english() -> None:
    assert found("photos", "nl") == [("photos", "en")]
    assert found("parcel", "pl") == [("late", "en")]


def test_what_is_neither_in_the_language_nor_in_english_is_not_offered() -> None:
    assert found("Afscheid", "pl") == []
    assert [reply.id for reply in REPLIES.all("pl")] == ["photos", "late"]


def test_half_a_word_finds_by_what_a_reply_is_called() -> None:
    assert found("pho", "en") == [("photos", "en")]


NAMED = {
    "late": ["late"],
    "the  parcel is LATE": ["late"],  # whatever the customer's language
    "pakket": ["late"],
    "a": ["late", "photos", "bye"],
    "carrier": [],  # it stands in what the reply says
}


@pytest.mark.parametrize("name", NAMED)
def test_a_reply_is_named_by_its_title_or_a_part_of_it_alone(name: str) -> None:
    assert [reply.id for reply in REPLIES.named(name, "nl")] == NAMED[name]


def test_a_whole_name_goes_before_those_that_contain_it() -> None:
    replies = Replies([Article("a", "en", "Parcel", "Late"), Article("b", "en", "Parcel again", "Late again")])
    assert [reply.id for reply in replies.named("parcel", "en")] == ["a"]


def test_without_words_there_are_the_first_by_title() -> None:
    assert found(" ", "nl") == [("bye", "nl"), ("photos", "en"), ("late", "nl")]


def test_the_text_is_plain() -> None:
    reply = REPLIES.one("late", "en")
    assert reply
    assert reply.text == "We ask the carrier about your parcel, {customer}."


def test_changes_of_the_folder_are_found() -> None:
    replies = Replies()
    assert replies.best("photos", "en") == ()
    replies.update([Article("photos", "en", "Ask for photos", "Could you send photos?")])
    assert [reply.id for reply in replies.best("photos", "en")] == ["photos"]


# --- variables


def test_what_is_known_is_filled_in_and_what_is_not_is_named() -> None:
    words = filled("{customer}: {order}, {case}, {order}, {agnet}", {"customer": "Anna", "case": "FD-1", "order": ""})
    assert words == ("Anna: {order}, FD-1, {order}, {agnet}", ("order", "agnet"))


def test_whatever_customers_call_themselves_is_not_read_again() -> None:
    assert filled("Hello {customer}", {"customer": "{case} \\1", "case": "FD-1"}) == ("Hello {case} \\1", ())


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    words = filled(text, dict.fromkeys(VARIABLES, "x"))
    assert words.missing == unknown_variables(text)


def test_the_samples_are_whole_in_every_language_that_we_speak() -> None:
    articles, problems = read_help_centre(sample_folder() / "replies")
    assert problems == ()
    ids = {article.id for article in articles}
    known = {(article.id, article.language) for article in articles}
    assert known == {(id, row.code) for id in ids for row in LANGUAGES if row.catalog}


@pytest.mark.parametrize("article", read_help_centre(sample_folder() / "replies")[0], ids=lambda each: each.title)
def test_the_samples_have_no_strange_variables_and_the_same_as_in_english(article: Article) -> None:
    english = Replies(read_help_centre(sample_folder() / "replies")[0]).one(article.id, "en")
    assert english
    assert unknown_variables(article.body) == ()
    assert set(filled(article.body, {}).missing) == set(filled(english.text, {}).missing)
