"""A dispute as the goldens hold it: decided, done, appealed against, with everything that a dispute can hold."""

from datetime import UTC, datetime

from core.model.dispute import (
    By,
    Deadlines,
    Decided,
    Decision,
    Deed,
    Dispute,
    Evidence,
    Measure,
    OrderFacts,
    Party,
    Step,
    Wish,
)
from core.model.dispute_facts import Chat, DisputeFacts
from core.model.dispute_file import Contact, DisputeFile, DisputeLine, Draft
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.shop import About, CustomerId, ItemId, OrderId, OtherParty, Outcome, Person, Proposal
from core.model.view import Money, Text

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, UTC)
LATER = datetime(2026, 3, 2, 12, 3, tzinfo=UTC)
CASE = CaseCode("FD-8M4Q2T")
THREAD = Address("slack", "C2/200.1")
CHAT = ConversationId("telegram:1001")
BUYER = Person(CustomerId("c-1001"), "Anna", "NL", "anna@example.com", Language("nl"))
SELLER = Person(CustomerId("c-1002"), "Delft Antiek", "BE", "bert@example.com", Language("fr"))
PART = Money("12.50", "EUR")

PHOTO = Evidence("photo-7", "photo", "vaas \U0001f642.jpg", NOON)
WISH = Wish("partial_refund", PART, "En een excuus")
ORDER = OrderFacts(
    OrderId("H-104233"), "Delft vase", Money("45.00", "EUR"), "delivered", "paid", NOON, PART, ItemId("I-7")
)
ABOUT = About("order", "H-104233", "Delft vase", "buyer", OtherParty("Delft Antiek", "https://shop.example/messages/7"))
DRAFT = Draft(BUYER.id, ABOUT, ORDER, "damaged", "failed", "De vaas is gebroken.", WISH, (PHOTO,), True)

REFUND = Measure("partial_refund", PART, "buyer")
DECISION = Decision((REFUND, Measure("restrict_account", account="seller")), "The photos show it.", ("4.2", "5.1"))
PROPOSAL = Proposal(
    "FD-8M4Q2T.1.refund",
    "refund",
    CASE,
    ORDER.id,
    ORDER.item,
    SELLER.id,
    PART,
    DECISION.reasons,
    ("U0TOM", "U0EVA"),
)
OUTCOME = Outcome("R-1", "the payment is older than a year")
DISPUTE = Dispute(
    CASE,
    "damaged",
    "buyer",
    ORDER,
    Party("buyer", BUYER.id, True, "De vaas is gebroken.", "failed", WISH, (PHOTO,)),
    Party("seller", SELLER.id, False, "Elle était entière.", "skipped", Wish("other", None, "Rien"), (PHOTO,)),
    NOON,
    "appealed",
    LATER,
    Deadlines(1, 2, 3, 4, 5),
    (Decided(DECISION, AgentId("U0TOM"), NOON),),
    (Deed(PROPOSAL, NOON, OUTCOME, LATER),),
    ("seller",),
    True,
    (Step("open", NOON, By("buyer", "c-1001")), Step("appealed", LATER, By("seller", "c-1002"))),
)
FILE = DisputeFile(DISPUTE, Contact(BUYER, CHAT, Language("nl")), Contact(SELLER, None, Language("fr")), THREAD, 1, 7)
LINE = DisputeLine(CASE, ORDER.id, ORDER.title, "buyer", "waiting_other_party", LATER, ("add", "withdraw"))
FACTS = DisputeFacts(
    NOON, "Europe/Lisbon", {BUYER.id: Chat(CHAT, Language("nl"))}, {"buyer": (Text("remedy.kind.any_court"),)}
)
