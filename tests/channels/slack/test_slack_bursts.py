"""Words of one thread are joined in their order, as they are set; what is more than words stays by itself."""

from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.cases.bursts import PATIENCE, join, may_pass, patience
from bots.slack.outgoing import parts
from bots.slack.writing.markup import LONGEST_PART
from core.model.effects import CloseHandoff, Effect, Post
from core.model.ids import Address, CaseCode
from core.model.posts import Card, Mark, PostBody, Relay, Remark
from core.model.styled import Style, cut
from core.model.view import text

THREAD = Address("slack", "C1/1.1")
OTHER = Address("slack", "C1/2.2")
CASE = CaseCode("FD-7K2M9P")


def post(body: PostBody, to: Address = THREAD) -> Post:
    return Post(to, body)


def said(words: str) -> Relay:
    return Relay("", words)


@st.composite
def relays(draw: st.DrawFn) -> Relay:
    words = draw(st.text(min_size=1, max_size=40))
    ends = st.integers(0, len(words))
    styles = draw(st.lists(st.builds(Style, st.sampled_from(["bold", "code"]), ends, ends), max_size=3))
    return Relay("", words, styles=tuple(each for each in styles if each.start < each.end))


@given(st.lists(relays(), min_size=1, max_size=12))
def test_joined_words_are_the_words_in_order_set_as_they_were(several: list[Relay]) -> None:
    joined = reduce(lambda one, more: join(one, post(more)), several[1:], post(several[0]))  # type: ignore[arg-type, return-value]
    assert isinstance(joined, Post)
    assert isinstance(joined.body, Relay)
    assert joined.body.text == "\n".join(each.text for each in several)
    at = 0
    for each in several:
        assert set(cut(joined.body.styles, at, at + len(each.text))) == set(each.styles)
        at += len(each.text) + 1


@given(st.lists(st.integers(1, LONGEST_PART + 5), min_size=2, max_size=6))
def test_a_joined_post_is_one_message(lengths: list[int]) -> None:
    effect: Effect = post(said("x" * lengths[0]))
    for length in lengths[1:]:
        both = join(effect, post(said("y" * length)))
        assert both is None or parts(both) == 1
        effect = both or effect


def test_of_two_states_of_a_card_the_later_one_is_shown() -> None:
    waiting = post(Card(CASE, "waiting", since=datetime(2026, 10, 9, tzinfo=UTC)))
    claimed = post(Card(CASE, "claimed", "Tom"))
    assert join(waiting, claimed) == claimed


CLOCK = post(Card(CASE, "claimed", "Tom", can_wait=True))


@pytest.mark.parametrize(
    ("effect", "waits", "passes"),
    [
        (CLOCK, True, False),
        (post(Card(CASE, "claimed", "Tom")), False, False),
        (post(said("Hello?")), False, True),
        (post(Remark(text("staff.released"))), False, True),
        (CloseHandoff(THREAD, CASE, text("card.closed")), False, False),
    ],
)
def test_words_pass_a_card_that_says_the_time_anew_and_nothing_else_waits(
    effect: Effect, waits: bool, passes: bool
) -> None:
    assert patience(effect) == (PATIENCE if waits else None)
    assert may_pass(effect) is passes


def test_a_claim_stands_for_a_card_that_waited() -> None:
    assert join(CLOCK, post(Card(CASE, "claimed", "Eva"))) == post(Card(CASE, "claimed", "Eva"))


def test_originals_of_translated_words_go_with_them() -> None:
    one = Relay("", "Good morning", original="Dzień dobry", translation="machine")
    other = Relay("", "Where is it?", original="Gdzie to jest?", translation="machine")
    both = join(post(one), post(other))
    assert both == post(
        Relay("", "Good morning\nWhere is it?", original="Dzień dobry\nGdzie to jest?", translation="machine")
    )


APART: dict[str, tuple[Effect, Effect]] = {
    "another thread": (post(said("a")), post(said("b"), OTHER)),
    "another author": (post(Relay("buyer", "a")), post(Relay("seller", "b"))),
    "an edit": (post(said("a")), post(Relay("", "b", mark="edited", before="a"))),
    "a file": (post(Relay("", "photo.jpg", mark="file")), post(said("b"))),
    "one with its original": (post(Relay("", "a", original="x", translation="machine")), post(said("b"))),
    "one that was not translated": (post(Relay("", "a", translation="none")), post(said("b"))),
    "a remark": (post(said("a")), post(Remark(text("staff.released")))),
    "words and a card": (post(said("a")), post(Card(CASE, "waiting"))),
    "cards of two cases": (post(Card(CASE, "waiting")), post(Card(CaseCode("FD-OTHER"), "waiting"))),
    "signs": (post(Mark("1.1", "held")), post(Mark("1.1", "sent"))),
    "the end": (post(Card(CASE, "claimed")), CloseHandoff(THREAD, CASE, text("card.closed"))),
}


@pytest.mark.parametrize(("first", "then"), APART.values(), ids=APART)
def test_apart(first: Effect, then: Effect) -> None:
    assert join(first, then) is None


def test_late_words_go_together_under_the_time_of_the_first() -> None:
    nine, ten = datetime(2026, 10, 9, 9, tzinfo=UTC), datetime(2026, 10, 9, 10, tzinfo=UTC)
    late = join(post(Relay("", "Hello?", written=nine)), post(Relay("", "Anybody?", written=ten)))
    assert late == post(Relay("", "Hello?\nAnybody?", written=nine))
    assert join(late, post(said("And now?"))) is None
