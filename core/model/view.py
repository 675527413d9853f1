"""Channel-neutral messages: what is said, without knowing where it will be read."""

from datetime import datetime

import msgspec

from core.model.styled import Style
from core.model.value import Value


class Moment(Value, frozen=True):
    """A point in time (UTC), to be read in a zone of the IANA names: "Europe/Amsterdam"."""

    at: datetime
    zone: str


class Soon(Value, frozen=True):
    """A point in time (UTC) as somebody says it at `now`: "today at 17:00", "tomorrow at 9:00", "Monday at 9:00".

    `roughly`: by when something is, and of the coming days only the part that it ends in: "tomorrow morning".
    """

    at: datetime
    now: datetime
    zone: str
    roughly: bool = False


class Money(Value, frozen=True):
    """A decimal amount as text, so that no digit is lost, and an ISO 4217 currency."""

    amount: str
    currency: str


class Lasting(Value, frozen=True):
    """A length of time; said in its largest fitting unit."""

    seconds: int


class LanguageNames(Value, frozen=True):
    """Languages by their codes, said as a list."""

    codes: tuple[str, ...]


Param = str | int | Moment | Soon | Money | Lasting | LanguageNames


class Text(msgspec.Struct, frozen=True):
    """A text of the catalogs by its key, with the values of its variables; the reader's language is chosen when it is shown."""

    key: str
    params: dict[str, Param] = {}


def text(key: str, /, **params: Param) -> Text:
    """A catalog text. Calls of this function are what the catalogs' extraction looks for."""
    return Text(key, params)


class Line(Value, frozen=True):
    """A sentence of ours."""

    text: Text


class Listing(Value, frozen=True):
    """Sentences of ours that belong together, one a line."""

    texts: tuple[Text, ...]


class Words(Value, frozen=True):
    """Somebody's own words, shown as they are: nothing in them is markup but what `styles` says."""

    text: str
    styles: tuple[Style, ...] = ()


class Quote(Value, frozen=True):
    """A passage of an article in Markdown, with where it stands."""

    markdown: str
    title: str
    address: str
    language: str


class Source(msgspec.Struct, frozen=True):
    """Where something stands: the title, public address and language of an article."""

    title: str
    address: str
    language: str


class Written(Value, frozen=True):
    """What a model wrote from articles, in Markdown, with where it stands."""

    markdown: str
    sources: tuple[Source, ...]


Block = Line | Listing | Words | Quote | Written


class Button(Value, frozen=True):
    """One choice: `action` is at most 40 ASCII characters, so that a channel can add the turn in 64 bytes.

    With a `url` it opens that address instead, and nobody is told that it was pressed.
    """

    label: Text
    action: str
    url: str = ""


class View(Value, frozen=True):
    """A message: blocks from top to bottom, then buttons, one row each, then `grid`, short ones side by side.

    `turn` goes with every press. `title`: a mail's subject. `above`: the grid stands before the buttons.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    turn: int = 0
    title: Text | None = None
    grid: tuple[Button, ...] = ()
    above: bool = False
