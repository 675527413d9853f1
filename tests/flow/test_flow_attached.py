"""A photo or file that came with a request is remembered until the request is over."""

from collections.abc import Callable

import pytest

from tests.flow.cast import TOM
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import MAIL, answered, choosing, ticket_follows, with_tom


def with_photo(chat: Dialogue) -> Dialogue:
    return choosing(chat).sends("photo").sees("file.words_only", "choosing.ways", "way.live", "way.email")


def test_a_photo_comes_with_the_request(chat: Dialogue) -> None:
    with_photo(chat)
    assert chat.conversation.evidence


def test_a_photo_with_words_is_one_too(chat: Dialogue) -> None:
    answered(chat).sends("photo", "It arrived like this").looks_up("It arrived like this")
    assert chat.conversation.evidence


@pytest.mark.parametrize("kind", ["sticker", "voice message", "location"])
def test_what_shows_nothing_is_none(chat: Dialogue, kind: str) -> None:
    answered(chat).sends(kind)
    chat.untold.clear()
    assert not chat.conversation.evidence


def by_mail(chat: Dialogue) -> None:
    chat.presses("offer.email", chat.turn).sees("filling.email")
    ticket_follows(chat.customer(MAIL, email=MAIL))


def given_up(chat: Dialogue) -> None:
    chat.presses("cancel", chat.turn).sees("choosing.cancelled", "idle.ask")


def forgotten(chat: Dialogue) -> None:
    chat.passes(days=2)


@pytest.mark.parametrize("over", [by_mail, given_up, forgotten])
def test_the_next_request_comes_without_it(chat: Dialogue, over: Callable[[Dialogue], None]) -> None:
    over(with_photo(chat))
    assert not chat.conversation.evidence


def test_after_a_chat_it_is_forgotten(chat: Dialogue) -> None:
    with_tom(chat).sends("photo").thread_shows("photo", "file").sees("file.person_told")
    assert chat.conversation.evidence
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    assert not chat.conversation.evidence
