"""What customers have of agents' messages: written down with each decision, and read together from what was sent since."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from core.flow.sending import as_said
from core.flow.translated import is_translated, words_of
from core.model.conversation import Stage, live_chat
from core.model.effects import Amend, Effect, Say, SendFile
from core.model.events import AgentEvent
from core.model.facts import Copy, Way
from core.model.ids import Address, ConversationId, EffectId
from core.model.rows import CopyPart, CopyRow, Decided
from core.ports import Transaction


async def keep_copies(tx: Transaction, decided: Decided) -> None:
    """Which effects bring an agent's message to the customer, or change it there; their ids are those of the outbox."""
    thread = _thread(decided)
    for index, effect in enumerate(decided.effects):
        if thread and (ref := ref_of(effect)):
            id, now = EffectId(f"{decided.inbox_id}.{index}"), decided.facts.now
            await tx.copies.put(CopyRow(decided.after.id, ref, thread, id, now))


def ref_of(effect: Effect) -> str:
    """The agent's message that the effect is about; empty for none."""
    return effect.ref if isinstance(effect, Say | SendFile | Amend) else ""


def _thread(decided: Decided) -> Address | None:
    """Where the message was written: there it is marked."""
    if isinstance(decided.event, AgentEvent):
        return decided.event.thread
    if known := decided.facts.thread.copy:
        return known.thread
    return _live_thread(decided.before.stage) or _live_thread(decided.after.stage)


def _live_thread(stage: Stage) -> Address | None:
    live = live_chat(stage)
    return live.thread if live else None


async def load_copy(tx: Transaction, conversation: ConversationId, ref: str) -> Copy | None:
    """As the customer has it now; none where nothing of the message was ever for them."""
    return copy_of(ref, await tx.copies.of(conversation, ref)) if ref else None


class _Sent(NamedTuple):
    """One effect with all its pieces."""

    effect: Effect
    failed: bool


def copy_of(ref: str, parts: Sequence[CopyPart]) -> Copy | None:
    """All that was done about one message, together. Oldest first."""
    sent = [_sent(list(pieces)) for _, pieces in groupby(parts, key=lambda part: part.id)]
    files = {each.effect.file: each for each in sent if isinstance(each.effect, SendFile)}
    words = _words(sent)
    brought = [*([words] if words else []), *files.values()]
    if not brought:
        return None
    lost = tuple(each.effect for each in brought if each.failed and isinstance(each.effect, Say | SendFile))
    said = words.effect if words and isinstance(words.effect, Say) else None
    first = brought[0].effect
    assert isinstance(first, Say | SendFile)
    return Copy(
        ref=ref,
        text=words_of(said) if said else "",
        failed=bool(lost),
        thread=parts[0].thread,
        speaker=first.speaker,
        way=_way(said, sent),
        translated=said is not None and is_translated(said),
        lost=lost,
    )


def _sent(pieces: list[CopyPart]) -> _Sent:
    return _Sent(pieces[0].effect, any(piece.state == "failed" for piece in pieces))


def _words(sent: Sequence[_Sent]) -> _Sent | None:
    """The words as they went out last, with the changes that were made to them since."""
    words: _Sent | None = None
    for each in sent:
        match each.effect:
            case Say():
                words = each
            case SendFile(caption=caption) as file if caption:
                words = words or _Sent(as_said(file), failed=False)  # whether it failed counts with the file
            case Amend(view=view) if view and words and isinstance(words.effect, Say) and not each.failed:
                words = words._replace(effect=replace(words.effect, view=view))
            case _:
                pass
    return words


def _way(said: Say | None, sent: Sequence[_Sent]) -> Way:
    if any(isinstance(each.effect, Amend) and each.effect.view is None for each in sent):
        return "gone"
    if said is None or said.to.channel != "email":
        return "correction" if said and said.corrects else "chat"
    return "mail"
