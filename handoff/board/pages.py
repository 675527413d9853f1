"""Makes a page of a template and its values, in the visitor's language; whatever comes from people is escaped."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from core.model.view import Text
from core.ports import Catalog
from handoff.board.visitors import Visitor

NAVIGATION = (
    ("/", "board.nav.live"),
    ("/health", "board.nav.health"),
    ("/figures", "board.nav.figures"),
    ("/gaps", "board.nav.gaps"),
    ("/staffing", "board.nav.staffing"),
)


@cache
def templates() -> Environment:
    made = Environment(
        loader=PackageLoader("handoff.board"),
        autoescape=True,
        auto_reload=False,  # an update of the files is an update once the desk is started again
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["moment"] = moment
    made.globals["t"] = _say
    made.globals["navigation"] = NAVIGATION
    return made


def page(catalog: Catalog, visitor: Visitor, template: str, **values: Any) -> web.Response:
    """A whole page of `templates/`; in it `t("board.…", name=value)` says a text, `moment(at)` shows a time, `me` is the visitor."""
    return web.Response(text=render(catalog, visitor, template, **values), content_type="text/html")


def render(catalog: Catalog, visitor: Visitor, template: str, **values: Any) -> str:
    say = partial(_said, catalog, visitor)
    return templates().get_template(template).render(say=say, me=visitor, **values)


@pass_context
def _say(context: Context, key: str | Text, **params: Any) -> str:
    said: str = context["say"](key, **params)
    return said


def _said(catalog: Catalog, visitor: Visitor, key: str | Text, **params: Any) -> str:
    if isinstance(key, Text):
        return catalog.say(key.key, key.params, visitor.language)
    return catalog.say(key, params, visitor.language)


def moment(at: datetime | None, show: str = "time") -> Markup:
    """A time for the page's script to show in the reader's zone; without it, it reads as UTC.

    `show`: "time" (of the day), "day" (with the date), "for" (how long ago, counting on), "until" (how long until, counting,
    and then since when it is over), "in" (how long until, and then no more than nothing).
    """
    if at is None:
        return Markup("")
    stood = escape(f"{at:%Y-%m-%d %H:%M} UTC")
    return Markup('<time datetime="{}" data-show="{}">{}</time>').format(at.isoformat(), show, stood)
