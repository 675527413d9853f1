"""What is counted of live chats: who claimed them when, when a person wrote first, and how they ended."""

from msgspec.structs import replace

from core.engine.chats import live, owner
from core.engine.history_ways import openings
from core.model.controls import HandBack
from core.model.conversation import Queued, WithAgent
from core.model.effects import Say, SendFile
from core.model.events import AgentClosed, AgentControlled, EffectFailed, Woke
from core.model.figures import End, HandoffRow
from core.model.rows import Decided
from core.ports import Transaction


async def keep_course(tx: Transaction, decided: Decided) -> list[HandoffRow]:
    """The row of the live chat that was open before, as it stands now; none where it has none, or nothing is new."""
    before = live(decided.before.stage)
    if before is None or not _is_news(before, decided):
        return []
    rows = [row for row in await tx.handoffs.open_of(before.case) if row.method == "live_chat"]
    gone_on = [followed(row, before, decided) for row in rows]
    for known, row in zip(rows, gone_on, strict=True):
        if row != known:
            await tx.handoffs.put(row)
    return gone_on


def _is_news(before: Queued | WithAgent, decided: Decided) -> bool:
    after = live(decided.after.stage)
    if after is None or after.case != before.case or _person_spoke(decided):
        return True
    changed = decided.before.staff_language != decided.after.staff_language
    return changed or owner(before) != owner(after)


def _person_spoke(decided: Decided) -> bool:
    """In this chat; not the answer of a ticket that comes here."""
    return any(
        (isinstance(effect, Say) and effect.speaker is not None and effect.news is None) or isinstance(effect, SendFile)
        for effect in decided.effects
    )


def followed(row: HandoffRow, before: Queued | WithAgent, decided: Decided) -> HandoffRow:
    """Who has claimed it first has claimed it, whoever goes on with it."""
    now, after = decided.facts.now, live(decided.after.stage)
    if _person_spoke(decided) and row.answered_at is None:
        row = replace(row, answered_at=now)
    if after is None or after.case != before.case:
        return replace(row, ended_at=now, end=_end(row, decided))
    claimed = row.claimed_at or (now if isinstance(after, WithAgent) else None)
    return replace(row, agent=owner(after), claimed_at=claimed, language=decided.after.staff_language)


def _end(row: HandoffRow, decided: Decided) -> End:
    if any(opened.case == row.case and opened.method != row.method for opened in openings(decided)):
        return "moved"
    match decided.event:
        case AgentClosed(reason=reason):
            return "solved" if reason == "solved" else "closed"
        case AgentControlled(control=HandBack()):  # nobody has said that it is over
            return "moved"
        case AgentControlled():
            return "closed"
        case EffectFailed() | Woke():
            return "failed"
        case _:
            return "cancelled" if row.claimed_at else "abandoned"
