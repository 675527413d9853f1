"""Takes the number of a call that is long over out of the transcript in which it was written."""

import re
from functools import partial

from core.model.callback import CallbackFile
from core.ports import Transaction

_WRITTEN = re.compile(r"[+(]?\d(?:[\s().\-/\u00a0\u202f]{0,3}\d){5,17}")
_TAIL = 7  # digits by which a number is known, however its beginning is written


async def without_number(tx: Transaction, file: CallbackFile) -> None:
    digits = re.sub(r"\D", "", file.phone.number)
    await tx.keeping.rewrite_messages(file.conversation, partial(_hidden, digits[-_TAIL:]))


def _hidden(tail: str, text: str) -> str:
    return _WRITTEN.sub(lambda found: "[number]" if re.sub(r"\D", "", found[0]).endswith(tail) else found[0], text)
