"""Which files of one customer's lie on the desk's disk: evidence that they gave, and mails as they sent them."""

from typing import NamedTuple

from core.engine.privacy.exporting import is_theirs
from core.engine.privacy.subject import disputes_of, roles_in, tickets_of, whole
from core.model.dispute import Evidence
from core.model.ids import CaseCode
from core.model.privacy import Subject
from core.ports import Transaction


class Attachments(NamedTuple):
    """`mails`: under which names the originals are kept."""

    evidence: tuple[tuple[CaseCode, Evidence], ...]
    mails: tuple[tuple[CaseCode, str], ...]


async def attachments_of(tx: Transaction, subject: Subject) -> Attachments:
    known = await whole(tx, subject)
    evidence = tuple(
        (file.case, each)
        for file in await disputes_of(tx, known)
        for role in roles_in(file, known.person)
        for each in file.dispute.party(role).evidence
    )
    mails: list[tuple[CaseCode, str]] = []
    for chat in known.conversations:
        for file in await tickets_of(tx, chat):
            events = [decided.event for decided in await tx.ticket_decisions.of(file.case)]
            mails += [(file.case, event.letter.original) for event in events if is_theirs(event, file)]
    return Attachments(evidence, tuple(dict.fromkeys(mails)))
