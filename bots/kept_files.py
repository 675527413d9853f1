"""What an erasure removes from the desk's disk: evidence of disputes, and mails as they came."""

import asyncio
from collections.abc import Sequence

from bots.evidence.folder import EvidenceFolder
from bots.mail.incoming import Arrived
from bots.mail.incoming_folder import MailFolder
from core.model import codec
from core.model.dispute import Evidence
from core.model.errors import Unreadable
from core.model.ids import CaseCode


class KeptOnDisk:
    """The KeptFiles of core.ports."""

    def __init__(self, evidence: EvidenceFolder, mails: MailFolder) -> None:
        self._evidence, self._mails = evidence, mails

    async def forget_evidence(self, case: CaseCode, evidence: Sequence[Evidence]) -> None:
        await self._evidence.forget(case, evidence)

    async def forget_mails(self, stored: Sequence[str]) -> None:
        for name in filter(None, map(original_of, stored)):
            await asyncio.to_thread(self._mails.forget, name)


def original_of(stored: str) -> str:
    """Under which the mail is kept; empty for a row that was emptied, and for what is none."""
    try:
        return codec.decode(stored, Arrived).original
    except Unreadable:
        return ""
