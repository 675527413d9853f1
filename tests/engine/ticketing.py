"""A desk of tickets whose rules are told what to decide, and the mails that come to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, count, repeat

from msgspec.structs import replace

from core.engine.mail_desk import MailDesk
from core.engine.record import Recorder
from core.engine.routes import Routes
from core.engine.ticket_desk import MailRoom, TicketDesk
from core.model.effects import Effect
from core.model.events import TicketEvent
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.letter import Letter
from core.model.offer import Eta
from core.model.rows import AnsweredMail, OutboxRow, TicketDecided
from core.model.ticket import TicketFacts, TicketFile, TicketLine, Tokens
from core.model.ticket_events import MailArrived, TicketAsked
from core.model.wait import MailWait
from core.ports import Store, Ticketing
from handoff.ticket_commands import merges_into
from tests.engine.fakes import NOON, Clock, FewWords, Lane

FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
FRESH = CaseCode("FD-2C2C2C")
ANNAS, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
ANNA, MIA, TEAM = "anna@mail.example", "mia@shop.example", "team@shop.example"
DESK = "desk@shop.example"
DUTCH, ENGLISH = Language("nl"), Language("en")
HOUR = timedelta(hours=1)
FRESH_TOKENS = Tokens("fresh-team", "fresh-customer")


def asked(case: CaseCode = FIRST, chat: ConversationId = ANNAS, email: str = ANNA) -> TicketAsked:
    tokens = Tokens(f"{case}-team", f"{case}-customer")
    return TicketAsked(case, chat, Address("telegram", "1001"), DUTCH, tokens, "Europe/Amsterdam", email=email)


class Rules:
    """A ticket waits from the first word on; what comes of later events is `will`, and `saw` what was known at each."""

    def __init__(self) -> None:
        self.saw: list[TicketFacts] = []
        self.will: list[tuple[dict[str, object], tuple[Effect, ...]]] = []

    def decide(
        self, case: CaseCode, before: TicketFile | None, event: TicketEvent, facts: TicketFacts
    ) -> tuple[TicketFile | None, tuple[Effect, ...]]:
        self.saw.append(facts)
        change, effects = self.will.pop(0) if self.will else ({}, ())
        if before is None and isinstance(event, TicketAsked):
            before = TicketFile(
                case,
                event.conversation,
                event.customer,
                event.language,
                event.tokens,
                facts.now,
                event.zone,
                email=event.email,
                person=event.person,
                asked_at=facts.now,
                spoken=event.spoken,
            )
        assert before
        return replace(before, **change), effects

    def line(self, file: TicketFile) -> TicketLine:
        raise AssertionError("the desk shows no ticket")

    def merges_into(self, text: str) -> CaseCode | None:
        return merges_into(text)


def wait_behind(language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime) -> MailWait:
    """An hour for each mail before, and one for each that was answered: so that what was counted can be seen."""
    return MailWait(now + (ahead + len(answered)) * HOUR, Eta(ahead, len(answered)))


class Tickets:
    """A desk; `do` and `mail` are each one item of the inbox."""

    def __init__(
        self, store: Store, rules: Ticketing | None = None, team: tuple[str, ...] = ("@staff.example",)
    ) -> None:
        self.store, self.clock = store, Clock()
        self.rules = Rules()
        self.queued: list[Language] = []  # for which waits were reckoned
        self._numbers = count(1)
        lane = Lane()
        recorder = Recorder(FewWords(), Routes({"slack": lane, "email": lane}, {}, lane))
        room = MailRoom(TEAM, "Europe/Amsterdam", True, chain((FIRST,), repeat(FRESH)).__next__, lambda: FRESH_TOKENS)
        self._desk = TicketDesk(self.clock, rules or self.rules, self._wait, recorder, room)
        self._mails = MailDesk(self.clock, self._desk, recorder, inbox=TEAM, team=team, ours=(DESK,))

    def _wait(self, language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime) -> MailWait:
        self.queued.append(language)
        return wait_behind(language, ahead, answered, now)

    async def opens(self, *cases: TicketAsked) -> list[OutboxRow]:
        """Each case is opened with the request, by the customer's conversation."""
        rows: list[OutboxRow] = []
        for each in cases:
            await self.store.transact(
                lambda tx, each=each: tx.cases.open(each.case, each.conversation, "email", self.clock.now())  # type: ignore[misc]
            )
            rows += await self.do(each.case, each)
        return rows

    async def do(self, case: CaseCode, *events: TicketEvent) -> list[OutboxRow]:
        rows: list[OutboxRow] = []
        for event in events:
            number = next(self._numbers)
            rows += await self.store.transact(lambda tx, n=number, e=event: self._desk.decide(tx, n, case, e))  # type: ignore[misc]
        return rows

    async def mail(self, *letters: Letter) -> list[OutboxRow]:
        rows: list[OutboxRow] = []
        for letter in letters:
            number = next(self._numbers)
            rows += await self.store.transact(lambda tx, n=number, m=letter: self._mails.take(tx, n, m))  # type: ignore[misc]
        return rows

    async def becomes(self, case: CaseCode, *effects: Effect, by: TicketEvent, **change: object) -> list[OutboxRow]:
        """The rules decide just this."""
        self.rules.will.append((change, effects))
        return await self.do(case, by)

    async def file(self, case: CaseCode) -> TicketFile:
        found = await self.store.transact(lambda tx: tx.tickets.load(case))
        assert found
        return found

    async def told(self, case: CaseCode) -> list[TicketDecided]:
        return await self.store.transact(lambda tx: tx.ticket_decisions.of(case))

    async def sides(self, case: CaseCode) -> list[str]:
        """Who wrote the mails that came to it."""
        return [each.event.side for each in await self.told(case) if isinstance(each.event, MailArrived)]


def letter(sender: str, token: str = "", text: str = "Hello?", **more: object) -> Letter:
    return replace(
        Letter("id@mail.example", sender, token=token, text=text, original="2026/ab.eml", received_at=NOON), **more
    )
