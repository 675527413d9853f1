"""Puts together what looks after the secrets of a desk."""

import os
from collections.abc import Mapping

from bots.secrets.files import watched
from bots.secrets.renewal import Renewal, Use
from bots.settings import Settings
from core.ports import Clock, Store

AUDITED = "secret"


def renewal(settings: Settings, uses: Mapping[str, Use], store: Store, clock: Clock) -> Renewal:
    """Each change, and each new secret that was not taken, is written into the audit, without the secret."""

    async def note(what: str) -> None:
        await store.transact(lambda tx: tx.audit.note(AUDITED, "", what, clock.now()))

    return Renewal(settings, watched(settings, os.environ), uses, note)
