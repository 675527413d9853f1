"""Finds card numbers and IBANs in what people write, so that they are taken out before anything is kept. Pure.

What only looks like one stays: the check digits must fit, a card must begin as those of a network do, and dates, telephone
numbers with their country and codes such as 3SKABC0123456789 are none. Over lines, commas and slashes, where lists and tables
stand too, a card is only what is grouped as on the card itself, with nothing else in its row.
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
_SIGNS = r" \-.*_~`\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u205f\u2060\u2212\u3000\ufeff"
_SIGN = f"[{_SIGNS}]"
_BETWEEN = rf"{_SIGN}{{0,3}}"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9]){{12,}}")
_GROUP = re.compile(r"[0-9]+")
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d){_DAY}([./\-]) ?{_DAY}\1 ?{_YEAR}(?!\d)|(?<!\d){_YEAR}([./\-]){_DAY}\2{_DAY}(?!\d)", re.ASCII
)
_IBAN_HEAD = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}{_BETWEEN}[0-9]{_BETWEEN}[0-9](?={_BETWEEN}[A-Za-z0-9])")
_IBAN_NEXT = re.compile(rf"{_BETWEEN}([A-Za-z0-9])")
_CODE = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]+$")  # what stands before the digits of a parcel's number

# How many digits stand together on a card: most, the same with 19 digits, American Express, Diners Club.
_SHAPES = ((4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4))
_ENDS = r"\n\u0085\u2028\u2029"  # of lines
_NEXT_LINE = rf"{_SIGN}{{0,2}}(?:\r?[{_ENDS}]){{1,2}}{_SIGN}{{0,2}}"
_NEAR = 1_000  # so near to each other are the numbers of a list


def _row(within_line: str) -> re.Pattern[str]:
    """All numbers that follow each other so, or on the next line; the first is no code, amount or part of another number."""
    first = r"[0-9](?<![A-Za-z0-9€$£¥#].)(?<![€$£¥#] .)(?<![A-Za-z][\-_.].)(?<![0-9][.,/\-].)[0-9]*+"
    no_amount = (
        r"(?![A-Za-z]|[.,][0-9]{1,2}(?![0-9/])| ?(?:[€$£¥%元]|(?:[Ee]uro?s?|EUR|USD|GBP|CHF|CNY|DKK|PLN|SEK|kr|zł)\b))"
    )
    return re.compile(rf"{first}(?:(?:{within_line}|{_NEXT_LINE})[0-9]++)++{no_amount}")


# One separator throughout: "4123 4567 / 4234 5678" are two telephone numbers. A stop ends a sentence.
_ROWS = (
    _row(rf"(?!\. ){_SIGN}{{1,3}}"),
    *(_row(rf"{_SIGN}{{0,2}}{mark}{_SIGN}{{0,2}}(?:{_NEXT_LINE})?") for mark in ("[,、]", "/")),
)
_MAY_BE_ROW = re.compile(rf"[0-9]{{4}}[{_SIGNS},、/\r{_ENDS}]{{1,12}}[0-9]{{4}}")
_BEHIND = re.compile(r"0?[1-9]|1[0-2]|[0-9]{3}")  # a card: the month until which it is valid, or its code


def payment_data(text: str) -> tuple[Found, ...]:
    """All that is to be taken out, in order and apart from each other; digits of any script count."""
    if len(_DIGIT.findall(text)) < _FEWEST:
        return ()
    plain = text if text.isascii() else "".join(map(_plain, text))
    found: list[Found] = []
    for search in (_accounts, _cards, _cards_in_rows):
        here = list(search(plain))
        plain = _crossed_out(plain, here)  # an account's digits are no card's
        found += here
    return tuple(sorted(found))


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
    without_dates = _without_dates(text)
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


def _cards_in_rows(text: str) -> Iterator[Found]:
    if not _MAY_BE_ROW.search(text):
        return
    left = _without_dates(text)
    for row in _ROWS:
        cards = [card for found in row.finditer(left) for card in _cards_throughout(left, found)]
        left = _crossed_out(left, cards)
        yield from cards


def _cards_throughout(text: str, row: re.Match[str]) -> list[Found]:
    """The cards of which a row consists, with what may stand behind the last; none where anything else stands in it."""
    if _is_other(text, row.start()):
        return []
    groups = [group.span() for group in _GROUP.finditer(text, *row.span())]
    numbers = [text[begin:end] for begin, end in groups]
    found: list[Found] = []
    first = 0
    while first < len(groups) and (count := _shaped(numbers[first : first + len(_SHAPES[1])])):
        found.append(Found(groups[first][0], groups[first + count - 1][1], CARD))
        first += count
    return found if first == len(groups) or _BEHIND.fullmatch(numbers[first]) else []


def _shaped(numbers: list[str]) -> int:
    """How many of these groups, from the first on, are a card."""
    lengths = tuple(map(len, numbers))
    for shape in _SHAPES:
        count = len(shape)
        if lengths[:count] == shape and _is_card("".join(numbers[:count]), shape[0]):
            return 0 if _is_list(numbers[:count]) else count
    return 0


def _is_list(numbers: list[str]) -> bool:
    """Round numbers are amounts and times, near or sorted ones are orders and years: few cards have such digits."""
    if len(set(map(len, numbers))) > 1:
        return False
    values = [int(number) for number in numbers]
    if all(value % 5 == 0 for value in values):
        return True
    are_different, sorted_up = len(set(values)) == len(values), sorted(values)
    return are_different and (sorted_up[-1] - sorted_up[0] < _NEAR or values in (sorted_up, sorted_up[::-1]))


def _without_dates(text: str) -> str:
    return _DATE.sub(lambda date: "x" * len(date[0]), text)


def _crossed_out(text: str, places: Sequence[Found]) -> str:
    for place in places:
        text = text[: place.start] + "x" * (place.end - place.start) + text[place.end :]
    return text


def _is_other(text: str, start: int) -> bool:
    """A telephone number with its country, or a code."""
    before = text[max(0, start - 12) : start]
    return before.rstrip().endswith("+") or _CODE.search(before) is not None


def _is_card(digits: str, first_group: int) -> bool:
    if len(digits) < 13 or (len(digits) <= _SHORT and first_group not in (4, len(digits))):
        return False
    begins = int(digits[:4])
    return any(begins in heads and len(digits) in lengths for heads, lengths in _NETWORKS) and passes_luhn(digits)
