"""A worker over a store, with readers of plain JSON and a clock that stands: write something in, and see what is decided."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from core.engine.board_desk import BoardDesk
from core.engine.callback_desk import CallbackDesk
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader
from core.engine.intake import DurableIntake
from core.engine.mail_desk import MailDesk
from core.engine.ownership import ALONE
from core.engine.record import Recorder
from core.engine.routes import Routes
from core.engine.streams import Streams
from core.engine.ticket_desk import MailRoom, TicketDesk
from core.engine.worker import Worker
from core.model import codec
from core.model.callback import CallbackFacts
from core.model.conversation import Conversation
from core.model.events import Event
from core.model.facts import Patience
from core.model.figures import Closure
from core.model.heard import Heard
from core.model.ids import Address, CaseCode, ConversationId, Language, conversation_at
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Duty
from core.model.rows import AnsweredMail, Decided, InboxRow, Message, OutboxRow, Received
from core.model.ticket import Tokens
from core.model.view import Text
from core.model.wait import MailWait
from core.ports import Ownership, Performer, Store
from handoff import callback_flow, dispute_flow, ticket_flow
from handoff.board.acting.reading import BoardReader
from handoff.callback_slots import facts_at
from handoff.hours import ALWAYS
from tests.engine.fakes import ANNA, Clock, FewWords, JsonReader, Lane, undone

LIVE = Offer("live_chat", True, True, Text("way.live"), Text("promise.live"))
CLOSED = Offer("live_chat", False, True, Text("way.live.closed"), Text("promise.live"), code="closed_now")
EMAIL = Offer("email", True, False, Text("way.email"), Text("promise.email"), needs=("message", "email"))


def _calls_at_any_time(spoken: Language, booked: Sequence[datetime], now: datetime) -> CallbackFacts:
    return facts_at(now, ALWAYS, booked)


def _offers(
    need: Need, staff: Sequence[Duty], now: datetime, closures: Sequence[Closure] = (), **known: object
) -> tuple[Offer, ...]:
    """Chats whatever staff there is, unless a supervisor has closed them."""
    shut = any(closure.holds(now) for closure in closures)
    return (EMAIL, CLOSED) if shut else (LIVE, EMAIL)


def _no_time(language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime) -> MailWait | None:
    return None


class Desk:
    """`sent` is what would go to the dispatcher, in its order; `roster_news` counts how often staff changed."""

    def __init__(
        self,
        store: Store,
        *,
        translates: bool = False,
        clock: Clock | None = None,
        ownership: Ownership = ALONE,
        send: Callable[[Sequence[OutboxRow]], None] | None = None,
        asker: Performer | None = None,
    ) -> None:
        self.store = store
        self.clock = clock or Clock()
        self.reader = JsonReader()
        self.sent: list[OutboxRow] = []
        self.roster_news = 0
        self._codes = count(1)
        self._numbers = count(1)
        lane = Lane()
        channels, methods = {"telegram": lane, "slack": lane, "email": lane}, {"live_chat": lane, "email": lane}
        routes = Routes(channels, methods, asker or lane, files=lane, translations=lane)
        catalog = FewWords()
        facts = FactsLoader(
            self.clock,
            catalog,
            _offers,
            Patience(),
            self._code,
            translates=translates,
        )
        self.intake = DurableIntake(store, self.clock, ownership)
        self.recorder = recorder = Recorder(catalog, routes)
        room = MailRoom("team@desk.example", "Europe/Amsterdam", True, self._code, lambda: Tokens("team", "customer"))
        tickets = TicketDesk(self.clock, ticket_flow, _no_time, recorder, room)
        streams = Streams(
            clock=self.clock,
            readers={"telegram": self.reader, "slack": self.reader, "board": BoardReader()},
            facts=facts,
            recorder=recorder,
            callbacks=CallbackDesk(self.clock, callback_flow, _calls_at_any_time, recorder),
            disputes=DisputeDesk(self.clock, dispute_flow, recorder, "Europe/Amsterdam"),
            tickets=tickets,
            mails=MailDesk(self.clock, tickets, recorder, inbox="team@desk.example"),
            board=BoardDesk(self.clock, recorder, "Europe/Amsterdam"),
        )
        self.worker = Worker(
            store=store,
            intake=self.intake,
            clock=self.clock,
            streams=streams,
            recorder=recorder,
            send=send or self.sent.extend,
            duty_changed=self._roster_changed,
            ownership=ownership,
        )

    def _code(self) -> CaseCode:
        return CaseCode(f"FD-{next(self._codes)}")

    def _roster_changed(self) -> None:
        self.roster_news += 1

    # --- what comes in
    async def gets(self, payload: str, stream: Address | str = ANNA, source: str = "telegram") -> None:
        row = Received(f"key{next(self._numbers)}", source, str(stream), payload)
        await self.intake.receive([row])

    async def hears(self, text: str, by: Address = ANNA) -> None:
        await self.gets(json.dumps({"chat": int(by.key), "text": text}), by)

    async def gets_heard(self, heard: Heard, stream: Address | str = ANNA, source: str = "slack") -> None:
        name = f"heard {next(self._numbers)}"
        self.reader.heard[name] = heard
        await self.gets(name, stream, source)

    async def gets_event(self, event: Event, conversation: Address | str = ANNA) -> None:
        await self.gets(codec.encode(event), conversation, "core")

    async def works(self) -> None:
        """Until there is nothing that can be decided now."""
        while await self.worker.work():
            pass

    # --- what became of it
    async def conversation(self, of: Address = ANNA) -> Conversation:
        found = await self.store.transact(lambda tx: tx.conversations.load(conversation_at(of)))
        assert found is not None
        return found

    async def transcript(self, of: Address = ANNA) -> list[Message]:
        return await self.store.transact(lambda tx: tx.transcript.read(conversation_at(of)))

    async def decisions(self, of: Address = ANNA) -> list[Decided]:
        return await self.store.transact(lambda tx: tx.decisions.of(ConversationId(str(of))))

    async def undone(self) -> list[InboxRow]:
        return await undone(self.store)
