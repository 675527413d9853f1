""" "My requests": what stands there of each case, what can be done about it, and whose code shows what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.conversation import Closed, Corresponding, Filling, Idle, Queued, WithAgent
from core.model.effects import Say
from core.model.facts import RequestFacts
from core.model.ids import CaseCode
from core.model.request import RequestLine, Standing
from core.model.view import Listing
from tests.flow.cast import NOON
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import (
    QUESTION,
    adding,
    answered,
    asked_for_email,
    chat_over,
    choosing,
    corresponding,
    picking,
    queued,
    reporting,
    with_tom,
)

MAIL = RequestLine(CaseCode("FD-1"), "email", "owed", NOON, QUESTION, NOON + timedelta(hours=5), "Europe/Amsterdam")
CALL = RequestLine(
    CaseCode("FD-2"), "callback", "booked", NOON, "And my lamp?", NOON + timedelta(hours=2), "Europe/Amsterdam"
)
DISPUTE = RequestLine(
    CaseCode("FD-9"), "dispute", "waiting_for_you", NOON, "H-104233 Vase", NOON + timedelta(days=2), "Europe/Amsterdam"
)
CHAT = RequestLine(CaseCode("FD-3"), "live_chat", "queued", NOON, QUESTION)


def asks(chat: Dialogue, *lines: RequestLine) -> Dialogue:
    return chat.customer("/requests", typed="requests", requests=RequestFacts(lines))


def types(chat: Dialogue, code: str, *lines: RequestLine) -> Dialogue:
    return chat.customer(code, requests=RequestFacts(lines, CaseCode(code)))


def stands(chat: Dialogue) -> list[str]:
    """What the message seen last says of a request."""
    (block,) = chat._last(Say).view.blocks
    assert isinstance(block, Listing)
    return [text.key for text in block.texts]


def test_each_request_is_a_message_with_what_can_be_done_about_it(chat: Dialogue) -> None:
    lines = (replace(MAIL, steps=("reply", "close")), replace(CALL, steps=("move", "cancel")))
    asks(answered(chat), *lines).sees("requests.open", buttons=[])
    chat.sees("requests.case requests.email.owed", buttons=["mail.reply.FD-1", "mail.close.FD-1"])
    chat.sees("requests.case requests.callback.booked", buttons=["call.move.FD-2", "call.cancel.FD-2", "talk"])


def test_who_is_asked_in_a_dispute_reads_it(chat: Dialogue) -> None:
    asks(answered(chat), replace(DISPUTE, steps=("answer",))).sees("requests.open")
    chat.sees("requests.case dispute.stage.waiting_for_you", buttons=["answer.FD-9", "talk"])


def test_a_live_chat_has_the_buttons_of_its_place(chat: Dialogue) -> None:
    asks(queued(chat), CHAT).sees("requests.open")
    chat.sees("requests.case requests.chat.queued", buttons=["offer.email", "wait", "cancel"]).is_in(Queued)


def test_who_talks_with_somebody_reads_with_whom(chat: Dialogue) -> None:
    asks(with_tom(chat), replace(CHAT, standing="chatting", agent="Tom")).sees("requests.open")
    chat.sees("requests.case requests.chat.with", buttons=["offer.email"]).is_in(WithAgent)


def test_who_has_none_reads_a_kind_word_and_the_way_to_a_person(chat: Dialogue) -> None:
    asks(answered(chat)).sees("requests.none", buttons=["talk"]).is_in(Idle)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (MAIL, "requests.email.owed"),
        (replace(MAIL, at=None), "requests.email.owed_open"),
        (replace(MAIL, at=NOON - timedelta(hours=1)), "requests.email.owed_open"),
        (replace(MAIL, standing="answered"), "requests.email.answered"),
        (CALL, "requests.callback.booked"),
        (replace(CALL, standing="soon"), "requests.callback.soon"),
        (replace(CALL, standing="talked"), "requests.callback.talked"),
        (CHAT, "requests.chat.queued"),
        (DISPUTE, "dispute.stage.waiting_for_you"),
        (replace(DISPUTE, standing="under_review"), "dispute.stage.under_review"),
        (replace(DISPUTE, standing="under_review", at=None), "requests.dispute.open"),
        (replace(MAIL, standing="closed"), "requests.closed"),
        (replace(CHAT, standing="closed"), "requests.closed_open"),
        (replace(CALL, standing="closed"), "requests.closed"),
    ],
)
def test_how_a_request_stands_is_said_in_words(chat: Dialogue, line: RequestLine, said: str) -> None:
    types(answered(chat), line.case, line).sees(f"requests.case {said}", buttons=["talk"])


def test_a_long_question_is_cut(chat: Dialogue) -> None:
    asks(answered(chat), replace(MAIL, about="word " * 100)).sees("requests.open").sees(
        "requests.case requests.email.owed"
    )
    (block,) = chat._last(Say).view.blocks
    assert isinstance(block, Listing)
    assert len(str(block.texts[0].params["about"])) <= 80


def test_a_code_shows_that_one_case(chat: Dialogue) -> None:
    types(answered(chat), "FD-1", replace(MAIL, steps=("reply",))).sees(
        "requests.case requests.email.owed", buttons=["mail.reply.FD-1", "talk"]
    )
    assert stands(chat) == ["requests.case", "requests.email.owed"]


def test_a_code_of_nobody_of_this_chat_is_answered_in_the_same_words(chat: Dialogue) -> None:
    types(answered(chat), "FD-7").sees("requests.unknown", buttons=["talk"]).is_in(Idle)


def test_two_codes_in_a_row_are_two_questions(chat: Dialogue) -> None:
    types(answered(chat), "FD-1", MAIL).sees("requests.case requests.email.owed")
    types(chat, "FD-2", CALL).sees("requests.case requests.callback.booked")


def test_two_taps_of_an_impatient_thumb_are_one(chat: Dialogue) -> None:
    answered(chat).presses("requests").sees("requests.none").presses("requests").silence()


@pytest.mark.parametrize(
    "scene",
    [answered, asked_for_email, queued, with_tom, choosing, picking, reporting, adding, corresponding, chat_over],
    ids=lambda scene: scene.__name__,
)
def test_the_list_ends_nothing_that_is_under_way(chat: Dialogue, scene: Callable[[Dialogue], Dialogue]) -> None:
    before = scene(chat).conversation
    asks(chat, MAIL).sees("requests.open").sees("requests.case requests.email.owed")
    assert (chat.stage, chat.turn) == (before.stage, before.turn)


@pytest.mark.parametrize(
    "scene", [reporting, adding, queued, with_tom, corresponding], ids=lambda scene: scene.__name__
)
def test_where_words_go_to_a_form_or_a_person_a_code_is_words(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue]
) -> None:
    scene(chat)
    types(chat, "FD-1", MAIL)
    assert not any(
        isinstance(effect, Say) and isinstance(effect.view.blocks[0], Listing) and _is_request(effect)
        for effect in chat.untold
    )
    chat.untold.clear()


def test_to_the_team_about_a_ticket_a_code_alone_asks_how_it_stands(chat: Dialogue) -> None:
    corresponding(chat).customer("FD-1", requests=RequestFacts((MAIL,), MAIL.case, alone=True))
    chat.sees("requests.case requests.email.owed").is_in(Corresponding)


def _is_request(said: Say) -> bool:
    block = said.view.blocks[0]
    return isinstance(block, Listing) and block.texts[0].key == "requests.case"


def test_a_code_in_a_form_is_what_was_asked_for(chat: Dialogue) -> None:
    types(asked_for_email(chat), "FD-1", MAIL).sees("filling.no_email", "filling.email").is_in(Filling)


def test_a_code_as_a_word_about_the_help_is_that_word(chat: Dialogue) -> None:
    chat_over(chat).presses("solved").is_rated("agent", solved=True).sees("rating.stars")
    chat.presses("stars.5").is_rated("agent", stars=5).sees("rating.word")
    chat.presses("add_word").sees("rating.write")
    types(chat, "FD-1", MAIL).is_rated("agent", words="FD-1").sees("rating.noted").is_in(Closed)


def test_every_standing_is_said() -> None:
    """Of a dispute in the words of its own messages."""
    own = {"owed", "answered", "booked", "soon", "talked", "queued", "chatting", "waiting_for_you", "closed"}
    stages = {"open", "waiting_other_party", "under_review", "decided", "appealed"}
    assert set(_literals(Standing)) == own | stages


def _literals(kind: object) -> list[str]:
    arguments = getattr(kind, "__args__", ())
    return [
        each for argument in arguments for each in ([argument] if isinstance(argument, str) else _literals(argument))
    ]
