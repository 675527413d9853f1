"""An article is about what its names say and what its lines repeat; a question says some of that, all or nothing."""

import pytest

from core.answers.articles import Article
from core.answers.help_centre import HelpCentre, Hit
from core.answers.query import Reader
from core.answers.subject import Subject, said_of, subject
from core.answers.terms import terms

BODY = ("Your card was stolen.", "We block the stolen card at once.", "A new card comes by post.")


def reader(*texts: str, language: str = "en") -> Reader:
    return Reader(language, [terms(text, language) for text in texts])


READER = reader(" ".join(BODY), "Change your password", "Lost items", "Where is my parcel?", "Refunds by bank transfer")


def about(*names: str, lines: tuple[str, ...] = BODY) -> Subject:
    return subject(map(READER.weigh, names), map(READER.weigh, lines))


def said(question: str, *names: str, lines: tuple[str, ...] = BODY) -> float:
    return said_of(about(*names, lines=lines), READER.read(question).weighted)


@pytest.mark.parametrize("question", ["my card was stolen", "somebody has stolen the card", "card stolen in a parcel"])
def test_who_names_it_says_all_of_it(question: str) -> None:
    assert said(question, "Stolen card") == pytest.approx(1)


def test_one_of_its_names_is_enough() -> None:
    assert said("where is my parcel", "Stolen card", "Parcel") == pytest.approx(1)


def test_a_name_of_which_half_is_said_counts_in_part() -> None:
    assert 0 < said("how do I get a card", "Stolen card", lines=()) < 1


def test_what_its_lines_repeat_is_what_an_article_without_a_telling_name_is_about() -> None:
    assert said("card stolen", "Help") == pytest.approx(1)
    assert said("does it come by post", "Help") == 0


def test_more_of_it_said_never_counts_less() -> None:
    assert said("card", "Stolen card") <= said("card stolen", "Stolen card")


def test_a_misspelt_word_and_a_part_of_a_compound_count_too() -> None:
    assert said("pasword", "Change your password", lines=()) > 0
    assert said("Passwordchange", "Change your password", lines=()) > 0


def test_another_word_of_the_same_meaning_counts_nearly_as_much() -> None:
    assert 0.3 < said("I want my money back", "Refunds", lines=()) < 1


@pytest.mark.parametrize("question", ["", "?", "bicycles"])
def test_what_has_no_word_of_it_says_nothing_of_it(question: str) -> None:
    assert said(question, "Stolen card") == 0


def test_lines_that_repeat_each_other_have_less_variety() -> None:
    alike = ("My card was stolen.", "Was my card stolen?", "They have stolen my card.")
    assert about(lines=alike).variety == 0
    assert 0 < about().variety < about(lines=("Refunds by bank.", "Where is my parcel?")).variety == pytest.approx(1)


@pytest.mark.parametrize("lines", [(), ("", "?")])
def test_an_article_that_says_nothing_is_about_nothing(lines: tuple[str, ...]) -> None:
    empty = about(lines=lines)
    assert empty.variety == 0
    assert said_of(empty, READER.read("my card was stolen").weighted) == 0


def first(question: str) -> Hit:
    centre = HelpCentre(
        [
            Article("stolen", "en", "Stolen card", " ".join(BODY), aliases=("somebody took my card",)),
            Article("new", "en", "Order a new card", "Open your profile. Choose a new card."),
            Article("parcel", "en", "Where your parcel is", "Tracking shows where the parcel is."),
        ]
    )
    return centre.search(question, "en")[0]


def test_a_search_tells_how_much_of_its_first_hit_is_asked_for() -> None:
    whole, part = first("was my card stolen by you?"), first("can a stolen thing be blocked")
    assert whole.article.id == part.article.id == "stolen"
    assert whole.about == pytest.approx(1)
    assert 0 < part.about < whole.about
    assert 0 < whole.variety == part.variety < 1


def test_an_alias_is_one_of_the_names() -> None:
    assert first("somebody took a card from my bag").about == pytest.approx(1)
