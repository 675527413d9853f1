"""All that there is of one customer: what an erasure removes, what it leaves, and what lies outside of the database."""

from typing import NamedTuple

from msgspec.structs import replace

from core.engine.commands import thread_of
from core.engine.privacy.parties import is_empty, without
from core.engine.privacy.subject import disputes_of, kept_among, roles_in, whole, why_kept
from core.model import callback, dispute_file, ticket
from core.model.alerts import ALERTS, Alert
from core.model.dispute import Evidence
from core.model.dispute_file import DisputeFile
from core.model.ids import Address, CaseCode, ConversationId
from core.model.privacy import Erasure, Kept, Leftovers, Subject
from core.ports import Transaction


class Found(NamedTuple):
    """`cases`: live chats, callbacks and tickets. `disputes`: those that are over; `kept`: those that stay for now.

    `alerts`: the numbers of the effects that told staff what they had asked.
    """

    subject: Subject
    cases: tuple[CaseCode, ...]
    disputes: tuple[DisputeFile, ...]
    kept: tuple[Kept, ...]
    left: Leftovers
    alerts: tuple[int, ...] = ()

    @property
    def streams(self) -> tuple[ConversationId, ...]:
        """In which something may still be sent."""
        of_cases = (stream_of(case) for case in self.cases for stream_of in (ticket.stream_of, callback.stream_of))
        of_disputes = (dispute_file.stream_of(file.case) for file in self.disputes)
        return (*self.subject.conversations, *of_cases, *of_disputes)

    @property
    def mail_streams(self) -> tuple[ConversationId, ...]:
        """Of mails that belong to no ticket."""
        return tuple(ConversationId(f"mail:{mail}") for mail in self.subject.mails)


async def find(tx: Transaction, subject: Subject) -> Found:
    known = await whole(tx, subject)
    disputes = await _held(tx, await disputes_of(tx, known))
    over = tuple(file for file in disputes if why_kept(file) is None)
    cases = tuple([case for chat in known.conversations for case in await _cases(tx, chat)])
    found = Found(known, cases, over, kept_among(disputes), Leftovers())
    alerts = await _alerts(tx, known)
    left = replace(await _leftovers(tx, found), alerts=tuple(receipt for _, receipt in alerts))
    return found._replace(left=left, alerts=tuple(seq for seq, _ in alerts))


async def find_rest(tx: Transaction, erasure: Erasure) -> Found:
    """Of what an erasure kept: what may go now, and what may not yet."""
    loaded = [await tx.disputes.load(each.case) for each in erasure.kept]
    disputes = [file for file in loaded if file and roles_in(file, erasure.subject.person)]
    over = tuple(file for file in disputes if why_kept(file) is None)
    found = Found(Subject((), erasure.subject.person), (), over, kept_among(disputes), Leftovers())
    return found._replace(left=await _leftovers(tx, found))


async def _cases(tx: Transaction, chat: ConversationId) -> list[CaseCode]:
    """But for disputes: these are the parties', whoever opened them. Loaded, callbacks are decided about by nobody else."""
    cases = [case for case in await tx.traces.cases_of(chat) if await tx.disputes.load(case) is None]
    for case in cases:
        await tx.callbacks.load(case)
    return cases


async def _held(tx: Transaction, disputes: list[DisputeFile]) -> list[DisputeFile]:
    """As they are once nobody else decides about them: what comes in between, such as a legal hold, came before or comes after."""
    loaded = [await tx.disputes.load(file.case) for file in disputes]
    return [file for file in loaded if file]


async def _leftovers(tx: Transaction, found: Found) -> Leftovers:
    evidence = tuple(filter(None, (_evidence(file, found.subject.person) for file in found.disputes)))
    mails = [mail for case in found.cases for mail in await tx.traces.kept_mails(case)]
    mails += [mail for stream in found.mail_streams for mail in await tx.traces.kept_mails_of(stream)]
    return Leftovers(await _threads(tx, found), evidence, tuple(dict.fromkeys(mails)))


async def _alerts(tx: Transaction, subject: Subject) -> list[tuple[int, str]]:
    """The digests that name a question of theirs: their numbers, and their ids where they were posted."""
    asked = {gap.text for chat in subject.conversations for gap in await tx.traces.gaps_of(chat)}
    if not asked:
        return []
    sent = await tx.traces.sent(ALERTS)
    return [(seq, receipt) for seq, effect, receipt in sent if isinstance(effect, Alert) and _names(effect, asked)]


def _names(alert: Alert, asked: set[str]) -> bool:
    """A long question is shortened there."""
    told = [str(line.text.params.get("question", "")).removesuffix("…") for line in alert.lines]
    return any(question.startswith(shown) for shown in told if shown for question in asked)


async def _threads(tx: Transaction, found: Found) -> tuple[Address, ...]:
    threads = {str(each): each for stream in found.streams for each in await tx.traces.threads_of(stream)}
    for case in found.cases:
        if thread := await thread_of(tx, case):
            threads[str(thread)] = thread
    for file in found.disputes:
        if file.thread:
            threads[str(file.thread)] = file.thread
    for thread in await _of_kept(tx, found.kept):
        threads.pop(str(thread), None)
    return tuple(threads.values())


async def _of_kept(tx: Transaction, kept: tuple[Kept, ...]) -> list[Address]:
    files = [await tx.disputes.load(each.case) for each in kept]
    return [file.thread for file in files if file and file.thread]


def _evidence(file: DisputeFile, person: str) -> tuple[CaseCode, tuple[Evidence, ...]] | None:
    """What they gave; all of the case's, which no names stand for, where no other party is left whose evidence stays."""
    if is_empty(without_all(file, person)):
        return file.case, ()
    given = tuple(each for role in roles_in(file, person) for each in file.dispute.party(role).evidence)
    return (file.case, given) if given else None


def without_all(file: DisputeFile, person: str) -> DisputeFile:
    """On whichever sides they stand."""
    for role in roles_in(file, person):
        file = without(file, role)
    return file
