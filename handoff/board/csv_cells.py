"""What may stand in a cell of a CSV file: numbers and times plainly, and text that no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import StringIO

Cell = str | int | float | bool | datetime | date | None

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know that it is UTF-8
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%", "\t", "\r", "\n")


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a BOM, commas, CRLF (RFC 4180).

    LibreOffice and Sheets open it as it is; so does Excel where the system separates lists by commas, else by "From text/CSV".
    """
    return csv_head(head) + csv_lines(rows)


def csv_head(head: Sequence[str]) -> bytes:
    """What a file begins with."""
    return BOM.encode() + csv_lines([head])


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """What goes on with it."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8", "replace")


def cell(value: Cell) -> str:
    """Shares and lengths with a point; times in UTC as "2026-11-22 18:00:00"; nothing for what is not known."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(round(value, 4))
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case str():
            return inert(value)


def inert(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might reckon with it or run it.

    See OWASP, "CSV Injection": = + - @, tab and carriage return; what stands after spaces counts as well, and so do the
    same signs in full width.
    """
    text = text.replace("\0", "")
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}").startswith(_STARTS) else text
