"""Cases of one customer as the store holds them, for the tests of what is loaded of them."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.model.callback import CallbackFile, Phone
from core.model.conversation import Conversation, Idle, Stage
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import CaseCode, ConversationId, Language
from core.model.shop import About, CustomerId, OtherParty, Person
from core.model.ticket import TicketFile, Tokens
from core.store.sqlite import SqliteStore
from tests.engine.fakes import ANNA, NOON
from tests.flow import golden_dispute

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHAT, OTHER_CHAT = ConversationId("telegram:1001"), ConversationId("telegram:1002")
INES = Person(CustomerId("P-7"), "Inês", "PT")
PAUL = Person(CustomerId("P-8"), "Paul", "PL")
VASE = About("order", "H-104233", "Delft vase", "buyer", OtherParty("Delft Antiek"))
LAMP = replace(VASE, id="H-104244", title="Lamp")
ENGLISH = Language("en")
REFUND = "Where is my refund?"

TICKET = TicketFile(
    CaseCode("FD-2C3F4H"), CHAT, ANNA, ENGLISH, Tokens("t", "c"), NOON, "Europe/Amsterdam", question=REFUND
)
CALL = CallbackFile(
    case=CaseCode("FD-5J6K7M"),
    conversation=CHAT,
    language=ENGLISH,
    spoken=ENGLISH,
    phone=Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678"),
    zone="Europe/Amsterdam",
    question="How do I pay?",
    slot=NOON + 2 * HOUR,
    due=NOON + 3 * HOUR,
)
_KEPT = golden_dispute.DISPUTE
DISPUTE = replace(
    golden_dispute.FILE,
    dispute=replace(
        _KEPT,
        case=CaseCode("FD-8P9R2T"),
        opened_at=NOON,
        stage="under_review",
        appeals=(),
        buyer=replace(_KEPT.buyer, person=INES.id),
        seller=replace(_KEPT.seller, person=PAUL.id),
    ),
    buyer=Contact(INES, CHAT, ENGLISH),
    seller=Contact(PAUL),
)


def conversation(stage: Stage | None = None, *, person: Person | None = None, **more: object) -> Conversation:
    id = more.pop("id", CHAT)
    return Conversation(id, ANNA, "Anna", ENGLISH, 3, stage or Idle(), person=person, **more)  # type: ignore[arg-type]


async def keep(store: SqliteStore, *files: TicketFile | CallbackFile | DisputeFile, at: datetime = NOON) -> None:
    """As they stand after they were asked for; a case that is over was closed an hour later."""
    for number, file in enumerate(files):
        await store.transact(lambda tx, file=file, at=at + number * HOUR: _keep(tx, file, at))  # type: ignore[misc]


async def _keep(tx, file, at):  # type: ignore[no-untyped-def]
    match file:
        case TicketFile():
            await tx.tickets.save(file, at)
            await tx.cases.open(file.case, file.conversation, "email", at)
            over = file.state == "closed"
        case CallbackFile():
            await tx.callbacks.save(file, at)
            await tx.cases.open(file.case, file.conversation, "callback", at)
            over = not file.waits and file.state != "reached"
        case _:
            await tx.disputes.save(file, at)
            await tx.cases.open(file.case, CHAT, "dispute", at)
            over = file.dispute.stage == "closed"
    if over:
        await tx.cases.close(file.case, at + HOUR)
