"""Stored values of the board: what was done there, what is counted, who is inside, and what staff were told of the desk."""

from datetime import UTC, date, datetime

import msgspec

from core.model.alerts import Alert, AlertLine, Told, Warned
from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    MethodClosed,
    MethodOpened,
)
from core.model.board_session import BoardSession
from core.model.figures import AskedRow, Closure, HandoffRow
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.people import Agent
from core.model.rows import ChatRow
from core.model.view import Text
from core.model.wait import Wait

EVA = Agent(AgentId("U0EVA"), "Eva")
TOM = Agent(AgentId("U0TOM"), "Tom")
CASE = CaseCode("FD-7K2M9P")
TALK = ConversationId("telegram:1001")
DUTCH = Language("nl")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, 3, tzinfo=UTC)
THREAD = Address("slack", "C0SUPPORT:100.1")
WAIT = Wait(2, Eta(4, 9), (3.5, 7.0), True)

ALERT = Alert(
    Text("alerts.broken.title"),
    (AlertLine(Text("alerts.broken.claim"), CASE, "https://board.example/cases/FD-7K2M9P"),),
    "https://board.example/",
)

BOARD: dict[object, tuple[msgspec.Struct, ...]] = {
    BoardAct: (
        ChatAssigned(EVA, CASE, TOM, "knows the seller", EVA.id),
        CustomerUnblocked(EVA, CASE),
        DutySet(EVA, TOM.id, False),
        MethodClosed(EVA, "live_chat", "busy", "all ill", LATER),
        MethodOpened(EVA, "callback"),
        LetterAnswered(EVA, "outbox", "12.0", "discard", "an old one"),
    ),
    Closure: (Closure("live_chat", "busy", "U0EVA Eva", NOON, LATER, "all ill"),),
    ChatRow: (
        ChatRow(
            CASE,
            TALK,
            DUTCH,
            NOON,
            WAIT,
            TOM.id,
            LATER,
            LATER,
            "Anna",
            "order",
            True,
            THREAD,
            WAIT,
            LATER,
            NOON,
            LATER,
            True,
        ),
    ),
    AskedRow: (
        AskedRow(
            "17",
            TALK,
            NOON,
            DUTCH,
            "order",
            "Waar is mijn geld?",
            "answered",
            "Refund timing",
            False,
            True,
            "https://help.example/a",
        ),
    ),
    HandoffRow: (
        HandoffRow(
            CASE,
            TALK,
            "live_chat",
            DUTCH,
            "order",
            "wished",
            NOON,
            Eta(4, 9),
            LATER,
            TOM.id,
            LATER,
            LATER,
            LATER,
            "solved",
        ),
    ),
    BoardSession: (
        BoardSession("9f86d081", EVA, "messenger", "supervisor", True, "eva@shop.example", NOON, LATER, LATER),
    ),
    Told: (Told({"claim:FD-7K2M9P": Warned("soon", LATER)}, date(2026, 3, 1), 3, LATER),),
}
