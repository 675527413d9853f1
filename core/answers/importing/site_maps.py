"""Reads site maps and their indexes (sitemaps.org), without the parts of XML that can bite."""

from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from core.answers.importing.errors import NotAnArticle

_SITE_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGE = f"{_SITE_MAP} url"
_MAP = f"{_SITE_MAP} sitemap"
_LINK = "http://www.w3.org/1999/xhtml link"


class Listed(NamedTuple):
    """A page with the date it says, and its other languages' addresses by language."""

    address: str
    updated: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


class SiteMap(NamedTuple):
    pages: tuple[Listed, ...]
    maps: tuple[str, ...]


def looks_like_xml(body: bytes) -> bool:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    return start.startswith((b"<?xml", b"<urlset", b"<sitemapindex")) and b"<html" not in start


def read_site_map(body: bytes) -> SiteMap:
    """Raises NotAnArticle for what is no site map. A document type, with which XML bombs begin, is refused."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        raise NotAnArticle(f"its XML is broken: {error}") from error
    if not reader.is_site_map:
        raise NotAnArticle("it is XML but no site map: name the address of a sitemap.xml")
    return SiteMap(tuple(reader.pages), tuple(reader.maps))


def _refuse_document_type(*_: object) -> None:
    raise NotAnArticle("it has a document type, as no site map has: it is not read")


class _Reader:
    """What expat calls, element by element."""

    def __init__(self) -> None:
        self.pages: list[Listed] = []
        self.maps: list[str] = []
        self.is_site_map = False
        self._fields: dict[str, str] = {}
        self._alternates: list[tuple[str, str]] = []
        self._said: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._said = []
        if name in (f"{_SITE_MAP} urlset", f"{_SITE_MAP} sitemapindex"):
            self.is_site_map = True
        elif name in (_PAGE, _MAP):
            self._fields, self._alternates = {}, []
        elif name == _LINK and attributes.get("rel") == "alternate":
            self._alternates.append((attributes.get("hreflang", "").lower(), attributes.get("href", "").strip()))

    def text(self, said: str) -> None:
        self._said.append(said)

    def end(self, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace == _SITE_MAP and local in ("loc", "lastmod"):
            self._fields[local] = "".join(self._said).strip()
        elif name == _MAP and "loc" in self._fields:
            self.maps.append(self._fields["loc"])
        elif name == _PAGE and "loc" in self._fields:
            self.pages.append(Listed(self._fields["loc"], self._fields.get("lastmod", ""), tuple(self._alternates)))
