"""A customer's data as two documents: JSON for machines, and a page to read that needs nothing from elsewhere and runs nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

import msgspec

from core.engine.privacy.exporting import Chat, ChatLine, Export
from core.model.ids import Language
from core.model.view import Moment, Text, text
from core.ports import Catalog

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h2{border-bottom:1px solid #ccc;margin-top:2rem}li{margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "time,.by{color:#666}ul{list-style:none;padding:0}"
)
# Nothing is loaded and nothing runs, whatever stands in the page (https://www.w3.org/TR/CSP3/).
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Document(NamedTuple):
    name: str
    kind: str  # a media type
    content: bytes


def documents(export: Export, catalog: Catalog, language: Language, zone: str) -> tuple[Document, Document]:
    """`language`: of the headings; times are told in `zone` (IANA)."""
    page = _Page(export, catalog, language, zone)
    return (
        Document("my-data.json", "application/json", msgspec.json.format(msgspec.json.encode(export), indent=2)),
        Document("my-data.html", "text/html", "".join(page.html()).encode(errors="replace")),
    )


class _Page:
    def __init__(self, export: Export, catalog: Catalog, language: Language, zone: str) -> None:
        self._export, self._catalog, self._language, self._zone = export, catalog, language, zone

    def html(self) -> Iterator[str]:
        title = self._say(text("export.title"))
        made = text("export.made", at=Moment(self._export.made_at, self._zone))
        yield f'<!doctype html><html lang="{escape(self._language)}"><head><meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        yield f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        yield f"<body><h1>{title}</h1><p>{self._say(made)}</p>"
        yield f"<p>{self._say(text('export.left_out'))}</p>"
        if self._export.is_empty:
            yield f"<p>{self._say(text('export.nothing'))}</p>"
        yield from self._chats()
        yield from self._asked_for()
        yield from self._noted()
        yield "</body></html>"

    def _chats(self) -> Iterator[str]:
        for chat in self._export.chats:
            yield from self._section(text("export.chat"), [self._line(chat, line) for line in chat.lines])
        rated = [each for chat in self._export.chats for each in chat.ratings]
        yield from self._section(
            text("export.ratings"),
            [self._item(each.at, each.case, "★" * each.stars, _sign(each.solved), each.words) for each in rated],
        )
        left = [each for chat in self._export.chats for each in chat.open_questions]
        yield from self._section(text("export.open_questions"), [self._item(each.at, each.text) for each in left])

    def _asked_for(self) -> Iterator[str]:
        export = self._export
        yield from self._section(
            text("export.requests"),
            [self._item(each.opened_at, each.code, self._ended(each.closed_at)) for each in export.cases],
        )
        mails = [(ticket, mail) for ticket in export.tickets for mail in ticket.mails]
        yield from self._section(
            text("export.mails"),
            [
                self._item(mail.at, ticket.case, mail.address, mail.subject, mail.text, *mail.files)
                for ticket, mail in mails
            ],
        )
        yield from self._section(
            text("export.calls"),
            [self._item(each.wanted_at, each.case, each.name, each.phone, each.question) for each in export.calls],
        )
        yield from self._section(
            text("export.disputes"), [self._dispute(place) for place in range(len(export.disputes))]
        )

    def _dispute(self, place: int) -> str:
        each = self._export.disputes[place]
        decided = (part for ruling in each.decisions for part in (*ruling.measures, ruling.reasons))
        words = (each.account, each.tried, each.wish, each.wish_words, *each.evidence, *decided)
        return self._item(each.opened_at, each.case, each.order, each.title, each.reason, *words)

    def _noted(self) -> Iterator[str]:
        signed_in = [chat for chat in self._export.chats if chat.account]
        yield from self._section(
            text("export.signed_in"), [self._item(chat.signed_in_at, chat.account) for chat in signed_in]
        )
        yield from self._section(text("export.seen"), [self._item(each.at, each.what) for each in self._export.seen])

    def _section(self, title: Text, items: Sequence[str]) -> Iterator[str]:
        if items:
            yield f"<h2>{self._say(title)}</h2><ul>"
            yield from items
            yield "</ul>"

    def _line(self, chat: Chat, line: ChatLine) -> str:
        return (
            f'<li>{self._time(line.at)} <span class="by">{self._speaker(chat, line)}</span>\n{escape(line.text)}</li>'
        )

    def _speaker(self, chat: Chat, line: ChatLine) -> str:
        match line.by:
            case "customer":
                return self._say(text("export.you"))
            case "assistant":
                return self._say(text("export.assistant"))
            case "agent":
                return escape(line.name) or self._say(text("export.agent"))
            case _:
                return self._say(text("export.desk"))

    def _item(self, at: datetime | None, *parts: str) -> str:
        return f"<li>{self._time(at)} {_joined(parts)}</li>"

    def _ended(self, at: datetime | None) -> str:
        return f"– {self._moment(at)}" if at else ""

    def _time(self, at: datetime | None) -> str:
        return f'<time datetime="{at.isoformat()}">{escape(self._moment(at))}</time>' if at else ""

    def _moment(self, at: datetime) -> str:
        said = text("export.time", at=Moment(at, self._zone))
        return self._catalog.say(said.key, said.params, self._language)

    def _say(self, said: Text) -> str:
        return escape(self._catalog.say(said.key, said.params, self._language))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(escape(part) for part in parts if part)


def _sign(solved: bool | None) -> str:
    return "" if solved is None else "✓" if solved else "✗"
