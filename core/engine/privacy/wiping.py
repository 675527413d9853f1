"""Removes one customer from the database, in one transaction, and says how much it was."""

from collections import Counter
from datetime import datetime

from core.engine.mail_desk import forget_senders
from core.engine.privacy.finding import Found, find, without_all
from core.engine.privacy.parties import is_empty
from core.model.dispute_file import DisputeFile
from core.model.privacy import Subject
from core.ports import Store, Transaction

Gone = Counter[str]
"""How many rows of each table."""


class _Rehearsed(Exception):
    """Ends a transaction that was not to be kept."""

    def __init__(self, found: Found, gone: Gone) -> None:
        super().__init__()
        self.found, self.gone = found, gone


async def wipe(tx: Transaction, found: Found, erased: str, now: datetime) -> Gone:
    """`erased` stands in the place of the conversation where a row must stay: in the audit, and in the inbox for its key."""
    gone = Gone()
    for thread in found.left.threads:
        gone += await tx.wiping.thread(thread, erased)
    for chat in found.subject.conversations:
        gone += await tx.wiping.conversation(chat, erased)
    for case in found.cases:
        gone += await tx.wiping.case(case, erased)
    for seq in found.alerts:
        gone += await tx.wiping.effect(seq)
    for stream in found.mail_streams:
        gone += await tx.wiping.stream(stream, erased)
    await forget_senders(tx, found.subject.mails, now)
    for file in found.disputes:
        gone += await _dispute(tx, file, found.subject.person, erased, now)
    return gone


async def _dispute(tx: Transaction, file: DisputeFile, person: str, erased: str, now: datetime) -> Gone:
    """Where the other party is known, the dispute stays theirs."""
    left = without_all(file, person)
    if is_empty(left):
        return await tx.wiping.dispute(file.case, erased)
    gone = await tx.wiping.dispute_course(file.case, erased)
    await tx.disputes.save(left, now)
    if left.dispute.party(file.dispute.role).person is None:
        await tx.wiping.unname_case(file.case, erased)
    return gone


async def rehearse(store: Store, subject: Subject, now: datetime) -> tuple[Found, Gone]:
    """What would go and what would stay; nothing is changed."""

    async def work(tx: Transaction) -> None:
        found = await find(tx, subject)
        raise _Rehearsed(found, await wipe(tx, found, "erased:0", now))

    try:
        await store.transact(work)
    except _Rehearsed as done:
        return done.found, done.gone
    raise AssertionError("a rehearsal always ends by its exception")
