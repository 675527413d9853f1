"""Finds card numbers and IBANs in what people write, so that they are taken out before anything is kept. Pure.

What only looks like one stays: the check digits must fit, a card must begin as those of a network do, and dates, telephone
numbers with their country and codes such as 3SKABC0123456789 are none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from core.language.masking import iban_end, passes_luhn

CARD, IBAN = "[card]", "[IBAN]"
MARKS = (CARD, IBAN)
"""What stands where something was taken out."""


class Found(NamedTuple):
    """From `start` up to `end` (code points) stands what `mark` says."""

    start: int
    end: int
    mark: str


_DIGIT = re.compile(r"\d")
_FEWEST = 8  # digits in any IBAN, and fewer than in any card

# How many digits the numbers have that begin so, by network: Visa; Mastercard; Maestro and others; Mir; American Express;
# Diners Club; JCB; Discover, UnionPay, RuPay; https://en.wikipedia.org/wiki/Payment_card_number and ISO/IEC 7812-1.
_NETWORKS = (
    (range(4000, 5000), (13, 16, 19)),
    (range(5100, 5600), (16,)),
    (range(2221, 2721), (16,)),
    (range(5000, 5100), range(13, 20)),
    (range(5600, 5900), range(13, 20)),
    (range(6300, 6400), range(13, 20)),
    (range(6700, 6800), range(13, 20)),
    (range(2200, 2205), range(16, 20)),
    (range(3400, 3500), (15,)),
    (range(3700, 3800), (15,)),
    (range(3000, 3060), range(14, 20)),
    (range(3600, 3700), range(14, 20)),
    (range(3800, 4000), range(14, 20)),
    (range(3528, 3590), range(16, 20)),
    (range(6000, 6100), range(16, 20)),
    (range(6200, 6300), range(16, 20)),
    (range(6400, 6600), range(16, 20)),
    (range(8100, 8300), range(16, 20)),
    (range(9792, 9793), (16,)),
)
_MOST = 19  # digits of a card
_SHORT = 15  # digits: up to here many telephone numbers have as many

# Writers of formatted text put signs between digits too.
_BETWEEN = r"[ \-.*_~`\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u205f\u2060\u2212\u3000\ufeff]{0,3}"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9]){{12,}}")
_GROUP = re.compile(r"[0-9]+")
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d){_DAY}([./\-]) ?{_DAY}\1 ?{_YEAR}(?!\d)|(?<!\d){_YEAR}([./\-]){_DAY}\2{_DAY}(?!\d)", re.ASCII
)
_IBAN_HEAD = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}{_BETWEEN}[0-9]{_BETWEEN}[0-9](?={_BETWEEN}[A-Za-z0-9])")
_IBAN_NEXT = re.compile(rf"{_BETWEEN}([A-Za-z0-9])")
_CODE = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]+$")  # what stands before the digits of a parcel's number


def payment_data(text: str) -> tuple[Found, ...]:
    """All that is to be taken out, in order and apart from each other; digits of any script count."""
    if len(_DIGIT.findall(text)) < _FEWEST:
        return ()
    plain = text if text.isascii() else "".join(map(_plain, text))
    accounts = list(_accounts(plain))
    for account in accounts:  # an account's digits are no card's
        plain = plain[: account.start] + "x" * (account.end - account.start) + plain[account.end :]
    return tuple(sorted([*accounts, *_cards(plain)]))


def without_payment_data(text: str) -> str:
    """The text with [card] and [IBAN]; all else stays as it is. Masking again changes nothing."""
    while found := payment_data(text):
        for place in reversed(found):
            text = text[: place.start] + place.mark + text[place.end :]
    return text


def without_payment_data_across(pieces: Sequence[str]) -> list[str]:
    """The same for a text that stands in pieces, as words in bold do: a mark stands in the piece in which its number began."""
    while found := payment_data("".join(pieces)):
        ends = list(accumulate(map(len, pieces)))
        pieces = [_cut(piece, end - len(piece), found) for piece, end in zip(pieces, ends, strict=True)]
    return list(pieces)


def _cut(piece: str, begin: int, found: Sequence[Found]) -> str:
    """`begin`: its place in the whole."""
    for place in reversed(found):
        start, end = place.start - begin, place.end - begin
        if start < len(piece) and end > 0:
            piece = piece[: max(0, start)] + (place.mark if start >= 0 else "") + piece[end:]
    return piece


@cache
def _plain(character: str) -> str:
    """A digit of any script, or a full-width letter, as ASCII has it; one character for each."""
    if character.isdecimal():
        return str(int(character))
    full_width = ord(character) - 0xFEE0
    return chr(full_width) if 0x21 <= full_width <= 0x7E else character


def _accounts(text: str) -> Iterator[Found]:
    after = 0
    for head in _IBAN_HEAD.finditer(text):
        end = iban_end(text, head.start(), _IBAN_NEXT) if head.start() >= after else 0
        if end:
            after = end
            yield Found(head.start(), end, IBAN)


def _cards(text: str) -> Iterator[Found]:
    if not _RUN.search(text):
        return
    without_dates = _DATE.sub(lambda date: "x" * len(date[0]), text)
    for run in _RUN.finditer(without_dates):
        groups = [group.span() for group in _GROUP.finditer(without_dates, *run.span())]
        first = 0
        while first < len(groups):
            last = _card_end(without_dates, groups, first)
            if last is not None:
                yield Found(groups[first][0], groups[last][1], CARD)
            first = first + 1 if last is None else last + 1


def _card_end(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of digits of the card that begins with the first one."""
    start = groups[first][0]
    if text[start] not in "2345689" or _is_other(text, start):
        return None
    digits = ""
    for last in range(first, len(groups)):
        begin, end = groups[last]
        digits += text[begin:end]
        if len(digits) > _MOST:
            return None
        if _is_card(digits, first_group=groups[first][1] - start):
            return last
    return None


def _is_other(text: str, start: int) -> bool:
    """A telephone number with its country, or a code."""
    before = text[max(0, start - 12) : start]
    return before.rstrip().endswith("+") or _CODE.search(before) is not None


def _is_card(digits: str, first_group: int) -> bool:
    if len(digits) < 13 or (len(digits) <= _SHORT and first_group not in (4, len(digits))):
        return False
    begins = int(digits[:4])
    return any(begins in heads and len(digits) in lengths for heads, lengths in _NETWORKS) and passes_luhn(digits)
