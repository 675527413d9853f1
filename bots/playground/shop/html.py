"""The shop's pages as HTML: everything that anybody wrote is escaped, and nothing in a page can run."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web

from core.model.view import Money

_HERE = Path(__file__).parent
STYLE = (_HERE / "style.css").read_bytes()
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # the address of a page may hold a link's token
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page(template: str, status: int = 200, **told: object) -> web.Response:
    """`told` are the template's own names."""
    text = _TEMPLATES.get_template(f"{template}.html").render(**told)
    return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)


def says(title: str, sentence: str, status: int = 200) -> web.Response:
    return page("says", status, title=title, sentence=sentence)


def elsewhere(path: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(path, headers=HEADERS)


async def style(_: web.Request) -> web.Response:
    return web.Response(body=STYLE, content_type="text/css", headers=HEADERS)


def _money(money: Money) -> str:
    return f"{money.currency} {money.amount}"


def _time(moment: datetime | None, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%-d %B %Y, %H:%M}" if moment else ""


def _words(value: str) -> str:
    return value.replace("_", " ")


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"money": _money, "time": _time, "words": _words}
