"""A callback as the goldens hold it: late, tried once, reached, with everything that a callback can hold."""

from datetime import UTC, datetime

from core.model.callback import (
    Attempt,
    CallbackAdded,
    CallbackAsked,
    CallbackCancelled,
    CallbackClaimed,
    CallbackFacts,
    CallbackFile,
    CallbackLine,
    CallbackMoved,
    CallbackNews,
    CallDone,
    CallNote,
    CallNotReached,
    CallReached,
    CustomerCallback,
    Phone,
    StaffCallback,
    TaskShown,
)
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.shop import CustomerId
from core.model.view import Line, Moment, Text

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, UTC)
SLOT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 9, 45, tzinfo=UTC)
LISBON = "Europe/Lisbon"
CASE = CaseCode("FD-9P6R3W")
THREAD = Address("slack", "C3/300.1")
CHAT = ConversationId("telegram:1001")
ANNA = CustomerId("c-1001")
DUTCH, FRENCH = Language("nl"), Language("fr")
TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")

PHONE = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
ITEMS = ("H-104233 Delft vase", "I-7 Vaas \U0001f642")
MISSED, REACHED = Attempt(NOON, EVA, "not_reached"), Attempt(SLOT, TOM, "reached")
NOTE = CallNote(DUE, TOM, "The parcel comes on Friday.")

ASKED = CallbackAsked(CASE, CHAT, DUTCH, FRENCH, PHONE, LISBON, "Anna", ANNA, "Waar is mijn vaas?", ITEMS, SLOT, True)
CUSTOMERS: tuple[CustomerCallback, ...] = (
    ASKED,
    CallbackMoved(SLOT),
    CallbackCancelled(),
    CallbackAdded("En het deksel?"),
)
STAFFS: tuple[StaffCallback, ...] = (
    CallbackClaimed(TOM, THREAD),
    CallReached(TOM, THREAD),
    CallNotReached(TOM, THREAD),
    CallDone(TOM, THREAD, NOTE.words),
)
SHOWN = TaskShown(THREAD)
NEWS = CallbackNews(CASE, ANNA, (Line(Text("greeting")),), ("move", "cancel"), (Moment(SLOT, LISBON),), TOM)

FILE = CallbackFile(
    CASE,
    CHAT,
    DUTCH,
    FRENCH,
    PHONE,
    LISBON,
    "Anna",
    ANNA,
    "Waar is mijn vaas?",
    ITEMS,
    SLOT,
    DUE,
    "reached",
    TOM,
    (MISSED, REACHED),
    (NOTE,),
    1,
    THREAD,
    7,
    True,
)
TIME = Moment(SLOT, "Europe/Lisbon")
LINE = CallbackLine(CASE, "open", SLOT, DUE, ("move", "cancel"), LISBON)
FACTS = CallbackFacts(NOON, LISBON, (SLOT, DUE), DUE, 2)
