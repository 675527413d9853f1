"""A ticket played through: a customer in a chat and at a mailbox, a team at theirs, and what each of them reads."""

from datetime import datetime

from msgspec.structs import replace

from core.language.plain import plain
from core.model.effects import Pass, Say
from core.model.events import TicketEvent
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.letter import Attached, Bounced, Letter
from core.model.offer import Eta
from core.model.shop import About, CustomerId, OtherParty
from core.model.ticket import Side, TicketFacts, TicketFile, Tokens
from core.model.ticket_events import MailArrived, TicketAsked, TicketNews
from core.model.view import View
from core.model.wait import MailWait
from handoff.ticket_flow import decide
from tests.handoff.played import AMSTERDAM, CATALOG, DAY, HOUR, MINUTE, MONDAY, Played  # noqa: F401 - the tests have them from here

OFTEN = 31  # mails within an hour: one more than are read

CASE, OTHER, FRESH = CaseCode("FD-7K2M9P"), CaseCode("FD-8C3H4J"), CaseCode("FD-9M4R5T")
TOKENS, FRESH_TOKENS = Tokens("t" * 26, "c" * 26), Tokens("u" * 26, "d" * 26)
ANNA, TEAM, TOM = "anna@home.example", "inbox@shop.example", "tom@shop.example"
EVE = "eve@elsewhere.example"
QUESTION = "Where is my vase?\nI paid on Friday."
ENGLISH = Language("en")


def asked(
    case: CaseCode = CASE, email: str = ANNA, proven: bool = True, told: MailWait | None = None, **changes: object
) -> TicketAsked:
    """As the chat passes it on: both mails are on their way."""
    event = TicketAsked(
        case=case,
        conversation=ConversationId("telegram:1001"),
        customer=Address("telegram", "1001"),
        language=ENGLISH,
        tokens=TOKENS,
        zone=AMSTERDAM,
        name="Anna",
        person=CustomerId("C-1"),
        email=email,
        proven=proven,
        question=QUESTION,
        about=About("order", "H-104233", "Vase", "buyer", OtherParty("Bert")),
        told=told,
        opening=f"{case.lower()}.team.1",
        confirmation=f"{case.lower()}.customer.1",
    )
    return replace(event, **changes)


def promised(by: datetime) -> MailWait:
    return MailWait(by, Eta(60, 480), (60.0, 480.0))


def photo(size: int = 100, name: str = "vase.jpg", part: int = 2) -> Attached:
    return Attached(part, name, "image/jpeg", size)


class Mailing(Played):
    """What is read at once is read in the chat.

    An answer is promised in four hours, unless `blind`. `other`: the ticket that the desk finds where the team names one.
    """

    def __init__(self, *, hears: bool = True, blind: bool = False, now: datetime = MONDAY) -> None:
        super().__init__(now)
        self.hears, self.blind = hears, blind
        self.other: CaseCode | None = None
        self.mails: list[Say] = []
        self.passed: list[Pass] = []
        self._letters = 0

    @property
    def facts(self) -> TicketFacts:
        return TicketFacts(
            now=self.now,
            zone=AMSTERDAM,
            team=TEAM,
            hears=self.hears,
            wait=None if self.blind else promised(self.now + 4 * HOUR),
            ahead=3,
            fresh_case=FRESH,
            fresh=FRESH_TOKENS,
            other=self.other,
        )

    def decided(self, event: TicketEvent) -> tuple[TicketFile | None, tuple[object, ...]]:
        return decide(CASE, self.file, event, self.facts)

    def read(self, news: TicketNews) -> list[str]:
        return lines(View(news.blocks))

    def _carry_out(self, effect: object) -> None:
        match effect:
            case Say():
                self.mails.append(effect)
            case Pass(event=TicketNews() as news):
                self.news.append(news)
            case Pass():
                self.passed.append(effect)
            case _:
                super()._carry_out(effect)

    # --- who writes by mail

    def team(self, text: str, *attached: Attached, **changes: object) -> list[str]:
        return self.do(self.letter("team", TOM, text, attached, **{"sender_name": "Tom"} | changes))

    def customer(self, text: str, *attached: Attached, **changes: object) -> list[str]:
        return self.do(self.letter("customer", ANNA, text, attached, **changes))

    def stranger(self, text: str, *attached: Attached, **changes: object) -> list[str]:
        return self.do(self.letter("stranger", EVE, text, attached, **changes))

    def bounce(self, to: str, *, final: bool = True, came_back: str = "") -> list[str]:
        report = Bounced(to, "5.1.1" if final else "4.2.2", "no such user", final)
        answers = (f"{came_back}.desk@shop.example",) if came_back else ()
        return self.do(
            self.letter("stranger", "mailer-daemon@home.example", "", bounced=report, automatic=True, answers=answers)
        )

    def letter(
        self, side: Side, by: str, text: str, attached: tuple[Attached, ...] = (), **changes: object
    ) -> MailArrived:
        self._letters += 1
        letter = Letter(
            id=f"{self._letters}@{by.partition('@')[2]}",
            sender=by,
            token=TOKENS.team if side == "team" else TOKENS.customer,
            subject="Re: your case",
            text=text,
            whole=text,
            attached=attached,
            original=f"mail-{self._letters}",
            received_at=self.now,
        )
        return MailArrived(replace(letter, **changes), side)

    # --- what they read

    @property
    def to_team(self) -> list[Say]:
        return [mail for mail in self.mails if mail.to.key == TEAM]

    @property
    def to_customer(self) -> list[Say]:
        return [mail for mail in self.mails if mail.to.key != TEAM]

    @property
    def team_read(self) -> list[str]:
        """The last mail, without the line on how to answer."""
        return lines(self.to_team[-1].view)[:-1]

    @property
    def customer_read(self) -> list[str]:
        return lines(self.to_customer[-1].view)


def lines(view: View) -> list[str]:
    return plain(view, ENGLISH, CATALOG).split("\n\n")


def mailing(*, proven: bool = True, email: str = ANNA, hears: bool = True, blind: bool = False) -> Mailing:
    """A ticket that was asked for on Monday at ten, with an answer promised at two."""
    played = Mailing(hears=hears, blind=blind)
    played.do(asked(proven=proven, email=email, told=played.facts.wait))
    return played
