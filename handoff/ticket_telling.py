"""What becomes of a decision about a ticket: how it stands, news for its customer in the chat, mails, notes and timers. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from core.model.effects import Note, Pass, Say, Wake
from core.model.ids import CaseCode
from core.model.people import Agent
from core.model.ticket import Step, TicketFile
from core.model.ticket_events import NewsKind, TicketNews
from core.model.view import Block, Moment

TicketEffect = Say | Wake | Note | Pass
Effects = tuple[TicketEffect, ...]

STEPS: tuple[Step, ...] = ("reply", "close")  # what the customer may do about a ticket that is open


class TicketDecision(NamedTuple):
    file: TicketFile
    effects: Effects = ()

    def then(self, following: Callable[[TicketFile], "TicketDecision"]) -> "TicketDecision":
        """What follows from how the ticket stands by now."""
        after = following(self.file)
        return after.after(*self.effects)

    def after(self, *effects: TicketEffect) -> "TicketDecision":
        """`effects` come before its own."""
        return TicketDecision(self.file, (*effects, *self.effects))


def tell(
    file: TicketFile,
    *blocks: Block,
    kind: NewsKind = "word",
    steps: tuple[Step, ...] = (),
    speaker: Agent | None = None,
    into: CaseCode | None = None,
) -> Pass:
    """To the customer, in their chat."""
    return Pass(file.conversation, TicketNews(file.case, file.person, blocks, kind, steps, speaker, into))


def at(file: TicketFile, moment: datetime) -> Moment:
    """As the customer reads it."""
    return Moment(moment, file.zone)


def one_line(words: str, longest: int = 100) -> str:
    """What somebody else wrote, for a place within a line of ours."""
    return " ".join(words.split())[:longest]
