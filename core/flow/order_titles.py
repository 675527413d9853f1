"""Orders and items on one line: what a button says of them, in every language within the length of a button."""

import re
from typing import assert_never

import regex

from core.model.shop import ItemLine, OrderLine, OrderStatus
from core.model.view import Money, Text, text

LONGEST_TITLE = 40  # characters of a button's label; a messenger cuts longer ones off on a narrow phone
LONGEST_STATUS = 11  # characters of a status in a button's label, in any language
LONGEST_ID = 16  # of an order in a button's label
SEPARATOR = len(" · ")

_MAKES_A_LINK = re.compile(r"(?<=[\w-])\.(?=[^\W\d_]{2})|://|(?<!\w)@(?=\w)")
_JOINER = "\u2060"  # no letter of an address, and not seen


def order_title(line: OrderLine) -> Text:
    """One line for a button, such as "H-104233 · Delft vase · sent": at most 40 characters in every language."""
    order = cut(line.id, LONGEST_ID)
    return _order_title(
        order, cut(line.title, LONGEST_TITLE - LONGEST_STATUS - len(order) - 2 * SEPARATOR), line.status
    )


def _order_title(order: str, title: str, status: OrderStatus) -> Text:
    match status:
        case "awaiting_payment":
            return text("order.title.awaiting_payment", order=order, title=title)
        case "paid":
            return text("order.title.paid", order=order, title=title)
        case "sent":
            return text("order.title.sent", order=order, title=title)
        case "delivered":
            return text("order.title.delivered", order=order, title=title)
        case "completed":
            return text("order.title.completed", order=order, title=title)
        case "cancelled":
            return text("order.title.cancelled", order=order, title=title)
        case "returned":
            return text("order.title.returned", order=order, title=title)
        case "disputed":
            return text("order.title.disputed", order=order, title=title)
        case other:
            assert_never(other)


def item_title(line: ItemLine) -> Text:
    """One line for a button, such as "Delft vase · €45.00": the price, or why it cannot be had any more."""
    title = cut(line.title, LONGEST_TITLE - LONGEST_STATUS - SEPARATOR)
    match line.status:
        case "open":
            room = LONGEST_TITLE - _longest(line.price) - SEPARATOR
            return text("item.title.open", title=cut(line.title, room), price=line.price)
        case "sold":
            return text("item.title.sold", title=title)
        case "ended":
            return text("item.title.ended", title=title)
        case "removed":
            return text("item.title.removed", title=title)
        case other:
            assert_never(other)


def _longest(price: Money) -> int:
    """How many characters a price may take: its whole number in groups of three, three decimals, a sign, a space and "US$"."""
    whole = len(price.amount.partition(".")[0])
    return whole + whole // 3 + 9


def cut(words: str, most: int) -> str:
    """On one line, and cut between two characters as a reader sees them: an accent or a flag stays whole."""
    line = on_one_line(words)
    if len(line) <= most:
        return line
    return "".join(regex.findall(r"\X", line[: max(most, 0)])[:-1]).rstrip() + "…"


def on_one_line(words: str) -> str:
    return " ".join(words.split())


def unlinked(words: str) -> str:
    """The same to the eye, but nothing that a messenger makes a link or a mention of: a seller's title leads nowhere."""
    return _MAKES_A_LINK.sub(lambda found: found[0] + _JOINER, words)
