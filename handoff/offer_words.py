"""What customers read about each way to a person: why it is or is not to be had, and what comes of choosing it."""

from datetime import datetime
from typing import Literal, assert_never

import msgspec

from core.model.ids import Language
from core.model.view import LanguageNames, Moment, Soon, Text, text
from core.model.wait import MailWait, Wait
from handoff import closures
from handoff.mail_queue import STATED
from handoff.offer_rules import Why

Code = Literal["open", "closed", "closed_now", "nobody_on_duty", "no_agent_of_language", "language_not_spoken"]


class State(msgspec.Struct, frozen=True):
    """How a method that needs people there stands for one customer.

    `until`: when it closes, if it is open and ever does; `opens_at`: when its hours begin next, if it is not open and
    they do. `spoken`: by those on duty now, or with "language_not_spoken" by the team at all. `shut`: with "closed_now" why a
    supervisor has closed it.
    """

    code: Code
    language: Language
    now: datetime
    zone: str
    until: datetime | None = None
    opens_at: datetime | None = None
    spoken: tuple[Language, ...] = ()
    shut: str = ""

    @property
    def closes(self) -> Soon | None:
        return self._soon(self.until)

    @property
    def opens(self) -> Soon | None:
        return self._soon(self.opens_at)

    def _soon(self, at: datetime | None) -> Soon | None:
        return Soon(at, self.now, self.zone) if at else None


def live_chat(state: State) -> Text:
    """Why live chat is or is not to be had."""
    languages = LanguageNames(state.spoken)
    match state.code:
        case "open" if state.closes:
            return text("offer.live_chat.open", language=LanguageNames((state.language,)), when=state.closes)
        case "open":
            return text("offer.live_chat.on_duty")
        case "closed" if state.opens:
            return text("offer.live_chat.closed", when=state.opens)
        case "closed":
            return text("offer.live_chat.shut")
        case "closed_now":
            return closures.live_chat(state.shut, state.opens)
        case "nobody_on_duty" if state.opens:
            return text("offer.live_chat.nobody_next", when=state.opens)
        case "nobody_on_duty":
            return text("offer.live_chat.nobody")
        case "no_agent_of_language" if state.opens:
            return text("offer.live_chat.no_language_next", languages=languages, when=state.opens)
        case "no_agent_of_language":
            return text("offer.live_chat.no_language", languages=languages)
        case "language_not_spoken":
            return text("offer.live_chat.languages", languages=languages)
        case other:
            assert_never(other)


def wait(known: Wait) -> Text:
    """The place in the queue that one would have, and how long one would wait."""
    assert known.eta
    if known.position == 1:
        return text("offer.wait.next", high=known.eta.high_minutes)
    return text("offer.wait.place", position=known.position, high=known.eta.high_minutes)


def callback(state: State) -> Text:
    """Why a call is or is not to be had."""
    match state.code:
        case "open" if state.closes:
            return text("offer.callback.open", when=state.closes)
        case "open":
            return text("offer.callback.on_duty")
        case "closed" if state.opens:
            return text("offer.callback.closed", when=state.opens)
        case "closed":
            return text("offer.callback.shut")
        case "closed_now":
            return closures.callback(state.shut, state.opens)
        case "nobody_on_duty" | "no_agent_of_language" if state.opens:
            return text("offer.callback.nobody_next", when=state.opens)
        case "nobody_on_duty" | "no_agent_of_language":
            return text("offer.callback.nobody")
        case "language_not_spoken":
            return text("offer.callback.languages", languages=LanguageNames(state.spoken))
        case other:
            assert_never(other)


def too_many_items(limit: int) -> Text:
    """Why a call about so much is not to be had."""
    return text("offer.callback.items", n=limit)


class Answered(msgspec.Struct, frozen=True):
    """When a mail is usually answered: in so many working hours, or more exactly `wait`, where the calendar says it."""

    hours: int
    now: datetime
    zone: str
    wait: MailWait | None

    @property
    def by(self) -> Soon | None:
        """To the minute only what the operator has stated, or what is today."""
        return Soon(self.wait.by, self.now, self.zone, roughly=self.wait.said != STATED) if self.wait else None


def email(why: Why, spoken: tuple[Language, ...], answered: Answered) -> Text:
    """When a mail is answered; `why` it is the best way, if it is, and `spoken` if it is not the reader's language."""
    when = answered.by
    if when is None:
        return text("offer.email.reason", hours=answered.hours)
    if spoken:
        return text("offer.email.other_language", languages=LanguageNames(spoken), when=when)
    match why:
        case "several_items":
            return text("offer.email.several_items", when=when)
        case "evidence":
            return text("offer.email.evidence", when=when)
        case "dispute":
            return text("offer.email.dispute", when=when)
        case "follow_up" | "question":
            return text("offer.email.by", when=when)
        case other:
            assert_never(other)


def email_promise(answered: Answered) -> Text:
    """With the date: it is also read later, in a mail."""
    if answered.wait is None:
        return text("offer.email.promise", hours=answered.hours)
    return text("offer.email.promise_by", when=Moment(answered.wait.by, answered.zone))
