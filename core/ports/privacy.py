"""What an erasure needs of the world outside of the database, as Protocols."""

from collections.abc import Sequence
from typing import Protocol

from core.model.dispute import Evidence
from core.model.ids import Address, CaseCode


class StaffPosts(Protocol):
    async def take_away(self, thread: Address) -> None:
        """What the desk posted in a thread, its files too; what is gone already is well gone. Raises Transient and Limited."""

    async def take_alerts_back(self, receipts: Sequence[str]) -> None:
        """These posts in the channel for alerts. Raises as `take_away`."""

    async def redraw_pages(self) -> None:
        """What agents see of customers outside of threads, as it is now. Raises as `take_away`."""


class KeptFiles(Protocol):
    """What lies on the desk's disk. Both raise Transient where the disk does not do it; what is gone already is well gone."""

    async def forget_evidence(self, case: CaseCode, evidence: Sequence[Evidence]) -> None:
        """Of a dispute; of one that is gone altogether (`evidence` empty) all."""

    async def forget_mails(self, stored: Sequence[str]) -> None:
        """The originals, by what the inbox had of them."""
