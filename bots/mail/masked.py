"""What was read of a mail, without card numbers and IBANs, for they are not written down. Pure."""

from msgspec.structs import replace

from core.language.payment_data import MARKS
from core.language.payment_data import without_payment_data as without
from core.model.letter import Attached, Letter


def masked(letter: Letter) -> Letter:
    """Addresses, ids and tokens stay as they are."""
    bounced = letter.bounced and replace(letter.bounced, said=without(letter.bounced.said))
    return replace(
        letter,
        sender_name=without(letter.sender_name),
        subject=without(letter.subject),
        text=without(letter.text),
        whole=without(letter.whole),
        attached=tuple(map(_named, letter.attached)),
        bounced=bounced,
    )


def is_masked(letter: Letter) -> bool:
    """Whether anything was taken out of it."""
    words = (letter.subject, letter.text, letter.whole, letter.sender_name)
    return any(mark in each for mark in MARKS for each in words)


def _named(file: Attached) -> Attached:
    return replace(file, name=without(file.name))
