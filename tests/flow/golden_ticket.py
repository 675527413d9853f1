"""An e-mail ticket as the goldens hold it: proven, answered once, merged, with everything that a ticket can hold."""

from datetime import UTC, datetime

from core.model.facts import MailFacts
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.letter import Attached, Bounced, Letter
from core.model.offer import Eta
from core.model.people import Agent
from core.model.rows import AnsweredMail
from core.model.shop import About, CustomerId, OtherParty
from core.model.ticket import Enclosed, Letterhead, Proof, TicketFacts, TicketFile, TicketLine, Tokens
from core.model.ticket_events import (
    AddressGiven,
    CustomerAdded,
    MailArrived,
    OwnTicket,
    TicketAsked,
    TicketMerged,
    TicketMoved,
    TicketNews,
    TicketNewsLost,
    TicketSolved,
)
from core.model.view import Line, Text, Words
from core.model.wait import MailWait

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, UTC)
DUE = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
LISBON = "Europe/Lisbon"
CASE, OTHER, FRESH = CaseCode("FD-4T7W2X"), CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T")
CHAT = Address("telegram", "1001")
TALK = ConversationId("telegram:1001")
ANNA, EMAIL = CustomerId("c-1001"), "anna@example.com"
DUTCH, ENGLISH = Language("nl"), Language("en")
TEAM = "team@example.org"
MIA = Agent(AgentId("mail:mia@example.org"), "Mia")

TOKENS = Tokens("0a1b2c3d4e5f6g7h8j9k0m1n2p", "9z8y7x6w5v4t3s2r1q0p9n8m7k")
ABOUT = About("order", "H-104233", "Delft vase", "buyer", OtherParty("De Schuur", "https://shop.example/messages/7"))
WAIT = MailWait(DUE, Eta(90, 1620), (60.5, 480.25))
ENCLOSED = Enclosed("2026-03/4f2a.eml", 2, "vaas \U0001f642.jpg", "image/jpeg", 81_920)
LETTERHEAD = Letterhead("fd-4t7w2x.team.3", ("fd-4t7w2x.team.1", "abc@mail.example"), TOKENS.team, (ENCLOSED,))
PROOF = Proof(EMAIL, "042137", DUE, 2)

LETTER = Letter(
    "abc@mail.example",
    EMAIL,
    "Anna \U0001f642",
    TOKENS.customer,
    "Re: [FD-4T7W2X] Waar is mijn vaas?",
    "Hij is er nog niet.",
    "Hij is er nog niet.\n\n> Hij komt vrijdag.",
    ("fd-4t7w2x.customer.2.desk@example.org",),
    (Attached(ENCLOSED.part, ENCLOSED.name, ENCLOSED.kind, ENCLOSED.size),),
    True,
    "aligned",
    Bounced(EMAIL, "5.1.1", "no such user", True),
    ENCLOSED.original,
    "too many parts",
    40_000_000,
    NOON,
)
ASKED = TicketAsked(
    CASE,
    TALK,
    CHAT,
    DUTCH,
    TOKENS,
    LISBON,
    "Anna",
    ANNA,
    EMAIL,
    True,
    "Waar is mijn vaas?",
    ABOUT,
    WAIT,
    4,
    "fd-4t7w2x.team.1",
    "fd-4t7w2x.customer.1",
    ENGLISH,
)
NEWS = TicketNews(
    CASE, ANNA, (Line(Text("greeting")), Words("Hij komt vrijdag.")), "answer", ("reply", "close"), MIA, OTHER
)
EVENTS: tuple[OwnTicket, ...] = (
    ASKED,
    CustomerAdded("En het deksel?", True),
    AddressGiven(EMAIL, True),
    TicketSolved(),
    TicketMoved("live_chat"),
    MailArrived(LETTER, "customer"),
    TicketMerged(OTHER, "Mijn vaas is er nog niet.", False),
    TicketNewsLost(NEWS, "blocked by the user"),
)

FILE = TicketFile(
    CASE,
    TALK,
    CHAT,
    DUTCH,
    TOKENS,
    NOON,
    LISBON,
    "Anna",
    ANNA,
    EMAIL,
    True,
    "Waar is mijn vaas?",
    ABOUT,
    "answered",
    DUE,
    NOON,
    4,
    WAIT,
    1,
    DUE,
    DUE,
    ("fd-4t7w2x.team.1", "abc@mail.example"),
    ("fd-4t7w2x.customer.1",),
    3,
    (NOON, DUE),
    "5f1d",
    OTHER,
    7,
    "En het deksel?",
    2,
    ENGLISH,
    "told",
)
LINE = TicketLine(CASE, "waiting", "Waar is mijn vaas?", NOON, DUE, EMAIL, ABOUT, TOKENS.customer, OTHER, NOON)
ANSWERED = AnsweredMail(DUTCH, 4, NOON, DUE, WAIT)
FACTS = TicketFacts(NOON, LISBON, TEAM, True, WAIT, 4, FRESH, TOKENS, OTHER)
MAILS = MailFacts((LINE,), OTHER, WAIT, 4, TOKENS, "042137", "731240", True, LISBON, True)
