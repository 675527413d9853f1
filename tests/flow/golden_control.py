"""Stored values of agents' controls and of what they write: see `goldens`."""

from datetime import UTC, datetime

import msgspec

from core.model.controls import (
    AskFor,
    Assign,
    Block,
    ChangeLanguage,
    Choice,
    ConfirmBlock,
    Control,
    DropDraft,
    HandBack,
    KeepHeld,
    KeepNote,
    OfferCall,
    RefuseBlock,
    Release,
    Reopen,
    Resend,
    SendByMail,
    SendDraft,
    SendHeld,
    SendText,
    Snooze,
    StayWithIt,
    Suggest,
    TakeBack,
    ToEmail,
    Transfer,
    Unblock,
)
from core.model.file import File
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.styled import Style
from core.model.view import Text

EVA = Agent(AgentId("U0EVA"), "Eva")
LATER = datetime(2026, 3, 2, 12, 3, tzinfo=UTC)
STYLES = (Style("link", 0, 5, "https://help.example/a"), Style("bold", 6, 9))
FILE = File("slack:F012", "label.pdf", "application/pdf", 81_920)
CHOICES = (Choice(Text("control.send"), SendHeld("100.3"), "primary"),)

CONTROLS: dict[object, tuple[msgspec.Struct, ...]] = {
    Control: (
        Release("the customer is in Spain"),
        Transfer(EVA, "payments", "knows the seller", True),
        Snooze(LATER),
        Reopen(),
        AskFor("photos"),
        ChangeLanguage(Language("es")),
        ToEmail(),
        OfferCall(),
        Block("threats"),
        ConfirmBlock(),
        RefuseBlock(),
        Unblock(),
        TakeBack(),
        HandBack(),
        KeepNote("ask the warehouse"),
        SendHeld("100.3"),
        KeepHeld("100.3"),
        Resend("100.3"),
        SendByMail("100.3"),
        Suggest(),
        SendText("Vijf dagen.", 2),
        SendDraft(2),
        DropDraft(2),
        StayWithIt(),
        Assign(EVA, "knows the seller", EVA.id),
    )
}
