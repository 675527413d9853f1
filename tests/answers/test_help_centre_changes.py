"""A help centre changes while it is searched, and narrows by audience and topic; its hits say why they were found."""

from threading import Event, Thread

import pytest

from core.answers.articles import Article
from core.answers.help_centre import HelpCentre, Hit
from core.answers.search_index import SearchIndex

BUYER = Article("buyer", "en", "Paying a fee", "Buyers pay a fee.", audience="buyer", topic="money")
SELLER = Article("seller", "en", "Paying a fee", "Sellers pay a fee.", audience="seller", topic="selling")
BOTH = Article("both", "en", "Fees", "A fee is paid.", topic="selling")
DUTCH = Article("nl", "nl", "Kosten", "Betalen kost niets.")


def found(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.article.id for hit in hits]


@pytest.mark.parametrize(
    ("audience", "ids"),
    [
        ("", {"buyer", "seller", "both"}),
        ("both", {"buyer", "seller", "both"}),
        ("buyer", {"buyer", "both"}),
        ("seller", {"seller", "both"}),
    ],
)
def test_what_is_for_the_others_only_is_left_out(audience: str, ids: set[str]) -> None:
    assert set(found(HelpCentre([BUYER, SELLER, BOTH]).search("paying a fee", "en", audience=audience))) == ids


def test_the_others_article_is_left_out_even_where_the_question_is_its_title() -> None:
    centre = HelpCentre([SELLER, BOTH])
    assert centre.search("Paying a fee", "en")[0].exact
    assert found(centre.search("Paying a fee", "en", audience="buyer")) == ["both"]


def test_leaving_out_comes_before_the_limit() -> None:
    sellers = [Article(f"s{n}", "en", "Fee fee fee", "Fee, fee.", audience="seller") for n in range(30)]
    assert found(HelpCentre([*sellers, BOTH]).search("fee", "en", 1, audience="buyer")) == ["both"]


def test_articles_about_the_topic_gain_and_the_others_stay() -> None:
    twins = [
        Article("one", "en", "Fees", "A fee.", topic="buying"),
        Article("two", "en", "Fees", "A fee.", topic="selling"),
    ]
    centre = HelpCentre(twins)
    assert found(centre.search("what fee", "en", topic="buying")) == ["one", "two"]
    assert found(centre.search("what fee", "en", topic="selling")) == ["two", "one"]


def test_a_hit_says_how_much_of_the_question_was_found() -> None:
    centre = HelpCentre([Article("a", "en", "Gold coins", "Silver."), Article("b", "en", "Paper", "Copper.")])
    (hit,) = centre.search("gold silver copper zinc", "en", 1)
    assert hit.article.id == "a"
    assert 0 < hit.covered < hit.known < 1
    assert 0 < hit.titled < hit.known
    (whole,) = centre.search("silver", "en")
    assert (whole.covered, whole.titled, whole.known) == (1.0, 0.0, 1.0)


def test_an_order_number_takes_nothing_from_what_is_known() -> None:
    assert HelpCentre([BOTH]).search("fee of 370795561790", "en")[0].known == 1.0


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ([BUYER, BOTH, DUTCH], set()),
        ([DUTCH, BOTH, BUYER], set()),
        ([BUYER, BOTH], {"nl"}),
        ([BUYER, DUTCH], {"en"}),
        ([BUYER, SELLER, BOTH, DUTCH], {"en"}),
        ([BUYER, Article("both", "en", "Fees", "Free."), DUTCH], {"en"}),
        ([BUYER, BOTH, DUTCH, Article("de", "de", "Kosten", "Keine.")], {"de"}),
        ([], {"en", "nl"}),
    ],
)
def test_an_update_tells_which_languages_changed(after: list[Article], changed: set[str]) -> None:
    centre = HelpCentre([BUYER, BOTH, DUTCH])
    assert centre.update(after) == changed
    assert centre.languages == {article.language for article in after}


def test_the_next_search_finds_what_was_added_and_not_what_was_removed() -> None:
    centre = HelpCentre([BUYER])
    assert found(centre.search("fee", "en")) == ["buyer"]
    centre.update([BOTH, DUTCH])
    assert found(centre.search("fee", "en")) == ["both"]
    assert found(centre.search("kosten", "nl")) == ["nl"]
    centre.update([DUTCH])
    assert centre.search("fee", "en") == ()


def test_a_search_under_way_finishes_on_what_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = HelpCentre([BUYER])
    centre.search("price", "en")
    begun, go_on, hits = Event(), Event(), []
    search = SearchIndex.search

    def slowly(*args: object) -> object:
        begun.set()
        assert go_on.wait(5)
        return search(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(SearchIndex, "search", slowly)
        asking = Thread(target=lambda: hits.extend(centre.search("fee", "en")))
        asking.start()
        assert begun.wait(5)
    assert centre.update([BOTH]) == {"en"}
    assert found(centre.search("fee", "en")) == ["both"]
    go_on.set()
    asking.join()
    assert found(tuple(hits)) == ["buyer"]


def test_searches_go_on_while_the_next_articles_are_being_read() -> None:
    centre = HelpCentre([BOTH])
    centre.search("fee", "en")
    many = [Article(f"{number}", "en", f"Fee {number}", "A fee is paid. " * 20) for number in range(300)]
    updating = Thread(target=centre.update, args=[many])
    updating.start()
    seen = set()
    while updating.is_alive():
        seen.add(centre.search("fees", "en")[0].article.id)
    assert "both" in seen
    assert len(centre.search("fees", "en", 10)) == 10
