"""The team that answers e-mail tickets in the small world: what became of each ticket, as far as the customer's chat sees it."""

from datetime import timedelta

from msgspec.structs import replace

from core.model.effects import Pass
from core.model.facts import MailFacts
from core.model.ids import AgentId, CaseCode
from core.model.offer import Eta
from core.model.people import Agent
from core.model.shop import CustomerId
from core.model.ticket import Step, TicketLine, Tokens, case_in
from core.model.ticket_events import AddressGiven, CustomerAdded, TicketAsked, TicketMoved, TicketNews, TicketSolved
from core.model.view import Line, Text, Words
from core.model.wait import MailWait
from tests.flow.cast import NOON

CODE, WRONG_CODE = "271828", "314159"
ANSWER = "On Friday."
FOREIGN = CaseCode("FD-foreign")
IDA = Agent(AgentId("mail:ida@desk.example"), "Ida")
WAIT = MailWait(NOON + timedelta(hours=5), Eta(120, 300))


class Team:
    def __init__(self) -> None:
        self._open: list[tuple[CustomerId | None, TicketLine]] = []

    @property
    def cases(self) -> list[CaseCode]:
        """Of all open tickets, or one that is nobody's here."""
        return [line.case for _, line in self._open] or [FOREIGN]

    def facts(self, person: CustomerId | None, n: int, typed: str = "") -> MailFacts:
        """What whoever is signed in may know. Mails come in, but for a desk in seven."""
        own = tuple(line for whose, line in self._open if whose in (None, person))
        tokens = Tokens(f"team{n}", f"customer{n}")
        return MailFacts(own, None, WAIT, 2, tokens, CODE, typed, n % 7 > 0, "Europe/Amsterdam")

    def hear(self, passed: Pass) -> TicketNews | None:
        """A ticket is told; what its customer reads of it, if anything."""
        case = case_in(passed.to)
        match passed.event:
            case TicketAsked(case=new, email=email, question=question, about=about, person=person):
                if new not in self.cases:
                    line = TicketLine(new, "waiting", question, NOON, None, email, about, "token")
                    self._open = [*self._open, (person, line)]
            case TicketSolved() | TicketMoved():
                self._open = [(whose, line) for whose, line in self._open if line.case != case]
            case AddressGiven(email=email):
                self._change(case, email=email)
            case CustomerAdded() if case in self.cases:
                return self._news(case, (Line(Text("queued.news")),), "word", ("reply",))
            case _:
                pass
        return None

    def _change(self, case: CaseCode | None, **fields: object) -> None:
        self._open = [
            (whose, replace(line, **fields) if line.case == case else line)  # type: ignore[arg-type]
            for whose, line in self._open
        ]

    def acts(self, n: int) -> TicketNews:
        """Answers, finds that a mail came back, or closes: one of theirs, or one that is long over."""
        case = ([*self.cases, FOREIGN])[n // 8 % (len(self.cases) + 1)]
        match n % 8:
            case 0 | 1 | 2 | 3:
                return self._news(case, (Words(ANSWER),), "answer", ("reply", "close"), IDA)
            case 4 | 5:
                news = self._news(case, (Line(Text("chat.slow")),), "closed")
                self._open = [(whose, line) for whose, line in self._open if line.case != case]
                return news
            case 6:
                news = self._news(case, (Line(Text("chat.slow")),), "bounced", ("address",))
                self._change(case, email="")
                return news
            case _:
                return self._news(case, (Line(Text("chat.slow")),), "word")

    def _news(self, case: CaseCode | None, *rest: object) -> TicketNews:
        person = next((whose for whose, line in self._open if line.case == case), None)
        return TicketNews(case or FOREIGN, person, *rest)  # type: ignore[arg-type]


STEPS: tuple[Step, ...] = ("reply", "close", "address")
