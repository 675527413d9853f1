"""Disputes in the conversation: what follows from each thing that happens to one, and how its parties see it.

This module is the port `core.ports.Disputing`. Deciding is pure; `elsewhere` reads the dated data of `handoff.remedies`.
"""

from datetime import datetime
from typing import assert_never

from core.model.dispute_events import (
    CardShown,
    DisputeFiled,
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
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.events import DisputeEvent, EffectFailed, Woke
from core.model.ids import CaseCode
from core.model.shop import Role
from core.model.view import Text
from handoff import dispute_brought as brought
from handoff import dispute_parties as parties
from handoff import dispute_ruling as ruling
from handoff import dispute_staff as staff
from handoff.dispute_contacts import refreshed
from handoff.dispute_deadlines import woke
from handoff.dispute_failures import failed, lost
from handoff.dispute_views import line
from handoff.remedies import remedies, words

__all__ = ["decide", "elsewhere", "line"]


def decide(case: CaseCode, before: DisputeFile | None, event: DisputeEvent, facts: DisputeFacts) -> DisputeDecision:
    """What becomes of the dispute, and what shall happen. Nothing happens to one that was never filed, nor a filing twice."""
    if before is not None:
        return _decide(refreshed(before, facts), event, facts)
    if isinstance(event, DisputeFiled):
        return parties.filed(case, event, facts)
    return DisputeDecision(None)


def _decide(file: DisputeFile, event: DisputeEvent, facts: DisputeFacts) -> DisputeDecision:
    match event:
        case DisputeFiled():
            return DisputeDecision(file)
        case PartySpoke():
            return parties.spoke(file, event, facts)
        case CardShown():
            return brought.shown(file, event)
        case OtherFound():
            return brought.found(file, event, facts)
        case StaffMoved():
            return staff.moved(file, event, facts)
        case StaffAsked():
            return staff.wrote(file, event)
        case FormWanted():
            return staff.form_wanted(file, event)
        case StaffDecided():
            return ruling.decided(file, event, facts)
        case StaffConfirmed():
            return ruling.confirmed(file, event, facts)
        case StaffRetried():
            return ruling.retried(file, event)
        case MeasureDone():
            return ruling.done(file, event, facts)
        case NewsLost():
            return lost(file, event)
        case Woke():
            return woke(file, event, facts)
        case EffectFailed():
            return failed(file, event, facts)
        case unknown:
            assert_never(unknown)


def elsewhere(country: str, role: Role, now: datetime) -> tuple[Text, ...]:
    """Where this party may turn outside the desk: the most fitting body first, a court last."""
    return tuple(said for remedy in remedies(country, role, now) for said in words(remedy))
