"""What stored values look like on disk: one JSON file for each class that the store may hold.

Rows outlive a deploy, so a file that is here must be readable for ever. After adding a class, or a field (always with
a default), put it in VALUES and run

    python -m tests.flow.goldens

which writes what is new. Where a class has changed, the file as it was moves to `golden/earlier/`: it must still decode.
Renaming or removing a class or a field is a migration of the store, not an edit of these files.
"""

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import msgspec
from msgspec.structs import fields

import core.model
from core.model import codec
from core.model.answer import Answer, Citation, Quotation, Ranked, Usage
from core.model.callback import CallbackFacts, CallbackFile, ShowTask
from core.model.controls import Transfer
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Apology,
    Awaited,
    BlockAsked,
    ByButton,
    Choosing,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Enclosure,
    Filling,
    Held,
    Idle,
    Original,
    PickingOrder,
    Queued,
    Repeated,
    SigningIn,
    Stage,
    Suggestion,
    Taken,
    WithAgent,
)
from core.model.data_wishes import DataFacts, DataNotice, DataWish
from core.model.dispute_events import (
    CardShown,
    DisputeFiled,
    DisputeNews,
    FormWanted,
    MeasureDone,
    NewsLost,
    OtherFound,
    PartySpoke,
    StaffAsked,
    StaffConfirmed,
    StaffDecided,
    StaffMoved,
    StaffRetried,
)
from core.model.dispute_facts import DisputeFacts
from core.model.dispute_file import DisputeFile, stream_of
from core.model.effects import (
    Amend,
    Ask,
    CarryOut,
    CloseHandoff,
    Effect,
    Erase,
    FindOther,
    Gap,
    Invite,
    Look,
    Note,
    OpenHandoff,
    Pass,
    Post,
    PutOffDuty,
    Rate,
    Say,
    SendExport,
    SendFile,
    ShowDispute,
    ShowEvidence,
    ShowFile,
    ShowForm,
    Suggesting,
    Translate,
    Wake,
)
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CallbackEvent,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
    Delivered,
    DisputeEvent,
    EffectFailed,
    Event,
    HandoffOpened,
    OneFound,
    OrdersFound,
    OwnerGone,
    SignedIn,
    Suggested,
    ThreadMoved,
    TicketEvent,
    Translated,
    Woke,
)
from core.model.facts import (
    CallFacts,
    Copy,
    Facts,
    Late,
    Patience,
    RequestFacts,
    SignIn,
    StaffFacts,
    Start,
    ThreadFacts,
    TranslationFacts,
)
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Eta, Offer
from core.model.people import Agent, Sender
from core.model.posts import Card, Mark, Memo, PostBody, Question, Relay, Remark, Whisper
from core.model.privacy import Kept, Requester, Subject
from core.model.request import RequestLine
from core.model.rows import AnsweredMail
from core.model.shop import (
    About,
    CustomerId,
    Item,
    ItemId,
    ItemLine,
    Next,
    Order,
    OrderId,
    OtherParty,
    Payment,
    Person,
    Shipping,
)
from core.model.ticket import TicketFacts, TicketFile
from core.model.tongue import Notice, NotOurs, Switched, Tongue
from core.model.view import Block, Button, Line, Listing, Money, Quote, Source, Text, View, Words, Written
from core.model.wait import Wait
from tests.flow import golden_board as board
from tests.flow import golden_callback as called
from tests.flow import golden_control as controlled
from tests.flow import golden_dispute as disputed
from tests.flow import golden_ticket as ticketed

FOLDER = Path(__file__).with_name("golden")
EARLIER = FOLDER / "earlier"
DEFAULTS = FOLDER / "defaults" / "defaults.json"

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, UTC)
LATER = datetime(2026, 3, 2, 12, 3, tzinfo=UTC)
CHAT = Address("telegram", "1001")
THREAD = Address("slack", "C1/100.1")
CASE = CaseCode("FD-7K2M9C")
DUTCH = Language("nl")
ANNA = Sender("Anna \U0001f642", "nl")
TOM = Agent(AgentId("U0TOM"), "Tom")
WAIT = Wait(3, Eta(2, 5), (1.5, 4.5), True)
LIVE = Offer(
    "live_chat",
    True,
    True,
    Text("offer.live", {"n": 2}),
    Text("promise.live"),
    code="open",
    eta=Eta(2, 5),
    wait=Text("offer.wait", {"high": 5}),
)
EMAIL = Offer(
    "email",
    True,
    False,
    Text("offer.email"),
    Text("promise.email", {"hours": 8}),
    ("message", "email"),
    LATER,
    "quiet",
    Eta(60, 480),
    Text("offer.by", {"hours": 8}),
)
QUOTE = Quote("Refunds take **5 days**.", "Refund timing", "https://help.example/nl/refund-timing", "nl")
NEDERLANDS = Tongue(DUTCH, "Nederlands")
VIEW = View(
    (Line(Text("greeting")), Words("<b> & \u2028", controlled.STYLES), QUOTE),
    (Button(Text("button.talk"), "talk", "https://shop.example/"),),
    3,
    Text("ticket.mail.subject", {"case": CASE}),
    (Button(Text("button.language", {"language": "Nederlands"}), "language.nl"),),
    True,
)
PERSON = Person(CustomerId("c-1001"), "Anna", "NL", "anna@example.com", DUTCH)
SELLER = OtherParty("Delft Antiek", "https://shop.example/messages/7")
ABOUT = About("order", "H-104233", "Delft vase", "buyer", SELLER)
PAID = Money("12.50", "EUR")
ORDER = Order(
    OrderId("H-104233"),
    "Delft vase",
    "buyer",
    "sent",
    NOON,
    PAID,
    Payment("refund_started", PAID, "iDEAL", LATER, NOON, PAID, LATER),
    SELLER,
    Shipping("in_transit", "PostNL", "3SABCD", "https://post.example/3SABCD", NOON, NOON, LATER, LATER),
    (Next("confirm_receipt", LATER),),
    "https://shop.example/orders/H-104233",
    "Europe/Lisbon",
    ItemId("I-515"),
)
ORDER_LINE = ORDER.line
ITEM = Item(
    ItemId("I-7"), "Delft vase", PAID, "ended", SELLER, LATER, "https://shop.example/items/I-7", "Europe/Lisbon"
)
ITEM_LINE = ItemLine(ITEM.id, ITEM.title, PAID, "ended")
CITED = Citation("refund-timing", QUOTE.title, QUOTE.address, "nl")
ANSWER = Answer(
    "answered",
    QUOTE.markdown,
    (CITED,),
    0.75,
    "careful",
    "model",
    (Quotation(QUOTE.markdown, CITED),),
    ("figure: 6 days",),
    Usage(900, 60, 0.0004, "a-model"),
    (Ranked("refund-timing", QUOTE.title, "nl", 12.5),),
    ORDER,
    ITEM,
    LATER,
)
SENT = SendFile(CHAT, controlled.FILE, DUTCH, TOM, "the label", "100.2", controlled.STYLES)
WRITTEN = Written("Binnen 5 dagen.", (Source(QUOTE.title, QUOTE.address, "nl"),))
RELAY = Relay(
    "Anna", "Where is my money?", "edited", "Waar is mijn geld?", "doubtful", "Where is it?", controlled.STYLES, NOON
)
QUEUED = Queued(
    LIVE,
    CASE,
    NOON,
    THREAD,
    (RELAY,),
    2,
    WAIT,
    LATER,
    NOON,
    (EMAIL,),
    True,
    ("En nu?",),
    7,
    (Enclosure(controlled.FILE, "mijn vaas"),),
    LATER,
)
CHATTING = WithAgent(
    TOM,
    CASE,
    THREAD,
    NOON,
    1,
    True,
    (Language("en"),),
    True,
    True,
    LATER,
    (Held("100.3", "note: ask Eva", controlled.STYLES, (controlled.FILE,)),),
    Suggestion(2, "Vijf dagen."),
    (controlled.EVA.id,),
    "duty.100",
    LATER,
    ByButton("Vijf dagen.", LATER),
)
TICKET = OpenHandoff(
    "email",
    CASE,
    4,
    CHAT,
    "Anna",
    DUTCH,
    "Waar?",
    ("Refund timing",),
    "anna@example.com",
    "uk",
    True,
    PERSON,
    ABOUT,
    "failed",
    Language("en"),
    ticketed.LETTERHEAD,
    "machine",
    "payments",
    "knows the seller",
)
REQUEST = RequestLine(
    CASE, "callback", "booked", NOON, "Waar is mijn vaas?", LATER, "Europe/Lisbon", "Tom", ("move", "cancel")
)
FAILED = EffectFailed(EffectId("12.0"), TICKET, 4, "550 no such mailbox", "refused", False)
WOKEN = Woke("unclaimed", 4)
FILED = DisputeFiled(disputed.CASE, disputed.DRAFT, PERSON, disputed.CHAT, DUTCH)
NEWS = DisputeNews(disputed.CASE, PERSON.id, (Line(Text("greeting")), WRITTEN), ("answer", "appeal"), TOM)

SUBJECT = Subject((ConversationId("telegram:1001"),), PERSON.id, ("anna@example.com",))
DATA = DataFacts(
    DataNotice(86_400, 172_800, 259_200, 345_600, 432_000, "model.example", "https://shop.example/privacy"),
    SUBJECT,
    (Kept(CASE, "legal_hold"),),
    True,
    True,
)

# Each shape by which something is stored, with a value of each of its classes; no field has its default.
VALUES: dict[object, tuple[msgspec.Struct, ...]] = {
    **controlled.CONTROLS,
    **board.BOARD,
    Event: (
        Translated(8, "doubtful", "Where is my money?", ("figure €5: 1 in the original, 0 in the translation",)),
        SignedIn(PERSON, "0f3a"),
        OrdersFound(5, (ORDER_LINE,), (ITEM_LINE,), "2"),
        OneFound(5, "H-104233", ABOUT, disputed.ORDER),
        CustomerWrote("Waar is mijn geld?", ANNA, "17", controlled.STYLES),
        CustomerChose("offer.email", 3, ANNA),
        CustomerSentFile("photo", "mijn vaas", ANNA, "18", "AgAC-7", "vaas.jpg", 81_920),
        CustomerEdited("Waar blijft mijn geld?", ANNA, "17", controlled.STYLES),
        AgentWrote(TOM, THREAD, "Hallo", "100.2", True, (controlled.FILE,), controlled.STYLES),
        AgentEdited(TOM, THREAD, "Hallo!", "100.2", True, controlled.STYLES),
        AgentDeleted(TOM, THREAD, "100.2"),
        AgentClaimed(TOM, THREAD, CASE),
        AgentClosed(TOM, THREAD, CASE, "duplicate"),
        AgentControlled(TOM, THREAD, CASE, Transfer(controlled.EVA, "payments", "knows the seller", True), True),
        Delivered("100.2"),
        Suggested(2, "Vijf dagen.", ("Refund timing",)),
        OwnerGone(TOM.id, "left"),
        ThreadMoved(CASE, THREAD, Address("slack", "C2/100.9")),
        AnswerReady(3, ANSWER),
        HandoffOpened(4, "live_chat", CASE, THREAD),
        NEWS,
        called.NEWS,
        ticketed.NEWS,
        FAILED,
        WOKEN,
    ),
    DisputeEvent: (
        FILED,
        PartySpoke("seller", "answer", "Elle était entière.", (disputed.PHOTO,)),
        OtherFound(disputed.SELLER),
        CardShown(disputed.THREAD),
        StaffMoved(TOM, disputed.THREAD, "under_review"),
        StaffDecided(TOM, disputed.THREAD, disputed.DECISION),
        StaffConfirmed(TOM, disputed.THREAD, disputed.PROPOSAL.key),
        StaffRetried(TOM, disputed.THREAD, disputed.PROPOSAL.key),
        StaffAsked(TOM, disputed.THREAD, "seller", "Avez-vous une photo ?"),
        FormWanted(TOM, disputed.THREAD, "decide", "12.98.abcd"),
        MeasureDone(disputed.PROPOSAL.key, disputed.OUTCOME),
        NewsLost(NEWS, disputed.CHAT, "blocked by the user"),
        FAILED,
        WOKEN,
    ),
    CallbackEvent: (*called.CUSTOMERS, *called.STAFFS, called.SHOWN, OwnerGone(TOM.id, "left"), FAILED, WOKEN),
    TicketEvent: (*ticketed.EVENTS, FAILED, WOKEN),
    Effect: (
        Say(CHAT, VIEW, DUTCH, TOM, NEWS, ticketed.LETTERHEAD, "100.2", True),
        Amend(CHAT, "100.2", DUTCH, TOM, VIEW),
        SENT,
        ShowFile(THREAD, CASE, controlled.FILE, "Anna", "mijn vaas"),
        Suggesting(2, "Waar is mijn geld?", DUTCH, CHAT, ("Wanneer?",), PERSON.id, ABOUT),
        Post(THREAD, RELAY),
        Ask("Waar is mijn geld?", DUTCH, 3, CHAT, ("Wanneer?",), PERSON.id, ABOUT),
        Translate(8, "Waar is mijn geld?", DUTCH, Language("en"), "agent", "earlier", CHAT),
        TICKET,
        CloseHandoff(THREAD, CASE, Text("closing.by_agent", {"agent": "Tom"}), True),
        Wake("reply_due", LATER, 5),
        Note("merged", "three messages"),
        Rate("agent", "FD-7K2M9P", "U0TOM", True, 4, "quick"),
        Look(PERSON.id, 5, CHAT, "H-104233", "2", "order"),
        Invite("a-token", "Anna", LATER),
        Gap("disliked", "Waar is mijn geld?", DUTCH, "Refund timing", 0.75),
        Pass(stream_of(disputed.CASE), FILED),
        ShowTask(called.FILE),
        ShowDispute(disputed.FILE),
        ShowForm(disputed.FILE, TOM, "decide", "12.98.abcd"),
        ShowEvidence(disputed.THREAD, disputed.CASE, "buyer", disputed.PHOTO),
        FindOther(PERSON.id, disputed.ORDER.id),
        CarryOut(disputed.PROPOSAL),
        board.ALERT,
        PutOffDuty((TOM,)),
        Erase(SUBJECT, Requester("supervisor", "U1", "Ida"), CHAT, DUTCH),
        SendExport(CHAT, SUBJECT, DUTCH),
    ),
    PostBody: (
        RELAY,
        Remark(Text("staff.customer_waits", {"minutes": 10}), (TOM,)),
        Whisper(TOM, Text("staff.taken", {"owner": "Eva"}), controlled.CHOICES, "Vijf dagen.", ("Refund timing",)),
        Card(CASE, "closed", "Tom", Text("closing.not_needed"), LATER, NOON, LATER, DUTCH, True),
        Mark("100.2", "failed"),
        Memo(TOM, "ask Eva"),
        Question(
            "held.100.3", Text("staff.held"), controlled.CHOICES, (TOM,), "note: ask Eva", Text("staff.held.kept")
        ),
    ),
    Block: (
        Line(Text("greeting")),
        Listing((Text("order.year", {"year": 2025}),)),
        Words("Hallo", controlled.STYLES),
        QUOTE,
        WRITTEN,
    ),
    Stage: (
        Idle("careful"),
        Answering("Waar is mijn geld?", ("En nu?",), "17", True, True),
        SigningIn("https://shop.example/sign-in?link=a", "Waar?", "H-104233"),
        PickingOrder("Waar?", (ORDER_LINE,), (ITEM_LINE,), "2", True),
        Advising(),
        Disputing(disputed.ORDER.id, True),
        Adding(disputed.CASE, "seller", "answer", "Elle était entière.", (disputed.PHOTO,)),
        Choosing((LIVE, EMAIL), (NEDERLANDS,), True),
        Filling(EMAIL, ("email",), CASE, CHATTING, called.PHONE, (called.TIME,), called.CASE),
        QUEUED,
        CHATTING,
        Corresponding(ticketed.CASE, True, Filling(EMAIL, ("email",))),
        Closed(CASE, "live_chat", TOM, "stars"),
    ),
    Conversation: (
        Conversation(
            ConversationId("telegram:1001"),
            CHAT,
            "Anna",
            DUTCH,
            7,
            QUEUED,
            True,
            "Waar is mijn geld?",
            ("Refund timing",),
            "anna@example.com",
            Taken("offer.live_chat", 6, NOON, 7),
            True,
            "uk",
            NotOurs((NEDERLANDS,)),
            ("Wanneer?",),
            True,
            PERSON,
            ABOUT,
            "tried",
            True,
            True,
            (disputed.DRAFT,),
            True,
            ticketed.PROOF,
            ("anna@example.com",),
            (ticketed.CASE,),
            Language("en"),
            (Awaited(Post(THREAD, RELAY), 8),),
            8,
            True,
            (Original(7, "Tom", "Hello"),),
            LATER,
            2,
            BlockAsked(TOM, "threats", CASE, THREAD, "block.7"),
            apology=Apology(NOON, CASE),
            repeated=Repeated("where is my refund?", NOON, 2),
            wish=DataWish("erase", NOON, "confirm"),
            accounts=(PERSON.id,),
            signed_in_at=NOON,
        ),
    ),
    DisputeFile: (disputed.FILE,),
    DisputeFacts: (disputed.FACTS,),
    CallbackFile: (called.FILE,),
    CallbackFacts: (called.FACTS,),
    TicketFile: (ticketed.FILE,),
    TicketFacts: (ticketed.FACTS,),
    AnsweredMail: (ticketed.ANSWERED,),
    Facts: (
        Facts(
            NOON,
            DUTCH,
            (LIVE, EMAIL),
            CASE,
            "offer.email",
            True,
            "anna@example.com",
            Patience(20, 120, 45, 300, 3600, 900),
            "uk",
            True,
            (NEDERLANDS,),
            "thanks",
            True,
            True,
            True,
            True,
            True,
            "H-104233",
            True,
            Start("article", "refund-timing", "Refund timing"),
            SignIn("a-token", "https://shop.example/sign-in?link=a-token", LATER),
            (disputed.LINE,),
            "12.50",
            WAIT,
            CallFacts(
                called.PHONE,
                "none",
                (called.TIME,),
                (called.LINE,),
                "Waar is mijn vaas?",
                called.LINE,
                "Europe/Lisbon",
            ),
            ticketed.MAILS,
            RequestFacts((REQUEST,), CASE, True),
            "PLN",
            StaffFacts(False, (TOM,)),
            (NEDERLANDS,),
            TranslationFacts(True, (Language("en"),)),
            ThreadFacts(
                Copy("100.2", "Hallo", True, THREAD, TOM, "mail", True, (SENT,)),
                False,
                (Language("en"),),
                "Waar is mijn geld?",
            ),
            late=Late(NOON, LATER),
            data=DATA,
        ),
    ),
    Notice: (Switched(NEDERLANDS), NotOurs((NEDERLANDS,))),
}


def name(value: object) -> str:
    return type(value).__name__


def path(value: object) -> Path:
    return FOLDER / f"{name(value)}.json"


def pretty(value: object) -> str:
    """The stored JSON, laid out so that a change of it can be read in a review."""
    return msgspec.json.format(codec.encode(value).encode(), indent=2).decode() + "\n"


def defaults() -> dict[str, dict[str, object]]:
    """What a missing field means, by class: a field at its default is not written, so its default must not change."""
    for module in iter_modules(core.model.__path__):
        import_module(f"core.model.{module.name}")
    classes = sorted(filter(_leaves_defaults_out, _below(msgspec.Struct)), key=lambda each: each.__name__)
    return {each.__name__: _defaults_of(each) for each in classes}


def _below(root: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    return {root}.union(*map(_below, root.__subclasses__()))


def _leaves_defaults_out(shape: type[msgspec.Struct]) -> bool:
    return shape.__struct_config__.omit_defaults and shape.__module__.startswith("core.model.")


def _defaults_of(shape: type[msgspec.Struct]) -> dict[str, object]:
    return {each.encode_name: json.loads(codec.encode(each.default)) for each in fields(shape) if not each.required}


def kept_defaults() -> dict[str, dict[str, object]]:
    kept: dict[str, dict[str, object]] = json.loads(DEFAULTS.read_text("utf-8")) if DEFAULTS.exists() else {}
    return kept


def _write_defaults() -> None:
    """What is new is added; what has changed stays as it is, and the test fails."""
    kept = kept_defaults()
    every = {each: found | kept.get(each, {}) for each, found in defaults().items()}
    DEFAULTS.parent.mkdir(exist_ok=True)
    DEFAULTS.write_text(json.dumps(every, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write() -> list[str]:
    """Write what is new or has changed, keeping what it replaces; the names of what was written."""
    every = {path(value): value for values in VALUES.values() for value in values}  # some are of two shapes
    changed = [value for file, value in every.items() if not file.exists() or file.read_text("utf-8") != pretty(value)]
    _write_defaults()
    for value in changed:
        _keep(path(value))
        path(value).write_text(pretty(value), "utf-8")
    return [name(value) for value in changed]


def _keep(replaced: Path) -> None:
    if replaced.exists():
        EARLIER.mkdir(exist_ok=True)
        number = len(list(EARLIER.glob(f"{replaced.stem}.*.json"))) + 1
        replaced.rename(EARLIER / f"{replaced.stem}.{number}.json")


if __name__ == "__main__":
    sys.stdout.write(f"written: {', '.join(write()) or 'nothing, all are as they were'}\n")
