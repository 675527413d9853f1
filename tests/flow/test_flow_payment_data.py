"""Whose card number or account was taken out is told so, once, whatever goes on."""

from core.model.conversation import Answering, WithAgent
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import with_tom


def test_they_are_told_beside_what_happens_anyway(chat: Dialogue) -> None:
    chat.customer("I paid with [card], where is it?").sees("greeting", "payment_data.removed")
    chat.looks_up("I paid with [card], where is it?").is_in(Answering)


def test_once_in_a_conversation(chat: Dialogue) -> None:
    chat.customer("pay to [IBAN]").sees("greeting", "payment_data.removed").looks_up("pay to [IBAN]")
    chat.answer("Ten days.").sees("Ten days.")
    chat.customer("or [card]?").looks_up("or [card]?")


def test_in_a_chat_with_an_agent_too(chat: Dialogue) -> None:
    with_tom(chat)
    chat.customer("my card is [card]").sees("payment_data.removed").thread_shows("my card is [card]").is_in(WithAgent)
