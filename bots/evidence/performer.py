"""Carries out `ShowEvidence`: the file comes to the desk's disk, and from there to the staff's thread."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from bots.evidence.folder import EvidenceFolder
from bots.evidence.names import shown_name
from core.model.effects import Effect, ShowEvidence
from core.model.errors import Gone
from core.model.ids import Address, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.shop import Role
from core.model.view import Text, text


class ChannelFiles(Protocol):
    """The files that customers send by one channel."""

    async def fetch(self, reference: str, into: Path) -> None:
        """Write the file over `into`, never holding it whole. Raises Transient, Refused (too large), Gone or OSError."""


class StaffFiles(Protocol):
    """Where staff look at files."""

    def limits(self, thread: Address) -> tuple[Limit, ...]:
        """The rates that an upload counts against."""

    async def upload(self, thread: Address, path: Path, name: str, words: Text, key: str) -> str:
        """Show the file in the thread, once for each key; the platform's id of the message. Raises Transient or Final."""


class EvidencePerformer:
    """`channels` by the name before the colon of an evidence's reference: "telegram:<file_id>"."""

    def __init__(self, folder: EvidenceFolder, channels: Mapping[str, ChannelFiles], staff: StaffFiles) -> None:
        self._folder, self._channels, self._staff = folder, channels, staff

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        """One of its own, for a large file must not hold up what staff and parties say."""
        return f"evidence:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self._staff.limits(_asked(effect).thread)

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        """A repeat neither fetches nor shows the file again. The receipt is the platform's id of the message."""
        asked = _asked(row.effect)
        evidence = asked.evidence
        path = await self._folder.keep(asked.case, evidence, partial(self._fetch, evidence.file))
        key = f"{asked.case}/{asked.role}/{path.name}"
        return Done(await self._staff.upload(asked.thread, path, shown_name(evidence), _whose(asked.role), key))

    async def _fetch(self, file: str, into: Path) -> None:
        channel, _, reference = file.partition(":")
        if channel not in self._channels:
            raise Gone(f"no channel here is called {channel}: was it taken out of the settings?")
        await self._channels[channel].fetch(reference, into)


def _whose(role: Role) -> Text:
    return text("dispute.evidence.buyer") if role == "buyer" else text("dispute.evidence.seller")


def _asked(effect: Effect) -> ShowEvidence:
    if not isinstance(effect, ShowEvidence):
        raise TypeError(f"evidence is shown, not {type(effect).__name__}")
    return effect
