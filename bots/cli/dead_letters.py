"""`frontdesk dead-letters`: what was given up, with the reasons; it is looked at, tried again or discarded here."""

import asyncio
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import monotonic
from typing import Literal

import msgspec

from bots.cli.desk_store import desk_store, desk_works
from bots.cli.noting import READ, note
from bots.cli.operator import account
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.engine.letters import LOOKED_THROUGH, SENT_AGAIN
from core.model.board_acts import LetterAnswered
from core.model.ids import AgentId
from core.model.people import Agent
from core.model.rows import DeadLetter
from core.ports import Store
from handoff.board.acting.reading import received
from handoff.board.upkeep.health import letter_of

Deed = Literal["list", "show", "resend", "discard"]

SHOWN = 100
_OPENS = {"token", "tokens", "fresh", "response_url", "trigger_id"}  # fields that hold what opens something
_LINK = re.compile(r"([?&]link=)[\w-]+")  # to sign in with

WITHIN = 15.0  # seconds in which a desk that is at work has answered one
LOOKS = 0.2  # seconds between two looks whether it has

_LATER = "No desk is at work on this database: it is done when one starts."
_STANDS = "The desk is at work, but has not done it in {seconds:.0f} s; it stands in its inbox. Look at its log, and here again."


def dead_letters(settings: Settings, deed: Deed = "list", ids: Sequence[str] = (), reason: str = "") -> int:
    """1 where one of the `ids` is no dead letter, or the desk has not answered it in time."""
    match deed:
        case "list":
            return asyncio.run(_list(settings))
        case "show":
            return asyncio.run(_show(settings, ids))
        case "resend" | "discard":
            return asyncio.run(_answer(settings, deed, ids, reason))


async def _list(settings: Settings) -> int:
    async with desk_store(settings) as store:
        letters = await _known(store, SHOWN + 1)
    for letter in letters[:SHOWN]:
        print(_line(letter))
    print(_count(len(letters)))
    if letters:
        print("frontdesk dead-letters show ID | resend ID ... | discard ID ... --reason WHY")
    return 0


def _line(letter: DeadLetter) -> str:
    what = letter_of(letter).what
    return f"{letter.at:%Y-%m-%d %H:%M:%S} UTC  {letter.id}  {what}  {letter.conversation}  {letter.reason}"


def _count(letters: int) -> str:
    match letters:
        case 0:
            return "There are no dead letters."
        case 1:
            return "1 dead letter."
        case _ if letters > SHOWN:
            return f"The newest {SHOWN} dead letters; there are more."
        case _:
            return f"{letters} dead letters."


async def _show(settings: Settings, ids: Sequence[str]) -> int:
    async with desk_store(settings) as store:
        letters = await _known(store)
    found = [letter for letter in letters if letter.id in ids]
    for letter in found:
        kind = "It came in, and nobody could decide it" if letter.kind == "inbox" else "It was to go out, and did not"
        print(f"{_line(letter)}\n  {kind}. What it holds (personal data):\n{_indented(letter.what)}")
        await note(settings, READ, f"dead letter {letter.id}", letter.conversation)
    return _missing(ids, found)


def _indented(stored: str) -> str:
    with suppress(msgspec.DecodeError):  # what is no JSON is shown as it is: it may be why it lies here
        stored = msgspec.json.format(msgspec.json.encode(_veiled(msgspec.json.decode(stored))), indent=2).decode()
    return "\n".join(f"    {line}" for line in stored.splitlines())


def _veiled(value: object) -> object:
    """What is printed here is shown to others: whatever opens something stands in it as dots."""
    match value:
        case dict():
            return {name: "…" if name in _OPENS else _veiled(each) for name, each in value.items()}
        case list():
            return [_veiled(each) for each in value]
        case str():
            return _LINK.sub(r"\1…", value)
        case _:
            return value


async def _answer(settings: Settings, how: Literal["resend", "discard"], ids: Sequence[str], reason: str) -> int:
    """It is left in the desk's inbox, as by its board: the desk does it, tells the thread of the case, and keeps who did it."""
    async with desk_store(settings, beside=True) as store:
        found = [letter for letter in await _known(store) if letter.id in ids]
        acts = [_act(letter, how, reason) for letter in found]
        now = SystemClock().now()
        before = await _tried(store, found)
        await store.transact(lambda tx: tx.inbox.add([received(act) for act in acts], now))
        if found and not await desk_works(settings, store):
            print(_LATER)
        elif not await _answered(store, found, before):
            print(_STANDS.format(seconds=WITHIN), file=sys.stderr)
            return 1
        else:
            _say_done(found, how, {letter.id: letter.reason for letter in await _known(store)})
    return _missing(ids, found)


def _act(letter: DeadLetter, how: Literal["resend", "discard"], reason: str) -> LetterAnswered:
    by = Agent(AgentId("command-line"), f"Operator ({account()})")
    return LetterAnswered(by, letter.kind, letter.id, "again" if how == "resend" else "discard", reason)


async def _answered(store: Store, found: Sequence[DeadLetter], before: Counter[str]) -> bool:
    """Whether the desk has in time taken them all off the list, or tried them: one that fails at once is on it again."""
    until = monotonic() + WITHIN
    ids = {letter.id for letter in found}
    while ids & {letter.id for letter in await _known(store)} - (await _tried(store, found) - before).keys():
        if monotonic() > until:
            return False
        await asyncio.sleep(LOOKS)
    return True


async def _tried(store: Store, found: Sequence[DeadLetter]) -> Counter[str]:
    """How often each was tried again, by its id."""
    if not found:
        return Counter()
    since = min(letter.at for letter in found)
    notes = await store.transact(lambda tx: tx.audit.noted(SENT_AGAIN, since))
    which = {f": {letter.kind} {letter.id}": letter.id for letter in found}
    return Counter(id for _, detail, _ in notes for end, id in which.items() if detail.endswith(end))


def _say_done(found: Sequence[DeadLetter], how: Literal["resend", "discard"], dead: Mapping[str, str]) -> None:
    """`dead`: the reasons of all that are on the list now."""
    done = "discarded" if how == "discard" else "it is tried again, as if for the first time"
    for letter in found:
        again = f"it was tried again, and given up again: {dead.get(letter.id)}"
        print(f"{letter.id}: {again if letter.id in dead else done}")


def _missing(ids: Sequence[str], found: Sequence[DeadLetter]) -> int:
    missing = [each for each in ids if each not in {letter.id for letter in found}]
    for each in missing:
        print(f"{each}: no dead letter (any more); `frontdesk dead-letters` lists them", file=sys.stderr)
    return 1 if missing else 0


async def _known(store: Store, most: int = LOOKED_THROUGH) -> list[DeadLetter]:
    return await store.transact(lambda tx: tx.audit.dead_letters(most))
