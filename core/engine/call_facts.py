"""What a decision may know of calls: loaded where one is asked for or changed, and nowhere else."""

from collections.abc import Callable, Sequence
from datetime import datetime

from core.flow.call_buttons import Change, change_in
from core.flow.mail_buttons import press_in
from core.language.phone import number_in
from core.language.zones import zone_of
from core.model.callback import CallbackFile, CallbackLine, CallbackNews, Phone, PhoneTrouble
from core.model.conversation import Conversation, Corresponding, Filling
from core.model.events import CustomerChose, Event
from core.model.facts import CallFacts
from core.model.ids import Language
from core.model.ticket_events import TicketNews
from core.model.view import Moment
from core.ports import Transaction

Slots = Callable[[Language, Sequence[datetime], datetime, str], tuple[Moment, ...]]
"""When a call can be: in a language, beside the times that are booked, from now on, said in a zone ("" if not known)."""


class CallFactsLoader:
    """`line`: a callback as its customer sees it. `zone` (IANA): of customers whose own is not known."""

    def __init__(self, slots: Slots, line: Callable[[CallbackFile], CallbackLine], zone: str) -> None:
        self._slots = slots
        self._line = line
        self._zone = zone

    async def load(
        self, tx: Transaction, conversation: Conversation, event: Event, words: str, now: datetime
    ) -> CallFacts:
        """`words`: what the customer writes with the event."""
        change = change_in(event.action) if isinstance(event, CustomerChose) else None
        asked = _is_asked_for(conversation)
        if not (change or asked or _may_end_a_case(conversation, event)):
            return CallFacts()
        own = tuple(map(self._line, await tx.callbacks.of_conversation(conversation.id)))
        if not (change or asked):
            return CallFacts(own=own)
        zone = customer_zone(conversation)
        booked = [file.slot for file in await tx.callbacks.waiting() if file.slot]
        found = _number(conversation, words) if words and asked else None
        return CallFacts(
            phone=found if isinstance(found, Phone) else None,
            trouble=found.why if isinstance(found, PhoneTrouble) else "",
            slots=self._slots(conversation.staff_language, booked, now, zone),
            own=own,
            question=await _question(tx, conversation, change) if change else "",
            zone=zone or self._zone,
        )


def customer_zone(conversation: Conversation) -> str:
    """Of who is signed in; empty where it is not known."""
    return zone_of(conversation.person.country) if conversation.person else ""


def _is_asked_for(conversation: Conversation) -> bool:
    stage = conversation.stage
    return isinstance(stage, Filling) and stage.missing[:1] in (("phone",), ("slot",))


def _may_end_a_case(conversation: Conversation, event: Event) -> bool:
    """Nobody is asked how the help was while a call is still owed."""
    if isinstance(conversation.stage, Corresponding) or (isinstance(event, CallbackNews) and event.called_by):
        return True
    press = press_in(event.action) if isinstance(event, CustomerChose) else None
    return (isinstance(event, TicketNews) and event.kind == "closed") or (press is not None and press.deed == "close")


def _number(conversation: Conversation, words: str) -> Phone | PhoneTrouble:
    country = conversation.person.country if conversation.person else ""
    return number_in(words, country, conversation.language)


async def _question(tx: Transaction, conversation: Conversation, change: Change) -> str:
    """What the call is or was about; nothing where it is another chat's, or of somebody who has signed out."""
    file = await tx.callbacks.load(change.case)
    if file is None or file.conversation != conversation.id:
        return ""
    person = conversation.person.id if conversation.person else None
    return file.question if file.person in (None, person) else ""
