"""Ways to a person that are closed for everybody and opened again: who waits, chooses or fills in a form learns it at once."""

from datetime import datetime

from core.engine.roster import look_at_the_queue
from core.model.board_acts import MethodClosed, MethodOpened
from core.model.codec import encode
from core.model.conversation import Choosing, Filling
from core.model.events import Woke
from core.model.figures import Closure
from core.model.ids import ConversationId
from core.model.rows import Received
from core.ports import Transaction


async def close(tx: Transaction, act: MethodClosed, cause: str, now: datetime) -> Closure | None:
    """None where it was closed in the same way already, or its time is over by now. `cause` is unique for what brought it."""
    if act.until is not None and act.until <= now:
        return None
    closure = Closure(act.method, act.reason, act.by.name, now, act.until, act.words.strip())
    known = next((each for each in await tx.closures.all() if each.method == act.method and each.holds(now)), None)
    if known and _same(known, closure):
        return None
    await tx.closures.put(closure)
    until = act.until.isoformat(timespec="minutes") if act.until else "it is opened"
    detail = f"{act.by.id} {act.by.name}: {act.method} until {until}: {act.reason} {closure.words}".rstrip()
    await tx.audit.note("board: closed", "", detail, now, act.by.id)
    await _look(tx, cause, now)
    return closure


def _same(known: Closure, closure: Closure) -> bool:
    return (known.until, known.reason, known.words) == (closure.until, closure.reason, closure.words)


async def open_again(tx: Transaction, act: MethodOpened, cause: str, now: datetime) -> bool:
    """Whether it was closed."""
    if not await tx.closures.lift(act.method):
        return False
    await tx.audit.note("board: opened", "", f"{act.by.id} {act.by.name}: {act.method}", now, act.by.id)
    await _look(tx, cause, now)
    return True


async def time_passes(tx: Transaction, now: datetime) -> bool:
    """Closures end by themselves; whether any did."""
    over = [closure for closure in await tx.closures.all() if not closure.holds(now)]
    for closure in over:
        await tx.closures.lift(closure.method)
        await tx.audit.note("closed no more", "", closure.method, now)
        await _look(tx, f"closure/{closure.method}/{closure.at.timestamp()}", now)
    return bool(over)


async def _look(tx: Transaction, cause: str, now: datetime) -> None:
    await look_at_the_queue(tx, cause, now)
    for timer in await tx.timers.of("expire"):
        talk = await tx.conversations.load(timer.conversation)
        if talk and isinstance(talk.stage, Choosing | Filling):
            await tx.inbox.add([_woken(talk.id, talk.turn, cause)], now)


def _woken(id: ConversationId, turn: int, cause: str) -> Received:
    return Received(f"ways/{cause}/{id}", "core", id, encode(Woke("place", turn)))
